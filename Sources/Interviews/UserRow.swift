// What is kept of a user beside the interviews themselves.

/// What all interviews of one user come to, and how far they are filed in blocks.
struct UserRow {
    /// The user's number in this file.
    let userKey: Int
    var totals = Totals()

    /// Interviews up to this id lie in blocks; empty if none does.
    var summarisedThrough = ""

    /// How many interviews lie behind that.
    var unsummarisedInterviews = 0

    /// How many interviews have a vocabulary.
    var interviewsWithTerms = 0
}

extension UserRow {
    /// Whether an interview of this id lies in a block.
    func hasSummarised(_ id: String) -> Bool { id <= summarisedThrough }

    /// More than any user comes to, and little enough that none of the sums overflows.
    private static let bounds = 0...1 << 60

    /// Reads a row of `Statement.userRow`.
    init(_ row: borrowing Row, of user: UserID) throws(StoreFailure) {
        userKey = row.integer(0)
        totals = Totals(
            pending: try row.integer(1, within: Self.bounds), active: try row.integer(2, within: Self.bounds),
            completed: try row.integer(3, within: Self.bounds), failed: try row.integer(4, within: Self.bounds),
            microseconds: try row.integer(5, within: Self.bounds), scored: try row.integer(6, within: Self.bounds),
            scoreMillionths: try row.integer(7, within: Self.bounds))
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
        // Version 2 knew of no vocabularies, and what it has written has none.
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
