// The normal form of what was said: every transcript that is understood comes to a list of turns.

/// One of the two who talk with each other.
public enum Speaker: String, CaseIterable, Sendable {
    case candidate, interviewer
}

/// What one speaker said without a break.
public struct Turn: Equatable, Sendable {
    /// Nil where the transcript does not tell which of the two it is.
    public let speaker: Speaker?

    /// What the transcript calls a speaker of whom it does not tell which of the two it is.
    public let name: String?

    /// Never blank.
    public let text: String

    /// In seconds from the start of the conversation, 0 to 86,400; nil where the transcript does not tell.
    public let start: Double?

    /// Likewise; after `start`, where that is known.
    public let end: Double?

    init(_ speaker: Speaker?, name: String? = nil, _ text: String, start: Double? = nil, end: Double? = nil) {
        self.speaker = speaker
        self.name = name
        self.text = text
        self.start = start
        self.end = end
    }
}

/// What the transcript tells of when its turns were said.
public enum Timing: Sendable {
    case none

    /// When each turn arrived at the client, which is neither when it began nor when it ended.
    case arrivals

    /// When each turn began, in whole seconds.
    case wholeSeconds

    /// When each turn began.
    case starts

    /// When each turn began and ended.
    case exact
}
