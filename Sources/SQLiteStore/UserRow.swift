// The row of a user: the table `account`.

internal import Interviews

/// The key of a user, the sums over the user's interviews, and how far these are summarised for filters.
struct UserRow {
    /// By which the other tables refer to the user: their column `owner`.
    let userKey: Int
    var totals = Totals()

    /// Interviews up to this id are summarised; empty if none is. The column is `filedThrough`.
    var summarisedThrough = ""

    /// How many interviews lie behind that. The column is `unfiledInterviews`.
    var unsummarisedInterviews = 0

    /// How many interviews have a term list. The column is `readInterviews`.
    var interviewsWithTerms = 0
}

extension UserRow {
    init(userKey: Int) { self.userKey = userKey }

    /// Whether an interview with this id is summarised.
    func summarises(_ id: String) -> Bool { id <= summarisedThrough }

    /// More than any user comes to, and little enough that none of the sums overflows.
    private static let bounds = 0...1 << 60

    /// Reads a row of `Statement.userRow`.
    init(_ row: borrowing Row, of user: UserID) throws(StoreFailure) {
        userKey = row.integer(0)
        totals.pending = try row.integer(1, within: Self.bounds)
        totals.active = try row.integer(2, within: Self.bounds)
        totals.completed = try row.integer(3, within: Self.bounds)
        totals.failed = try row.integer(4, within: Self.bounds)
        totals.microseconds = try row.integer(5, within: Self.bounds)
        totals.scored = try row.integer(6, within: Self.bounds)
        totals.scoreMillionths = try row.integer(7, within: Self.bounds)
        summarisedThrough = row.text(8)
        unsummarisedInterviews = try row.integer(9, within: Self.bounds)
        interviewsWithTerms = try row.integer(10, within: Self.bounds)
        try row.expect(checksum(for: user), 11)
    }

    private func checksum(for user: UserID) -> Checksum {
        var checksum = Checksum()
        checksum.add(user.text)
        for number in [
            userKey, totals.pending, totals.active, totals.completed, totals.failed, totals.microseconds, totals.scored,
            totals.scoreMillionths, unsummarisedInterviews,
        ] {
            checksum.add(number)
        }
        checksum.add(summarisedThrough)
        // Version 2 knew of no term lists, and what it has written has none.
        if interviewsWithTerms != 0 { checksum.add(interviewsWithTerms) }
        return checksum
    }

    /// For `Statement.updateUserRow`.
    func values(for user: UserID) -> [SQLValue] {
        [
            .integer(userKey), .integer(totals.pending), .integer(totals.active), .integer(totals.completed),
            .integer(totals.failed), .integer(totals.microseconds), .integer(totals.scored),
            .integer(totals.scoreMillionths), .text(summarisedThrough), .integer(unsummarisedInterviews),
            .integer(interviewsWithTerms), .integer(checksum(for: user).value),
        ]
    }
}
