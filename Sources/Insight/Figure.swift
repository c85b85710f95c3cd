// A figure, with how it was got, or why there is none.

/// How a figure was got.
public enum Basis: String, CaseIterable, Sendable {
    /// Counted, or taken from times that the transcript tells.
    case measured

    /// Calculated from less than that.
    case estimated
}

/// Why a figure is left out.
public enum UnknownReason: String, CaseIterable, Sendable {
    /// No transcription was saved.
    case noTranscript

    /// The transcription is in a form that is not understood.
    case unknownForm

    /// The transcript does not tell which of the two speaks.
    case unknownSpeakers

    /// The transcript does not tell when anything was said.
    case noTimes

    /// The transcript tells only when turns arrived at the client.
    case arrivalTimes

    /// The transcript tells times in whole seconds, which is too coarse.
    case wholeSeconds

    /// The transcript does not tell when turns ended.
    case noEnds

    /// What would be measured did not occur.
    case notSaid
}

/// A figure about a conversation. What is not known is never a zero.
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
