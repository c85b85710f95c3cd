// One transaction on SQLite: reads see what is committed, the first change begins the transaction, the end commits it.

internal import Interviews

/// A transaction under the writer lock, from the first change on.
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

        /// The database was held by another process for too long: what else wants to write is refused at once.
        case refused

        /// A statement failed while writing: nothing of this transaction can be stored.
        case failed(StoreFailure)
    }

    private var state = State.reading

    /// Space that a deletion may use; nil while the disk has enough.
    private let reserve: Reserve?

    /// How much of it was released, in bytes; nil where it is untouched.
    private var drawn: Int?

    /// Whether what was written is rolled back at the end, and only read until then.
    private var isTransient = false

    /// What earlier deletions have left in the files, and whether it is to be erased now.
    private let owedErase: SecureErase
    private var erasesNow: Bool

    /// What the deletions of this transaction leave in the files.
    private var ownErase: SecureErase = []

    /// How long other processes that read are waited for before the WAL is truncated, in milliseconds. They are not waited
    /// for again where they have kept it full before.
    private var waitForReaders: Int { ownErase.isEmpty || !owedErase.isEmpty ? 0 : 100 }

    /// What could not be erased; nil where nothing was tried.
    private(set) var notErased: SecureErase?

    /// How many snapshots have ended.
    private var snapshots = 0

    /// The users whose records were asked for.
    private var users: [UserID: SQLiteUserRecords] = [:]

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
        if let records = users[user] { return records }
        let records = SQLiteUserRecords(of: user, in: self)
        users[user] = records
        return records
    }

    /// Whether there is something to commit.
    var hasWritten: Bool {
        switch state {
        case .writing: !isTransient
        case .reading, .refused, .failed: false
        }
    }

    /// Tells one snapshot from the next; nil while each read sees what is committed at that moment.
    var currentSnapshot: Int? { connection.isInAutocommit ? nil : snapshots }

    /// The ids that begin with a time that `filter` admits. The ids of a deterministic clock say nothing about it.
    func ids(startedIn filter: InterviewFilter) -> IDRange? {
        traits.idsTellTimes ? IDRange(startedIn: filter) : nil
    }
}

// MARK: - Statements

extension SQLiteTransaction {
    /// Runs a statement, and gives `body` row after row for as long as it returns true.
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

    /// The value that `make` makes of the first row; nil where there is none.
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

    var lastInsertedKey: Int { connection.lastInsertedKey }

    /// How many rows the last statement that writes has changed.
    var lastChangedRows: Int { connection.lastChangedRows }

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
            // Where nothing was being stored, nothing about it is unknown.
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
        case .derivedData: try beginDeriving()
        }
    }

    private func beginWriting() throws(Refusal) {
        switch state {
        case .writing: return
        case .refused: throw .failed(.busy)
        case .failed: throw .abandoned
        case .reading: break
        }
        let deadline = StopFlag.Deadline.after(milliseconds: SQLiteStore.longestWait)
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

    /// Another program may hold the database without knowing of our lock. It is waited for here, and not by SQLite, whose
    /// wait cannot be ended.
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

    /// A deletion may use the reserve where the disk is full. The WAL is checkpointed first: that takes space in the file,
    /// and then gives back more.
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

    /// Where the disk is full, changed pages stay in memory until they are rolled back at the end.
    private func beginDeriving() throws(Refusal) {
        try beginWriting()
        guard reserve != nil, !isTransient else { return }
        isTransient = true
        connection.setSpilling(.refused)
    }

    /// What was deleted must not stay in the files. Other processes that read are waited for a little; where they take
    /// longer, or the disk is full, it is tried again with later commits.
    func noteDeletion() {
        ownErase = lock == nil ? .log : [.file, .log]
        erasesNow = true
    }
}

// MARK: - The end

extension SQLiteTransaction {
    /// Commits what was written.
    /// - Returns: the clock, advanced by what was stored.
    func finish() throws(StoreFailure) -> ClockAndIDs {
        // They refer to this transaction.
        defer { users.removeAll() }
        switch state {
        case .reading, .refused:
            return clock
        case .failed(let failure):
            rollBack()
            throw failure
        case .writing where isTransient:
            rollBack()
            return clock
        case .writing:
            do throws(StoreFailure) {
                for records in users.values {
                    guard let values = records.changedRow else { continue }
                    try statements[.updateUserRow, in: connection].run(values)
                }
                try statements[.commit, in: connection].run([])
            } catch {
                rollBack()
                throw error
            }
            // Under the lock: two processes that checkpoint at one time can corrupt the file.
            let erase = owedErase.union(ownErase)
            if erasesNow, !erase.isEmpty { notErased = connection.erase(erase, waitingFor: waitForReaders) }
            end()
            return clock
        }
    }

    private func rollBack() {
        endTransaction()
        end()
    }

    private func end() {
        if isTransient { connection.setSpilling(.allowed) }
        if let drawn { reserve?.renew(drawn) }
        lock?.release()
    }

    /// SQLite may have ended it by itself.
    private func endTransaction() {
        snapshots += 1
        guard !connection.isInAutocommit else { return }
        // A rollback that fails leaves the transaction to the journal, as a crash does.
        do throws(StoreFailure) { try statements[.rollback, in: connection].run([]) } catch {}
    }
}
