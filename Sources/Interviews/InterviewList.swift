// Lists of a user's interviews: filtered, newest first, a page at a time.

internal import JSON

extension OwnInterviews {
    /// A page of the interviews that `filter` lets through, newest first, beginning at `cursor`.
    ///
    /// No more is read than can be answered: what is longer than `Limits.pageBytes` in the store is no shorter as JSON.
    public func list(_ filter: InterviewFilter, limit: Int, cursor: String?) throws(Refusal) -> InterviewPage {
        let seal = CursorSeal(key: access.cursorKey, user: user, filter: filter)
        var ids = access.ids(startedIn: filter)
        if let cursor {
            guard let id = seal.id(of: cursor) else { throw .foreignCursor }
            ids.through = id.description
        }
        var page = PageReader(filter, limit: limit, user: user)
        guard let account = try access.knownAccount(of: user) else { return page.finished(seal) }
        if filter.statuses == nil, filter.technology == nil {
            try read(ids, of: account, into: &page)
        } else {
            try read(ids.after(account.filedThrough), of: account, into: &page)
            try readBlocks(ids, of: account, into: &page)
        }
        return page.finished(seal)
    }

    private func read(_ ids: IDRange, of account: Account, into page: inout PageReader) throws(Refusal) {
        guard !page.isFull, !ids.isEmpty else { return }
        try access.run(.list, [.integer(account.owner), .text(ids.after), .text(ids.through)]) { row in
            page.read(row)
            return !page.isFull
        }
    }

    /// Reads those blocks that can hold what the page wants, the newest first.
    private func readBlocks(_ ids: IDRange, of account: Account, into page: inout PageReader) throws(Refusal) {
        guard !page.isFull else { return }
        let filter = page.filter
        var values: [SQLValue] = [.integer(account.owner), .text(ids.through)]
        values += [InterviewStatus.pending, .active, .completed, .failed].map { status in
            .integer(filter.statuses?.contains(status) == false ? 0 : 1)
        }
        if let technology = filter.technology { values.append(.text(technology)) }
        var outcome = Result<Void, Refusal>.success(())
        try access.run(filter.technology == nil ? .blocksByStatus : .blocksByTechnology, values) { row in
            let block = IDRange(after: row.text(0), through: row.text(1))
            guard block.through > ids.after else { return false }
            outcome = Result { () throws(Refusal) in
                try read(ids.within(block), of: account, into: &page)
            }
            if case .failure = outcome { return false }
            return !page.isFull
        }
        try outcome.get()
    }
}

/// The ids after one, up to another and with it, compared as text.
struct IDRange {
    var after: String
    var through: String

    /// Greater than every id.
    static let end = "g"

    var isEmpty: Bool { after >= through }

    func after(_ id: String) -> IDRange { IDRange(after: max(after, id), through: through) }

    func within(_ other: IDRange) -> IDRange {
        IDRange(after: max(after, other.after), through: min(through, other.through))
    }
}

/// Gathers the interviews of one page.
private struct PageReader {
    let filter: InterviewFilter
    private let limit: Int
    private let user: UserID
    private let technology: [UInt8]?
    private var interviews: [Interview] = []
    private var bytes = 0

    init(_ filter: InterviewFilter, limit: Int, user: UserID) {
        self.filter = filter
        self.limit = limit
        self.user = user
        technology = filter.technology?.utf8.map(\.lowercasedASCII)
    }

    /// One more than the page may hold says that there is another page.
    var isFull: Bool { interviews.count > limit || bytes > Limits.pageBytes }

    mutating func read(_ row: borrowing Columns) {
        guard filter.admits(row.status(5)), filter.admits(startedAt: row.instant(6)) else { return }
        if let technology,
            !Interview.texts(ofArray: row.text(1)).contains(where: { text in
                text.utf8.lazy.map(\.lowercasedASCII).elementsEqual(technology)
            })
        {
            return
        }
        let interview = Interview(row, userId: user.text)
        bytes += interview.context.utf8.count + interview.technologies.utf8.count
        interviews.append(interview)
    }

    func finished(_ seal: CursorSeal) -> InterviewPage {
        InterviewPage(interviews, limit: limit, seal: seal)
    }
}

extension InterviewFilter {
    fileprivate func admits(_ status: InterviewStatus) -> Bool { statuses?.contains(status) != false }

    fileprivate func admits(startedAt: Instant) -> Bool {
        if let startedAfter, startedAt < startedAfter { return false }
        if let startedBefore, startedAt >= startedBefore { return false }
        return true
    }
}
