// Pages of a list.

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
