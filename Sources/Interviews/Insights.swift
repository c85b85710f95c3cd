// The transcript and the metrics of one interview, computed on request.

public import Insight

extension UserInterviews {
    /// The transcript of an interview in one of the formats.
    public func transcript(_ interviewId: String, as format: TranscriptFormat) throws(Refusal) -> InterviewTranscript {
        InterviewTranscript(of: try get(interviewId).transcription, interviewId: interviewId, as: format)
    }

    /// Metrics of the candidate's speech.
    public func metrics(_ interviewId: String) throws(Refusal) -> InterviewMetrics {
        InterviewMetrics(of: try get(interviewId))
    }
}

/// The speech metrics of one interview.
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
