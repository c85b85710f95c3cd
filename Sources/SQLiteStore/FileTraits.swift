// What is known of a database file as a whole.

internal import Insight
internal import Interviews

struct FileTraits {
    /// The secret with which its cursors are sealed.
    let cursorKey: (UInt64, UInt64)

    /// Whether each id begins with the time at which the interview was created.
    let idsTellTimes: Bool

    init(_ connection: Connection) throws(OpeningFailure) {
        var found: FileTraits?
        try whileOpening { () throws(StoreFailure) in
            try connection.rows(of: "SELECT hex(cursorSecret), idsTellTimes FROM file") { row in
                let secret = row.text(0)
                guard let first = UInt64(secret.prefix(16), radix: 16),
                    let last = UInt64(secret.dropFirst(16), radix: 16)
                else { return }
                found = FileTraits(cursorKey: (first, last), idsTellTimes: row.integer(1) != 0)
            }
        }
        guard let found else { throw .damaged }
        self = found
    }

    private init(cursorKey: (UInt64, UInt64), idsTellTimes: Bool) {
        (self.cursorKey, self.idsTellTimes) = (cursorKey, idsTellTimes)
    }
}

extension OpenedDatabase {
    /// Lets a deterministic clockwork go on where the database stands, which must be new or have been filled by one:
    /// cursors can then be foretold, and ids begin with no time.
    func resume(_ clock: inout ClockAndIDs, _ stopFlag: StopFlag) throws(OpeningFailure) {
        guard lock?.acquire(stopFlag, until: .after(milliseconds: SQLiteStore.longestWait)) != false else {
            throw .failed(.busy)
        }
        defer { lock?.release() }
        let last = try whileOpening { () throws(StoreFailure) in try lastScripted() }
        guard let last else { throw .notScripted }
        clock.resume(after: last.time, ids: last.ids)
    }

    /// The last time and the last id that a deterministic clockwork has given; nil if another one has given any. A database
    /// without interviews becomes one of a deterministic clockwork.
    private func lastScripted() throws(StoreFailure) -> (time: Instant?, ids: Int)? {
        var last: (time: Instant?, ids: Int)?
        let sql = """
            SELECT max(max(startedAt), coalesce(max(endedAt), 0)), max(id),
                (SELECT idsTellTimes FROM file) AND EXISTS (SELECT 1 FROM account)
            FROM interview
            """
        try connection.rows(of: sql) { row throws(StoreFailure) in
            let id = row.optionalText(1) ?? ""
            guard id < InterviewID.beginning(of: Instant(milliseconds: 1)), row.integer(2) == 0 else { return }
            last = (try row.optionalInstant(0), Int(clamping: InterviewID(id)?.tail ?? 0))
        }
        if let last, last.time == nil {
            try connection.execute("UPDATE file SET cursorSecret = zeroblob(16), idsTellTimes = 0")
        }
        return last
    }
}
