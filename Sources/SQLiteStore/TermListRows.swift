// Reads and writes term lists: the table `vocabulary`.

internal import Interviews

extension SQLiteUserRecords {
    func newestWithoutTermList(through id: String) throws(Refusal) -> String? {
        guard let row = try row(), row.termLists.current < row.totals.interviews else { return nil }
        return try transaction.one(
            .withoutTermList, [.integer(row.userKey), .text(id), .integer(TermList.version)]
        ) { row in row.text(0) }
    }

    func insert(_ terms: TermList, of interviewId: String) throws(Refusal) {
        guard var row = try row() else { throw .notFound }
        try dropTermList(of: interviewId, &row)
        try transaction.run(
            .insertTermList,
            [
                .integer(row.userKey), .text(interviewId), .utf8(terms.terms[...]),
                .integer(Checksum(terms.terms.span, of: interviewId, row.userKey).value), .utf8(terms.places[...]),
                .integer(Checksum(terms.places.span, of: interviewId, row.userKey).value), .integer(TermList.version),
            ])
        row.termLists.add()
        change(row)
    }

    /// Deletes the term list of an interview, of whatever version, if it has one.
    func dropTermList(of interviewId: String, _ row: inout UserRow) throws(Refusal) {
        let key: [SQLValue] = [.integer(row.userKey), .text(interviewId)]
        // Most interviews have none, and to look for one costs less than to delete nothing.
        guard let version = try transaction.one(.termListVersion, key, { row in row.integer(0) }) else { return }
        try transaction.run(.deleteTermList, key)
        row.termLists.remove(ofVersion: version)
    }

    func newestMatch(
        of terms: [Term], after oldest: String, below newest: String, within budget: inout Budget
    ) throws(Refusal) -> TermMatch? {
        guard let row = try row() else { return nil }
        let patterns = terms.map(TermList.pattern)
        var found: TermMatch?
        try transaction.run(.termLists, [.integer(row.userKey), .text(oldest), .text(newest)]) {
            [userKey = row.userKey] row throws(StoreFailure) in
            guard budget.isLeft else {
                found = TermMatch(row.text(0), places: [])
                return false
            }
            budget.spend(row.withUTF8(1) { $0.count })
            let places = try Self.places(of: patterns, in: row, of: userKey)
            if !places.isEmpty { found = TermMatch(row.text(0), places: places) }
            return found == nil
        }
        return found
    }

    /// The places in which all patterns occur, in ascending order.
    /// - Parameter row: a row of `Statement.termLists`.
    /// - Throws: `damaged` if a checksum does not match.
    private static func places(
        of patterns: [[UInt8]], in row: borrowing Row, of userKey: Int
    ) throws(StoreFailure) -> [Int] {
        let id = row.text(0)
        try row.expect(row.withUTF8(1) { Checksum($0, of: id, userKey) }, 2)
        var lines: [Int] = []
        for pattern in patterns {
            guard let line = row.line(of: pattern, 1) else { return [] }
            lines.append(line)
        }
        let places = row.bytes(3)
        try row.expect(Checksum(places.span, of: id, userKey), 4)
        guard let common = TermList.commonPlaces(ofLines: lines, in: places.span) else { throw .damaged }
        return common
    }
}

extension Checksum {
    /// The checksum of a text in the program's version of the term list of one interview of one user.
    fileprivate init(_ text: Span<UInt8>, of id: String, _ userKey: Int) {
        self.init()
        add(TermList.version)
        add(userKey)
        add(id)
        add(text)
    }
}
