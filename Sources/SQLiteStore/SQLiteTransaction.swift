// A transaction on SQLite: the first change begins it, and the end commits it; reads before that see the latest commit.

internal import Interviews

/// A transaction: each read before the first change sees the latest commit; the first change acquires the writer lock
/// and begins a write transaction.
final class SQLiteTransaction: StoreTransaction {
    private let connection: Connection
    private let statements: StatementCache
    private let lock: WriterLock?
    private let stopFlag: StopFlag
    private let traits: FileTraits
    var cursorKey: (UInt64, UInt64) { traits.cursorKey }
    var clock: ClockAndIDs

    private enum State {
        case reading
        case writing

        /// Another process held the lock for too long; further writes are refused without waiting.
        case refused

        /// A statement failed in the write transaction, which will be rolled back.
        case failed(StoreFailure)
    }

    private var state = State.reading

    /// Disk space that a deletion may use; nil unless the disk is full.
    private let reserve: Reserve?

    /// How much of the reserve was released, in bytes; nil if none.
    private var drawn: Int?

    /// What searches have left to be stored later.
    private(set) var unstored: [UnstoredTermList] = []

    /// The files that contain data of earlier deletions, and whether the commit erases it.
    private let owedErase: SecureErase
    private var erasesNow: Bool

    /// The files that contain data of this transaction's deletions.
    private var ownErase: SecureErase = []

    /// How long to wait for readers of other processes before the WAL is truncated, in milliseconds; 0 if an earlier
    /// erase has failed because of them.
    private var waitForReaders: Int { ownErase.isEmpty || !owedErase.isEmpty ? 0 : 100 }

    /// The files that could not be erased; nil if no erase was tried.
    private(set) var notErased: SecureErase?

    /// The number of snapshots that have ended.
    private var snapshots = 0

    /// The records that were asked for last, created on demand.
    private var latest: SQLiteUserRecords?

    /// The records of the other users.
    private var others: [UserID: SQLiteUserRecords] = [:]

    init(
        _ connection: Connection, _ statements: StatementCache, _ lock: WriterLock?, _ stopFlag: StopFlag,
        _ traits: FileTraits, _ clock: ClockAndIDs, reserve: Reserve?, owing owedErase: SecureErase, erasesNow: Bool
    ) {
        self.connection = connection
        self.statements = statements
        self.lock = lock
        self.stopFlag = stopFlag
        self.traits = traits
        self.clock = clock
        self.reserve = reserve
        self.owedErase = owedErase
        self.erasesNow = erasesNow
    }

    func records(of user: UserID) -> any UserRecords {
        if let latest, latest.user == user { return latest }
        if let latest { others[latest.user] = latest }
        let records = others.removeValue(forKey: user) ?? SQLiteUserRecords(of: user, in: self)
        latest = records
        return records
    }

    /// Whether there are changes to commit.
    var hasWritten: Bool {
        switch state {
        case .writing: true
        case .reading, .refused, .failed: false
        }
    }

    private(set) var waited = Duration.zero

    var isRefused: Bool { if case .refused = state { true } else { false } }

    /// Identifies the current snapshot; nil if no transaction is open, and each read sees the latest commit.
    var currentSnapshot: Int? { connection.isInAutocommit ? nil : snapshots }

    /// The ids that begin with a time that `filter` admits; nil if ids do not begin with the time of creation.
    func ids(startedIn filter: InterviewFilter) -> IDRange? {
        traits.idsTellTimes ? IDRange(startedIn: filter) : nil
    }
}

// MARK: - Statements

extension SQLiteTransaction {
    /// Runs a statement and calls `body` with each row until it returns false.
    func run(
        _ statement: Statement, _ values: [SQLValue],
        _ body: (borrowing Row) throws(StoreFailure) -> Bool = { _ in true }
    ) throws(Refusal) {
        if case .failed = state { throw .abandoned }
        do throws(StoreFailure) {
            try statements[statement, in: connection].run(values, body)
        } catch {
            throw refusal(error)
        }
    }

    /// Decodes the first row with `make`; nil if there is no row.
    func one<Value>(
        _ statement: Statement, _ values: [SQLValue], _ make: (borrowing Row) throws(StoreFailure) -> Value
    ) throws(Refusal) -> Value? {
        var found: Value?
        try run(statement, values) { row throws(StoreFailure) in
            found = try make(row)
            return false
        }
        return found
    }

    func snapshot<Value>(_ body: () throws(Refusal) -> Value) throws(Refusal) -> Value {
        guard connection.isInAutocommit else { return try body() }
        try run(.beginReading, [])
        defer { endTransaction() }
        return try body()
    }

    func storeLater(_ terms: UnstoredTermList) { unstored.append(terms) }

    var lastInsertedKey: Int { connection.lastInsertedKey }

    func tokenizer() throws(Refusal) -> Tokenizer {
        do throws(StoreFailure) {
            let tokenizer = try statements.tokenizer(in: connection)
            return Tokenizer { tokenizer.tokens(of: $0) }
        } catch {
            throw refusal(error)
        }
    }

    private func refusal(_ failure: StoreFailure) -> Refusal {
        switch (state, failure) {
        case (.writing, _):
            state = .failed(failure)
            return .abandoned
        case (_, .outcomeUnknown(let error)):
            // An I/O error while reading leaves no outcome unknown.
            return .failed(.other(error))
        default:
            return .failed(failure)
        }
    }
}

// MARK: - Beginning

extension SQLiteTransaction {
    func begin(_ change: Change) throws(Refusal) {
        switch change {
        case .interviews: try beginWriting()
        case .deletion: try beginDeleting()
        case .derivedData: try beginWriting(waiting: SQLiteStore.longestWaitForDerivedData)
        }
    }

    /// - Parameter milliseconds: how long to wait for other processes.
    private func beginWriting(waiting milliseconds: Int = SQLiteStore.longestWait) throws(Refusal) {
        switch state {
        case .writing: return
        case .refused: throw .failed(.busy)
        case .failed: throw .abandoned
        case .reading: break
        }
        let deadline = StopFlag.Deadline.after(milliseconds: milliseconds)
        let start = ContinuousClock.now
        defer { waited += .now - start }
        try acquireLock(until: deadline)
        do throws(StoreFailure) {
            try begin(until: deadline)
            state = .writing
        } catch {
            end()
            if error == .busy { state = .refused }
            throw refusal(error)
        }
    }

    private func acquireLock(until deadline: StopFlag.Deadline) throws(Refusal) {
        guard lock?.acquire(stopFlag, until: deadline) != false else {
            state = .refused
            throw .failed(.busy)
        }
    }

    /// Begins the write transaction. A program that does not use the writer lock may hold SQLite's own; it is waited
    /// for here, since a busy timeout of SQLite cannot be cancelled.
    private func begin(until deadline: StopFlag.Deadline) throws(StoreFailure) {
        let begin = try statements[.begin, in: connection]
        var outcome: StoreFailure?
        connection.setBusyTimeout(milliseconds: 0)
        defer { connection.setBusyTimeout(milliseconds: SQLiteStore.longestWait) }
        _ = stopFlag.wait(until: deadline) {
            outcome = nil
            do throws(StoreFailure) { try begin.run([]) } catch { outcome = error }
            return outcome != .busy
        }
        if let outcome { throw outcome }
    }

    /// Begins a deletion. On a full disk it releases the reserve and checkpoints the WAL before, which needs space in
    /// the file, and then frees more in the WAL.
    private func beginDeleting() throws(Refusal) {
        if let reserve, drawn == nil, case .reading = state {
            try acquireLock(until: .after(milliseconds: SQLiteStore.longestWait))
            drawn = reserve.release()
            connection.setBusyTimeout(milliseconds: 0)
            defer { connection.setBusyTimeout(milliseconds: SQLiteStore.longestWait) }
            _ = connection.checkpoint()
        }
        try beginWriting()
    }

    /// Requests a secure erase with the commit. If a reader of another process blocks it for too long, or the disk is
    /// full, later commits retry it.
    func noteDeletion() {
        ownErase = lock == nil ? .wal : [.file, .wal]
        erasesNow = true
    }
}

// MARK: - The end

extension SQLiteTransaction {
    /// Commits the changes, and erases what they have deleted.
    /// - Returns: the clock after this transaction.
    func finish() throws(StoreFailure) -> ClockAndIDs {
        // Breaks the reference cycle between the transaction and its records.
        defer {
            latest = nil
            others = [:]
        }
        switch state {
        case .reading, .refused:
            return clock
        case .failed(let failure):
            rollBack()
            throw failure
        case .writing:
            do throws(StoreFailure) {
                try storeUserRows()
                try statements[.commit, in: connection].run([])
            } catch {
                rollBack()
                throw error
            }
            // Under the lock: concurrent checkpoints can corrupt the file (`WriterLock.swift`).
            let erase = owedErase.union(ownErase)
            if erasesNow, !erase.isEmpty { notErased = connection.erase(erase, waitingFor: waitForReaders) }
            end()
            return clock
        }
    }

    private func storeUserRows() throws(StoreFailure) {
        if let latest { try storeRow(of: latest) }
        for records in others.values { try storeRow(of: records) }
    }

    private func storeRow(of records: SQLiteUserRecords) throws(StoreFailure) {
        guard let values = records.changedRow else { return }
        try statements[.updateUserRow, in: connection].run(values)
    }

    private func rollBack() {
        endTransaction()
        end()
    }

    private func end() {
        if let drawn { reserve?.renew(drawn) }
        lock?.release()
    }

    /// Rolls back, unless SQLite has done so by itself.
    private func endTransaction() {
        snapshots += 1
        guard !connection.isInAutocommit else { return }
        // After a failed rollback the next connection recovers the database, as after a crash.
        do throws(StoreFailure) { try statements[.rollback, in: connection].run([]) } catch {}
    }
}
