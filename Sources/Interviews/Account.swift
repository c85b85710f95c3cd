// What is kept of a user beside the interviews themselves.

/// What all interviews of one user come to, and how far they are filed in blocks.
struct Account {
    /// The user's number in this file.
    let owner: Int
    var totals = Totals()

    /// Interviews up to this id lie in blocks; empty if none does.
    var filedThrough = ""

    /// How many interviews lie behind that.
    var unfiledInterviews = 0

    /// How many interviews have a vocabulary.
    var readInterviews = 0
}

extension Account {
    /// Whether an interview of this id lies in a block.
    func hasFiled(_ id: String) -> Bool { id <= filedThrough }

    /// More than any user comes to, and little enough that none of the sums overflows.
    private static let bounds = 0...1 << 60

    /// Reads a row of `Statement.account`.
    init(_ row: borrowing Row, of user: UserID) throws(StoreFailure) {
        owner = row.integer(0)
        totals = Totals(
            pending: try row.integer(1, within: Self.bounds), active: try row.integer(2, within: Self.bounds),
            completed: try row.integer(3, within: Self.bounds), failed: try row.integer(4, within: Self.bounds),
            microseconds: try row.integer(5, within: Self.bounds), scored: try row.integer(6, within: Self.bounds),
            scoreMillionths: try row.integer(7, within: Self.bounds))
        filedThrough = row.text(8)
        unfiledInterviews = try row.integer(9, within: Self.bounds)
        readInterviews = try row.integer(10, within: Self.bounds)
        try row.expect(checksum(for: user), 11)
    }

    private func checksum(for user: UserID) -> Checksum {
        var checksum = Checksum()
        checksum.add(user.text)
        for number in [
            owner, totals.pending, totals.active, totals.completed, totals.failed, totals.microseconds, totals.scored,
            totals.scoreMillionths, unfiledInterviews,
        ] {
            checksum.add(number)
        }
        checksum.add(filedThrough)
        // Version 2 knew of no vocabularies, and what it has written has none.
        if readInterviews != 0 { checksum.add(readInterviews) }
        return checksum
    }

    /// For `Statement.keepAccount`.
    func values(for user: UserID) -> [SQLValue] {
        [
            .integer(owner), .integer(totals.pending), .integer(totals.active), .integer(totals.completed),
            .integer(totals.failed), .integer(totals.microseconds), .integer(totals.scored),
            .integer(totals.scoreMillionths), .text(filedThrough), .integer(unfiledInterviews),
            .integer(readInterviews), .integer(checksum(for: user).value),
        ]
    }
}
