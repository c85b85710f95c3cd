// The turns to which every known format of transcripts is mapped.

/// One of the two speakers of an interview.
public enum Speaker: String, CaseIterable, Sendable {
    case candidate, interviewer
}

/// What one speaker says until another one speaks.
public struct Turn: Equatable, Sendable {
    /// Nil if the transcript does not say which of the two it is.
    public let speaker: Speaker?

    /// The name that the transcript gives to an unknown speaker; nil for a known one.
    public let name: String?

    /// What texts name a speaker without a name.
    static let unknownSpeaker = "Unknown speaker"
    static let unknownKey = unknownSpeaker.lowercased()

    /// Never blank.
    public let text: String

    /// In seconds from the start of the conversation, 0 to 86,400; nil if unknown.
    public let start: Double?

    /// Likewise; after `start`, if that is known.
    public let end: Double?

    init(_ speaker: Speaker?, name: String? = nil, _ text: String, start: Double? = nil, end: Double? = nil) {
        self.speaker = speaker
        self.name = name
        self.text = text
        self.start = start
        self.end = end
    }
}

/// Which times of its turns a transcript has, the least first.
public enum Timing: Comparable, Sendable {
    case none

    /// When each turn arrived at the client, which is neither its start nor its end.
    case arrivals

    /// The start of each turn, in whole seconds.
    case wholeSeconds

    /// The start of each turn.
    case starts

    /// The start and the end of each turn.
    case exact
}
