// The row of a user in the table `account`.

internal import Interviews

/// The key of a user, the sums over the user's interviews, and how far they are summarised.
struct UserRow {
    /// The key to which the column `owner` of the other tables refers.
    let userKey: Int
    var totals = Totals()

    /// The greatest id that is summarised; empty if none is.
    var summarisedThrough = ""

    /// The number of interviews with greater ids.
    var unsummarisedInterviews = 0

    /// The term lists of the user's interviews. Column `termListCount`.
    var termLists = TermListCount()

    /// What counts for the user's quota, in bytes; nil for a user whom an earlier version has stored, until it is asked for.
    var bytes: Int? = 0

    mutating func add(bytes added: Int) { if let bytes { self.bytes = bytes + added } }
}

/// The version of the user's latest term list, and the number of lists with this version. They are one number in the
/// column, which had the number of lists before lists had a version.
struct TermListCount: Equatable {
    private var version = TermList.version
    private var count = 0

    private static let versionFactor = 1 << 40

    init() {}

    init(stored: Int) { (version, count) = stored.quotientAndRemainder(dividingBy: Self.versionFactor) }

    var stored: Int { count == 0 ? 0 : version * Self.versionFactor + count }

    /// The number of lists of the program's own version.
    var current: Int { version == TermList.version ? count : 0 }

    /// Counts a new list.
    mutating func add() {
        if version != TermList.version { self = TermListCount() }
        count += 1
    }

    /// No longer counts a list of `version`.
    mutating func remove(ofVersion version: Int) {
        if version == self.version, count > 0 { count -= 1 }
    }
}

extension UserRow {
    init(userKey: Int) { self.userKey = userKey }

    /// Whether the summaries cover `id`.
    func summarises(_ id: String) -> Bool { id <= summarisedThrough }

    /// Valid values: larger than any user reaches, and small enough that no sum overflows.
    private static let bounds = 0...1 << 60

    /// Reads the columns `Statement.userColumns` of a row.
    /// - Parameter first: the index of the first of them.
    init(_ row: borrowing Row, from first: Int32 = 0, of user: UserID) throws(StoreFailure) {
        userKey = row.integer(first)
        totals.pending = try row.integer(first + 1, within: Self.bounds)
        totals.active = try row.integer(first + 2, within: Self.bounds)
        totals.completed = try row.integer(first + 3, within: Self.bounds)
        totals.failed = try row.integer(first + 4, within: Self.bounds)
        totals.microseconds = try row.integer(first + 5, within: Self.bounds)
        totals.scored = try row.integer(first + 6, within: Self.bounds)
        totals.scoreMillionths = try row.integer(first + 7, within: Self.bounds)
        summarisedThrough = row.text(first + 8)
        unsummarisedInterviews = try row.integer(first + 9, within: Self.bounds)
        termLists = TermListCount(stored: try row.integer(first + 10, within: Self.bounds))
        bytes = row.isNull(first + 12) ? nil : try row.integer(first + 12, within: Self.bounds)
        try row.expect(checksum(for: user), first + 11)
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
        // Schema version 2 had no term lists; its checksums do not include their number.
        if termLists.stored != 0 { checksum.add(termLists.stored) }
        // Nor had schema version 6 bytes.
        if let bytes { checksum.add(bytes) }
        return checksum
    }

    /// The parameters of `Statement.updateUserRow`.
    func values(for user: UserID) -> [SQLValue] {
        [
            .integer(userKey), .integer(totals.pending), .integer(totals.active), .integer(totals.completed),
            .integer(totals.failed), .integer(totals.microseconds), .integer(totals.scored),
            .integer(totals.scoreMillionths), .text(summarisedThrough), .integer(unsummarisedInterviews),
            .integer(termLists.stored), .integer(checksum(for: user).value), bytes.map(SQLValue.integer) ?? .null,
        ]
    }
}
