// What is kept of a user beside the interviews themselves.

/// What all interviews of one user come to, and how far they are filed in blocks.
struct Account {
    /// The user's number in this file.
    let owner: Int
    var totals = Totals()

    /// Interviews up to this id lie in blocks; empty if none does.
    var filedThrough = ""

    /// How many interviews lie behind that.
    var unfiled = 0
}

extension Account {
    /// Whether an interview of this id lies in a block.
    func hasFiled(_ id: String) -> Bool { id <= filedThrough }

    /// Reads a row of `QueryName.account`.
    init(_ row: borrowing Columns) {
        owner = row.integer(0)
        totals = Totals(
            pending: row.integer(1), active: row.integer(2), completed: row.integer(3), failed: row.integer(4),
            microseconds: row.integer(5), scored: row.integer(6), scoreMillionths: row.integer(7))
        filedThrough = row.text(8)
        unfiled = row.integer(9)
    }

    /// For `QueryName.keepAccount`.
    var values: [SQLValue] {
        [
            .integer(owner), .integer(totals.pending), .integer(totals.active), .integer(totals.completed),
            .integer(totals.failed), .integer(totals.microseconds), .integer(totals.scored),
            .integer(totals.scoreMillionths), .text(filedThrough), .integer(unfiled),
        ]
    }
}
