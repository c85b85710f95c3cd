// Lists of a user's interviews: filtered, newest first, in pages.

internal import Insight
internal import JSON

extension UserInterviews {
    /// A page of the interviews that `filter` admits, newest first, from `cursor` on.
    ///
    /// Reading stops after `Limits.pageBytes` of stored text, since its JSON in the answer is no shorter, and after
    /// `Limits.listBytes` that the filter does not admit: the page may then be empty, and have a next cursor all the same.
    /// - Throws: `foreignCursor` if `cursor` is not one of this list.
    public func list(_ filter: InterviewFilter, limit: Int, cursor: String?) throws(Refusal) -> InterviewPage {
        let seal = CursorSeal(key: transaction.cursorKey, user: user, filter: filter)
        return try page(filter, in: ids(from: cursor, seal), limit: limit, seal)
    }

    /// The ids from a cursor on; all without one.
    func ids(from cursor: String?, _ seal: CursorSeal) throws(Refusal) -> IDRange {
        guard let cursor else { return .all }
        guard let id = seal.id(of: cursor) else { throw .foreignCursor }
        return IDRange(after: IDRange.all.after, through: id.description)
    }

    /// The first page of the interviews whose id begins with `prefix`, newest first.
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
        var budget = Budget(Limits.listBytes, least: Limits.leastRowBytes)
        let unread = try records.interviews(filter, in: ids, within: &budget) { interview in
            bytes += interview.contextText.count + interview.technologiesText.count
            found.append(interview)
            // One interview more than `limit` shows that there is another page.
            return found.count <= limit && bytes <= Limits.pageBytes
        }
        // The interview that exceeds `Limits.pageBytes` is the first of the next page.
        let isTooLong = bytes > Limits.pageBytes && found.count > 1
        return InterviewPage(
            found, limit: isTooLong ? min(limit, found.count - 1) : limit, unread: unread, seal: seal)
    }
}
