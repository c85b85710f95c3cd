// A figure with its basis, or with the reason why it is left out.

/// How a figure was obtained.
public enum Basis: String, CaseIterable, Sendable {
    /// Counted, or computed from times in the transcript.
    case measured

    /// Computed from less than that.
    case estimated
}

/// Why a figure is left out.
public enum UnknownReason: String, CaseIterable, Sendable {
    /// No transcription was saved.
    case noTranscript

    /// The format of the transcription is unknown.
    case unknownForm

    /// The conversation has more than is read: a figure about a part of it would be wrong.
    case tooLong

    /// The transcript does not say which of the two speaks.
    case unknownSpeakers

    /// The transcript has no times.
    case noTimes

    /// The transcript has only the times at which turns arrived at the client.
    case arrivalTimes

    /// The transcript has times in whole seconds, which are too coarse for this figure.
    case wholeSeconds

    /// The transcript has no end times.
    case noEnds

    /// What was said is written without spaces between words.
    case script

    /// What the figure measures did not occur.
    case notSaid
}

/// A figure about a conversation. An unknown figure is never 0.
public enum Figure<Value: Equatable & Sendable>: Equatable, Sendable {
    case known(Value, Basis)
    case unknown(UnknownReason)

    public var reason: UnknownReason? {
        switch self {
        case .known: nil
        case .unknown(let reason): reason
        }
    }
}
