// Lists of a user's interviews: filtered, newest first, a page at a time.

internal import Insight
internal import JSON

extension UserInterviews {
    /// A page of the interviews that `filter` admits, newest first, beginning at `cursor`.
    ///
    /// No more is read than can be answered: what is longer than `Limits.pageBytes` in the store is no shorter as JSON.
    public func list(_ filter: InterviewFilter, limit: Int, cursor: String?) throws(Refusal) -> InterviewPage {
        let seal = CursorSeal(key: transaction.cursorKey, user: user, filter: filter)
        var ids = IDRange.all
        if let cursor {
            guard let id = seal.id(of: cursor) else { throw .foreignCursor }
            ids.through = id.description
        }
        return try page(filter, in: ids, limit: limit, seal)
    }

    /// The interviews whose id begins with `prefix`, newest first.
    public func list(idsBeginningWith prefix: String, limit: Int) throws(Refusal) -> InterviewPage {
        let filter = InterviewFilter()
        let seal = CursorSeal(key: transaction.cursorKey, user: user, filter: filter)
        guard let ids = IDRange(beginningWith: prefix) else { return InterviewPage([], limit: limit, seal: seal) }
        return try page(filter, in: ids, limit: limit, seal)
    }

    private func page(
        _ filter: InterviewFilter, in ids: IDRange, limit: Int, _ seal: CursorSeal
    ) throws(Refusal) -> InterviewPage {
        var found: [Interview] = []
        var bytes = 0
        try records.interviews(filter, in: ids) { interview in
            bytes += interview.contextText.count + interview.technologiesText.count
            found.append(interview)
            // One more than the page may hold says that there is another page.
            return found.count <= limit && bytes <= Limits.pageBytes
        }
        // What made the page too long in bytes is the first of the next one.
        let isTooLong = bytes > Limits.pageBytes && found.count > 1
        return InterviewPage(found, limit: isTooLong ? min(limit, found.count - 1) : limit, seal: seal)
    }
}
