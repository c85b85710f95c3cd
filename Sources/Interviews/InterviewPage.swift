// One page of a list of interviews.

/// A page of interviews, newest first. The writer of the answer may return fewer than all of them.
public struct InterviewPage: Sendable {
    /// The interviews of the page, and the first of the next page, if there is one.
    private let found: [Interview]
    private let limit: Int

    /// The id from which on nothing was read; nil if all were read, or as many as were wanted.
    private let unread: String?
    private let seal: CursorSeal

    init(_ found: [Interview], limit: Int, unread: String? = nil, seal: CursorSeal) {
        self.found = found
        self.limit = limit
        self.unread = unread
        self.seal = seal
    }

    public var interviews: ArraySlice<Interview> { found.prefix(limit) }

    /// The cursor to the interview after the first `count` of this page; nil if it is the last.
    public func nextCursor(after count: Int) -> String? {
        let next = count < found.count ? found[count].id : unread
        return next.flatMap(InterviewID.init).map { seal.cursor(to: $0) }
    }
}
