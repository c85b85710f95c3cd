// The transcript and the metrics of one interview, computed on request.

public import Insight

extension UserInterviews {
    /// The transcript of an interview in one of the formats.
    /// - Parameter origin: nil for the best that there is (`WholeInterview.reading(from:)`).
    public func transcript(
        _ interviewId: String, as format: TranscriptFormat, from origin: TranscriptOrigin? = nil
    ) throws(Refusal) -> InterviewTranscript {
        InterviewTranscript(of: try get(interviewId), as: format, from: origin)
    }

    /// Metrics of the candidate's speech.
    public func metrics(_ interviewId: String) throws(Refusal) -> InterviewMetrics {
        InterviewMetrics(of: try get(interviewId))
    }
}

/// The transcript of one interview.
public struct InterviewTranscript: Sendable {
    public let interviewId: String
    public let reading: TranscriptReading
    public let rendering: TranscriptRendering

    /// The transcription as it is stored, if its format is unknown; nil otherwise.
    public let transcription: [UInt8]?

    public init(of whole: WholeInterview, as format: TranscriptFormat, from origin: TranscriptOrigin? = nil) {
        interviewId = whole.interview.id
        reading = whole.reading(from: origin)
        rendering = TranscriptRendering(of: reading.conversation, as: format)
        transcription = reading.conversation.source == .unknown ? whole.text(from: reading.origin) : nil
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
