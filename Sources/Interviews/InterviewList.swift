// Lists of a user's interviews: filtered, newest first, a page at a time.

internal import Insight
internal import JSON

extension UserInterviews {
    /// A page of the interviews that `filter` lets through, newest first, beginning at `cursor`.
    ///
    /// No more is read than can be answered: what is longer than `Limits.pageBytes` in the store is no shorter as JSON.
    public func list(_ filter: InterviewFilter, limit: Int, cursor: String?) throws(Refusal) -> InterviewPage {
        let seal = CursorSeal(key: transaction.cursorKey, user: user, filter: filter)
        var ids = transaction.ids(startedIn: filter)
        if let cursor {
            guard let id = seal.id(of: cursor) else { throw .foreignCursor }
            ids.through = id.description
        }
        var page = PageReader(filter, limit: limit, user: user)
        if filter.statuses == nil, filter.technology == nil {
            if let userRow = try transaction.userRow(of: user) { try read(ids, of: userRow, into: &page) }
        } else {
            try transaction.atOneMoment { () throws(Refusal) in
                guard let userRow = try transaction.userRow(of: user) else { return }
                try read(ids.after(userRow.summarisedThrough), of: userRow, into: &page)
                try readSummarised(ids.through(userRow.summarisedThrough), of: userRow, into: &page)
            }
        }
        return page.finished(seal)
    }

    /// The interviews whose id begins with `prefix`, newest first.
    public func list(idsBeginningWith prefix: String, limit: Int) throws(Refusal) -> InterviewPage {
        var page = PageReader(InterviewFilter(), limit: limit, user: user)
        if let ids = IDRange(beginningWith: prefix), let userRow = try transaction.userRow(of: user) {
            try read(ids, of: userRow, into: &page)
        }
        return page.finished(CursorSeal(key: transaction.cursorKey, user: user, filter: page.filter))
    }

    private func read(_ ids: IDRange, of userRow: UserRow, into page: inout PageReader) throws(Refusal) {
        guard !page.isFull, !ids.isEmpty else { return }
        let values: [SQLValue] = [.integer(userRow.userKey), .text(ids.after), .text(ids.through)]
        try transaction.run(.list, values) { row throws(StoreFailure) in
            try page.read(row)
            return !page.isFull
        }
    }

    /// Reads those blocks that can hold what the page wants, the newest first.
    private func readSummarised(_ ids: IDRange, of userRow: UserRow, into page: inout PageReader) throws(Refusal) {
        guard !ids.isEmpty else { return }
        var below = ids.through
        while !page.isFull, let summary = try newestSummary(below: below, page.filter, of: userRow),
            summary.through > ids.after
        {
            try read(ids.within(summary), of: userRow, into: &page)
            below = summary.after
        }
    }

    /// The newest block that begins below an id and holds both a wanted status and the wanted technology, though
    /// perhaps in different interviews. Where both are asked for, each in turn leads to a block, and the other to
    /// the next one from there, until they meet: what is rare of the two sets the pace.
    private func newestSummary(
        below id: String, _ filter: InterviewFilter, of userRow: UserRow
    ) throws(Refusal) -> IDRange? {
        guard let technology = filter.technology else {
            return try newestSummary(below: id, in: filter.statuses ?? [], of: userRow)
        }
        var below = id
        while true {
            let found = try transaction.summary(.summaryWithTechnology, below: below, of: userRow, .text(technology))
            guard let statuses = filter.statuses, let withTechnology = found else { return found }
            let withStatus = try newestSummary(below: withTechnology.through, in: statuses, of: userRow)
            guard let withStatus, withStatus.after != withTechnology.after else { return withStatus }
            // Blocks that overlap were damaged, and would lead here again and again.
            guard withStatus.through < below else { throw .failed(.damaged) }
            below = withStatus.through
        }
    }

    private func newestSummary(
        below id: String, in statuses: Set<InterviewStatus>, of userRow: UserRow
    ) throws(Refusal) -> IDRange? {
        var newest: IDRange?
        for status in statuses {
            let summary = try transaction.summary(.summaryWithStatus, below: id, of: userRow, .text(status.rawValue))
            if let summary, summary.after >= newest?.after ?? "" { newest = summary }
        }
        return newest
    }
}

/// The ids after one, up to another and with it, compared as text.
struct IDRange {
    var after: String
    var through: String

    /// Greater than every id.
    static let end = "g"

    init(after: String, through: String) {
        self.after = after
        self.through = through
    }

    /// - Returns: nil if no id begins so.
    init?(beginningWith prefix: String) {
        guard prefix.utf8.allSatisfy({ "0123456789abcdef-".utf8.contains($0) }) else { return nil }
        let before = prefix.unicodeScalars.last.flatMap { Unicode.Scalar($0.value - 1) }
        after = before.map { String(prefix.dropLast()) + String($0) + Self.end } ?? ""
        through = prefix + Self.end
    }

    var isEmpty: Bool { after >= through }

    func after(_ id: String) -> IDRange { IDRange(after: max(after, id), through: through) }

    func through(_ id: String) -> IDRange { IDRange(after: after, through: min(through, id)) }

    func within(_ other: IDRange) -> IDRange {
        IDRange(after: max(after, other.after), through: min(through, other.through))
    }
}

/// Gathers the interviews of one page.
private struct PageReader {
    let filter: InterviewFilter
    private let limit: Int
    private let user: UserID
    private let technology: WantedTechnology?
    private var interviews: [Interview] = []
    private var bytes = 0

    init(_ filter: InterviewFilter, limit: Int, user: UserID) {
        self.filter = filter
        self.limit = limit
        self.user = user
        technology = filter.technology.map(WantedTechnology.init)
    }

    /// One more than the page may hold says that there is another page.
    var isFull: Bool { interviews.count > limit || bytes > Limits.pageBytes }

    mutating func read(_ row: borrowing Row) throws(StoreFailure) {
        guard filter.admits(try row.status(5)), filter.admits(startedAt: try row.instant(6)) else { return }
        if let technology, !technology.isAmong(row, 1) { return }
        let interview = try Interview(row, userId: user.text)
        bytes += interview.context.utf8.count + interview.technologies.utf8.count
        interviews.append(interview)
    }

    func finished(_ seal: CursorSeal) -> InterviewPage {
        // What made the page too long in bytes is the first of the next one.
        let isTooLong = bytes > Limits.pageBytes && interviews.count > 1
        return InterviewPage(interviews, limit: isTooLong ? min(limit, interviews.count - 1) : limit, seal: seal)
    }
}

/// A technology that an interview must have, the case of ASCII letters aside.
private struct WantedTechnology {
    private let text: [UInt8]

    /// As it would stand in a JSON array; where this is not found, there is no need to look closer.
    private let encoded: [UInt8]

    init(_ technology: String) {
        text = technology.utf8.map(\.lowercasedASCII)
        var writer = JSONWriter()
        writer.string(technology)
        encoded = writer.bytes.map(\.lowercasedASCII)
    }

    /// - Parameter column: where the row has a JSON array of technologies.
    func isAmong(_ row: borrowing Row, _ column: Int32) -> Bool {
        row.withUTF8(column) { $0.contains(lowercased: encoded) }
            && Interview.texts(ofArray: row.text(column)).contains {
                $0.utf8.lazy.map(\.lowercasedASCII).elementsEqual(text)
            }
    }
}

extension Span<UInt8> {
    fileprivate func contains(lowercased sought: [UInt8]) -> Bool {
        var start = 0
        while start + sought.count <= count {
            var length = 0
            while length < sought.count, self[start + length].lowercasedASCII == sought[length] { length += 1 }
            if length == sought.count { return true }
            start += 1
        }
        return false
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
