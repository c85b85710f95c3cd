// Search hits.

public import Insight

/// A part of the text window of a hit.
public struct WindowPart: Equatable, Sendable {
    public let text: String

    /// Whether the part matches the query.
    public let isMatch: Bool
}

/// A turn or a context in which all terms of a query occur.
public struct SearchHit: Sendable {
    public let interviewId: String

    /// When the interview was created.
    public let startedAt: Instant

    /// The index of the turn; nil for the context.
    public let turn: Int?
    public let speaker: Speaker?

    /// The speaker's name in the transcription, if the role is not known.
    public let name: String?

    /// The start of the turn, in seconds from the start of the conversation.
    public let start: Double?

    /// The text around the first match, in consecutive parts.
    public let window: [WindowPart]
}

/// A page of hits.
public struct SearchPage: Sendable {
    public let hits: [SearchHit]

    /// The cursor to the next page; nil if there is none.
    public let nextCursor: String?

    init(_ hits: [SearchHit], next: SearchPlace?, seal: CursorSeal) {
        self.hits = hits
        nextCursor = next.flatMap { place in
            InterviewID(place.id).map { seal.cursor(to: $0, offset: UInt64(place.offset)) }
        }
    }
}
