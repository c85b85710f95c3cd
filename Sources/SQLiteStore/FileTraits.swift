// Properties of a database file: the row of the table `file`.

internal import Insight
internal import Interviews

struct FileTraits {
    /// The secret key with which cursors are sealed.
    let cursorKey: (UInt64, UInt64)

    /// Whether every id begins with the time at which its interview was created.
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
    /// Resumes a deterministic clock after the last time and id in the database.
    ///
    /// Such a database has predictable cursors, and its ids contain no time.
    /// - Throws: `notScripted` if the database has interviews with real ids.
    func resume(_ clock: inout ClockAndIDs, _ stopFlag: StopFlag) throws(OpeningFailure) {
        guard lock?.acquire(stopFlag, until: .after(milliseconds: SQLiteStore.longestWait)) != false else {
            throw .failed(.busy)
        }
        defer { lock?.release() }
        let last = try whileOpening { () throws(StoreFailure) in try lastScripted() }
        guard let last else { throw .notScripted }
        clock.resume(after: last.time, ids: last.ids)
    }

    /// The last time and the last id of a deterministic clock; nil if the database has ids of the system's clock. An
    /// empty database becomes a deterministic one.
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
