// Reads and writes term lists: the table `vocabulary`.

internal import Interviews

extension SQLiteUserRecords {
    func newestCandidate(
        _ terms: TermListScan, below id: String, within budget: inout Budget
    ) throws(Refusal) -> SearchCandidate? {
        guard let row = try row() else { return nil }
        var found: SearchCandidate?
        try transaction.run(.termLists, [.integer(row.userKey), .text(id), .integer(TermList.version)]) {
            [userKey = row.userKey] row throws(StoreFailure) in
            guard budget.isLeft else {
                found = SearchCandidate(row.text(0), .notReached)
                return false
            }
            guard !row.isNull(2) else {
                found = SearchCandidate(row.text(0), .unlisted)
                return false
            }
            let places = try Self.places(of: terms, in: row, of: userKey, within: &budget)
            if !places.isEmpty { found = SearchCandidate(row.text(0), .listed(places)) }
            return found == nil
        }
        return found
    }

    /// The places in which all terms occur, in ascending order.
    /// - Parameter row: a row of `Statement.termLists`.
    /// - Throws: `damaged` if a checksum does not match.
    private static func places(
        of terms: TermListScan, in row: borrowing Row, of userKey: Int, within budget: inout Budget
    ) throws(StoreFailure) -> [Int] {
        let id = row.text(0)
        try row.expect(row.withUTF8(1) { Checksum($0, of: id, userKey) }, 2)
        guard let lines = row.withUTF8(1, { terms.lines(in: $0, within: &budget) }) else { return [] }
        try row.expect(row.withUTF8(3) { Checksum($0, of: id, userKey) }, 4)
        let places = row.withUTF8(3) { terms.commonPlaces(ofLines: lines, in: $0, within: &budget) }
        guard let places else { throw .damaged }
        return places
    }

    func storeLater(_ terms: TermList, of interview: Interview) throws(Refusal) {
        transaction.storeLater(
            UnstoredTermList(
                terms: terms, interviewId: interview.id, user: user, fingerprint: try fingerprint(of: interview)))
    }

    /// Inserts a term list in place of one of another version, if the interview has not changed since it was read.
    func insert(_ unstored: UnstoredTermList) throws(Refusal) {
        guard var row = try row(), let interview = try interview(unstored.interviewId),
            try fingerprint(of: interview) == unstored.fingerprint
        else { return }
        let (id, terms) = (unstored.interviewId, unstored.terms)
        try dropTermList(of: id, &row)
        try transaction.run(
            .insertTermList,
            [
                .integer(row.userKey), .text(id),
                .utf8(terms.terms[...]), .integer(Checksum(terms.terms.span, of: id, row.userKey).value),
                .utf8(terms.places[...]), .integer(Checksum(terms.places.span, of: id, row.userKey).value),
                .integer(TermList.version),
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
}

/// A term list that a search has made, and that is not stored yet.
struct UnstoredTermList {
    let terms: TermList
    let interviewId: String
    let user: UserID

    /// That of the interview when it was read.
    let fingerprint: Int

    var bytes: Int { terms.terms.count + terms.places.count }
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
