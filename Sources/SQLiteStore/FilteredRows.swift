// Reads the rows of a list: the interviews that a filter admits, newest first.

internal import Interviews

extension SQLiteUserRecords {
    func interviews(
        _ filter: InterviewFilter, in ids: IDRange, within budget: inout Budget, _ body: (Interview) -> Bool
    ) throws(Refusal) -> String? {
        let ids = transaction.ids(startedIn: filter).map(ids.intersection) ?? ids
        let admitted = AdmittedRows(filter)
        if let conversationId = filter.conversationId {
            guard let row = try row() else { return nil }
            return try read(
                .withConversation, [.integer(row.userKey), .text(conversationId)], ids, admitted, &budget, body
            ).unread
        }
        guard filter.statuses != nil || filter.technology != nil else {
            guard let row = try row() else { return nil }
            return try read(ids, of: row, admitted, &budget, body).unread
        }
        var end = ReadingEnd.none
        try transaction.snapshot { () throws(Refusal) in
            guard let row = try row() else { return }
            let unsummarised = IDRange(after: max(ids.after, row.summarisedThrough), through: ids.through)
            end = try read(unsummarised, of: row, admitted, &budget, body)
            guard case .none = end else { return }
            let summarised = IDRange(after: ids.after, through: min(ids.through, row.summarisedThrough))
            end = try readSummarised(summarised, of: row, admitted, &budget, body)
        }
        return end.unread
    }

    private func read(
        _ ids: IDRange, of row: UserRow, _ admitted: AdmittedRows, _ budget: inout Budget, _ body: (Interview) -> Bool
    ) throws(Refusal) -> ReadingEnd {
        guard !ids.isEmpty else { return .none }
        return try read(.list, [.integer(row.userKey)], ids, admitted, &budget, body)
    }

    /// - Parameter values: the values of the statement, but for those of `ids`.
    private func read(
        _ statement: Statement, _ values: [SQLValue], _ ids: IDRange, _ admitted: AdmittedRows,
        _ budget: inout Budget, _ body: (Interview) -> Bool
    ) throws(Refusal) -> ReadingEnd {
        var end = ReadingEnd.none
        try transaction.run(statement, values + [.text(ids.after), .text(ids.through)]) { row throws(StoreFailure) in
            guard budget.isLeft else {
                end = .budget(row.text(0))
                return false
            }
            if try admitted.contains(row) {
                if !body(try Interview(row, .listed, userId: user.text)) { end = .body }
            } else {
                budget.spend(row.length(1) + row.length(2))
            }
            if case .none = end { return true } else { return false }
        }
        return end
    }

    /// Reads the summarised ranges that can contain a match, newest first.
    private func readSummarised(
        _ ids: IDRange, of row: UserRow, _ admitted: AdmittedRows, _ budget: inout Budget,
        _ body: (Interview) -> Bool
    ) throws(Refusal) -> ReadingEnd {
        guard !ids.isEmpty else { return .none }
        var below = ids.through
        while true {
            switch try newestRange(below: below, admitted.filter, of: row, &budget) {
            case .none: return .none
            case .unread(let id): return .budget(id)
            case .found(let range):
                guard range.through > ids.after else { return .none }
                let end = try read(ids.intersection(range), of: row, admitted, &budget, body)
                guard case .none = end else { return end }
                below = range.after
            }
        }
    }

    /// The newest summarised range that begins below `id` and has both a status and the technology of the filter,
    /// though perhaps in different interviews.
    ///
    /// With both filters this is a zigzag join: each lookup continues at the range that the other has found, until both
    /// find the same one. The number of lookups depends on the rarer of the two, and on the budget.
    private func newestRange(
        below id: String, _ filter: InterviewFilter, of row: UserRow, _ budget: inout Budget
    ) throws(Refusal) -> FoundRange {
        guard let technology = filter.technology else {
            return FoundRange(try newestRange(below: id, in: filter.statuses ?? [], of: row))
        }
        var below = id
        while budget.isLeft {
            budget.spend(Self.lookupBytes)
            let found = try newestRange(.summaryWithTechnology, below: below, of: row, technology)
            guard let statuses = filter.statuses, let withTechnology = found else { return FoundRange(found) }
            let withStatus = try newestRange(below: withTechnology.through, in: statuses, of: row)
            guard let withStatus, withStatus.after != withTechnology.after else { return FoundRange(withStatus) }
            // Ranges overlap only in a damaged database, and would make this loop endless.
            guard withStatus.through < below else { throw .failed(.damaged) }
            below = withStatus.through
        }
        return .unread(below)
    }

    /// What a lookup in the summaries counts, in bytes: it takes as long as to read some short interviews.
    private static let lookupBytes = 4 * 1024

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

/// Why no more interviews are read.
private enum ReadingEnd {
    /// All were read.
    case none

    /// `body` has returned false.
    case body

    /// The budget was used up before this id.
    case budget(String)

    var unread: String? {
        switch self {
        case .budget(let id): id
        case .none, .body: nil
        }
    }
}

/// The next range to be read.
private enum FoundRange {
    case found(IDRange)
    case none

    /// The budget was used up before this id.
    case unread(String)

    init(_ range: IDRange?) { self = range.map(FoundRange.found) ?? .none }
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
