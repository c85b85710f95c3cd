// Reads the rows of a list: the interviews that a filter admits, newest first.

internal import Interviews

extension SQLiteUserRecords {
    func interviews(
        _ filter: InterviewFilter, in ids: IDRange, _ body: (Interview) -> Bool
    ) throws(Refusal) {
        let ids = transaction.ids(startedIn: filter).map(ids.intersection) ?? ids
        let admitted = AdmittedRows(filter)
        if let conversationId = filter.conversationId {
            guard let row = try row() else { return }
            try read(.withConversation, [.integer(row.userKey), .text(conversationId)], ids, admitted, body)
            return
        }
        guard filter.statuses != nil || filter.technology != nil else {
            guard let row = try row() else { return }
            _ = try read(ids, of: row, admitted, body)
            return
        }
        try transaction.snapshot { () throws(Refusal) in
            guard let row = try row() else { return }
            let unsummarised = IDRange(after: max(ids.after, row.summarisedThrough), through: ids.through)
            guard try read(unsummarised, of: row, admitted, body) else { return }
            let summarised = IDRange(after: ids.after, through: min(ids.through, row.summarisedThrough))
            try readSummarised(summarised, of: row, admitted, body)
        }
    }

    /// - Returns: false if `body` has returned false.
    private func read(
        _ ids: IDRange, of row: UserRow, _ admitted: AdmittedRows, _ body: (Interview) -> Bool
    ) throws(Refusal) -> Bool {
        guard !ids.isEmpty else { return true }
        return try read(.list, [.integer(row.userKey)], ids, admitted, body)
    }

    /// - Parameter values: the values of the statement, but for those of `ids`.
    /// - Returns: false if `body` has returned false.
    @discardableResult
    private func read(
        _ statement: Statement, _ values: [SQLValue], _ ids: IDRange, _ admitted: AdmittedRows,
        _ body: (Interview) -> Bool
    ) throws(Refusal) -> Bool {
        var wantsMore = true
        try transaction.run(statement, values + [.text(ids.after), .text(ids.through)]) { row throws(StoreFailure) in
            if try admitted.contains(row) { wantsMore = body(try Interview(row, .listed, userId: user.text)) }
            return wantsMore
        }
        return wantsMore
    }

    /// Reads the summarised ranges that can contain a match, newest first.
    private func readSummarised(
        _ ids: IDRange, of row: UserRow, _ admitted: AdmittedRows, _ body: (Interview) -> Bool
    ) throws(Refusal) {
        guard !ids.isEmpty else { return }
        var below = ids.through
        while let range = try newestRange(below: below, admitted.filter, of: row), range.through > ids.after {
            guard try read(ids.intersection(range), of: row, admitted, body) else { return }
            below = range.after
        }
    }

    /// The newest summarised range that begins below `id` and has both a status and the technology of the filter,
    /// though perhaps in different interviews.
    ///
    /// With both filters this is a zigzag join: each lookup continues at the range that the other has found, until both
    /// find the same one. The number of lookups depends on the rarer of the two.
    private func newestRange(
        below id: String, _ filter: InterviewFilter, of row: UserRow
    ) throws(Refusal) -> IDRange? {
        guard let technology = filter.technology else {
            return try newestRange(below: id, in: filter.statuses ?? [], of: row)
        }
        var below = id
        while true {
            let found = try newestRange(.summaryWithTechnology, below: below, of: row, technology)
            guard let statuses = filter.statuses, let withTechnology = found else { return found }
            let withStatus = try newestRange(below: withTechnology.through, in: statuses, of: row)
            guard let withStatus, withStatus.after != withTechnology.after else { return withStatus }
            // Ranges overlap only in a damaged database, and would make this loop endless.
            guard withStatus.through < below else { throw .failed(.damaged) }
            below = withStatus.through
        }
    }

    private func newestRange(
        below id: String, in statuses: Set<InterviewStatus>, of row: UserRow
    ) throws(Refusal) -> IDRange? {
        var newest: IDRange?
        for status in statuses {
            let range = try newestRange(.summaryWithStatus, below: id, of: row, status.rawValue)
            if let range, range.after >= newest?.after ?? "" { newest = range }
        }
        return newest
    }

    private func newestRange(
        _ statement: Statement, below id: String, of row: UserRow, _ value: String
    ) throws(Refusal) -> IDRange? {
        try transaction.one(statement, [.integer(row.userKey), .text(id), .text(value)]) { row in
            IDRange(after: row.text(0), through: row.text(1))
        }
    }
}

/// Applies a filter to rows before they are decoded into interviews.
private struct AdmittedRows {
    let filter: InterviewFilter
    private let technology: WantedTechnology?
    private let admitsAll: Bool

    init(_ filter: InterviewFilter) {
        self.filter = filter
        admitsAll = filter == InterviewFilter()
        technology = filter.technology.map(WantedTechnology.init)
    }

    /// - Parameter row: a row of interviews.
    func contains(_ row: borrowing Row) throws(StoreFailure) -> Bool {
        if admitsAll { return true }
        guard filter.admits(try row.status(5), try row.instant(6)) else { return false }
        guard let technology else { return true }
        return row.withUTF8(1) { technology.isAmong($0) }
    }
}
