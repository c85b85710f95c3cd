// Pages of a list, and what lists are narrowed to.

public import Insight

/// What a list is narrowed to.
public struct InterviewFilter: Equatable, Sendable {
    /// Nil for any.
    public var statuses: Set<InterviewStatus>?

    /// Equal to one of the interview's technologies, ASCII case aside.
    public var technology: String?

    /// At or after.
    public var startedAfter: Instant?

    /// Before.
    public var startedBefore: Instant?

    public init(
        statuses: Set<InterviewStatus>? = nil, technology: String? = nil, startedAfter: Instant? = nil,
        startedBefore: Instant? = nil
    ) {
        self.statuses = statuses
        self.technology = technology
        self.startedAfter = startedAfter
        self.startedBefore = startedBefore
    }
}

/// Interviews of a list, newest first; how many of them an answer has room for is for its writer to say.
public struct InterviewPage: Sendable {
    /// With the first one of the next page, if more follow.
    private let found: [Interview]
    private let limit: Int
    private let seal: CursorSeal

    init(_ found: [Interview], limit: Int, seal: CursorSeal) {
        self.found = found
        self.limit = limit
        self.seal = seal
    }

    public var interviews: ArraySlice<Interview> { found.prefix(limit) }

    /// The cursor to what follows the first `count` interviews of this page; nil exactly if nothing does.
    public func nextCursor(after count: Int) -> String? {
        guard count > 0, count < found.count else { return nil }
        return InterviewID(found[count].id).map { seal.cursor(to: $0) }
    }
}

extension UInt8 {
    /// A capital of ASCII made small, everything else as it is, as SQLite's NOCASE compares.
    var lowercasedASCII: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}
