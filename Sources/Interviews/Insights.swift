// What is read out of one interview when it is asked for.

public import Insight

extension UserInterviews {
    /// What was said, in one of its forms.
    public func transcript(_ interviewId: String, as format: TranscriptFormat) throws(Refusal) -> InterviewTranscript {
        InterviewTranscript(of: try get(interviewId).transcription, interviewId: interviewId, as: format)
    }

    /// How the candidate talked.
    public func metrics(_ interviewId: String) throws(Refusal) -> InterviewMetrics {
        InterviewMetrics(of: try get(interviewId))
    }
}

/// The figures of one interview.
public struct InterviewMetrics: Sendable {
    public let interviewId: String
    public let source: TranscriptSource
    public let speech: SpeechMetrics

    public init(of whole: WholeInterview) {
        let conversation = whole.conversation
        interviewId = whole.interview.id
        source = conversation.source
        speech = SpeechMetrics(of: conversation, technologies: whole.interview.technologyNames)
    }
}
