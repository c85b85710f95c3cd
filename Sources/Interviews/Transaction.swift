// One access to the database: reads see it as it is, the first write opens a transaction, the end commits it.

/// What operations work on while everything that arrived together is carried out.
public final class Transaction {
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

        /// A statement failed while writing: nothing of this access can be stored.
        case failed(StoreFailure)
    }

    private var state = State.reading

    /// Space that a deletion may use; nil while the disk has enough.
    private let reserve: Reserve?

    /// How much of it was released, in bytes; nil where it is untouched.
    private var drawn: Int?

    /// Whether what was written is not to be kept, but only to be read by this access.
    private var isTransient = false

    /// What was deleted and could not be swept, and whether that is to be tried now.
    private let owedErase: SecureErase
    private var erasesNow: Bool

    /// What this access has deleted.
    private var ownErase: SecureErase = []

    /// How long other processes that read are waited for before the log is emptied, in milliseconds. They are not waited
    /// for again where they have kept it full before.
    private var waitForReaders: Int { ownErase.isEmpty || !owedErase.isEmpty ? 0 : 100 }

    /// What could not be swept; nil where nothing was tried.
    private(set) var notErased: SecureErase?

    /// The accounts that this access has changed, to be stored once at its end, however often they change.
    private var userRows: [UserID: UserRow] = [:]

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

    /// Must come before the first statement of an operation that writes: what it reads is then what it changes.
    func beginWriting() throws(Refusal) {
        switch state {
        case .writing: return
        case .refused: throw .failed(.busy)
        case .failed: throw .abandoned
        case .reading: break
        }
        let deadline = StopFlag.Deadline.after(milliseconds: Store.longestWait)
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

    /// Another program may hold the database without knowing of our lock. It is waited for here, and not by SQLite,
    /// whose wait cannot be called off.
    private func begin(until deadline: StopFlag.Deadline) throws(StoreFailure) {
        let begin = try statements[.begin, in: connection]
        var outcome: StoreFailure?
        connection.setBusyTimeout(milliseconds: 0)
        defer { connection.setBusyTimeout(milliseconds: Store.longestWait) }
        _ = stopFlag.wait(until: deadline) {
            outcome = nil
            do throws(StoreFailure) { try begin.run([]) } catch { outcome = error }
            return outcome != .busy
        }
        if let outcome { throw outcome }
    }

    /// Runs a statement, and gives `body` row after row for as long as it returns true.
    func run(
        _ query: Statement, _ values: [SQLValue],
        _ body: (borrowing Row) throws(StoreFailure) -> Bool = { _ in true }
    ) throws(Refusal) {
        if case .failed = state { throw .abandoned }
        do throws(StoreFailure) {
            try statements[query, in: connection].run(values, body)
        } catch {
            throw refusal(error)
        }
    }

    /// Runs `body` on the database as it is at one moment, whatever other processes store meanwhile.
    func atOneMoment<Value>(_ body: () throws(Refusal) -> Value) throws(Refusal) -> Value {
        guard connection.isInAutocommit else { return try body() }
        try run(.beginReading, [])
        defer { endTransaction() }
        return try body()
    }

    /// The value that `make` makes of the first row; nil where there is none.
    func one<Value>(
        _ query: Statement, _ values: [SQLValue], _ make: (borrowing Row) throws(StoreFailure) -> Value
    ) throws(Refusal) -> Value? {
        var found: Value?
        try run(query, values) { row throws(StoreFailure) in
            found = try make(row)
            return false
        }
        return found
    }

    /// Whether there is something to commit.
    public var hasWritten: Bool {
        switch state {
        case .writing: !isTransient
        case .reading, .refused, .failed: false
        }
    }

    var lastInsertedKey: Int { connection.lastInsertedKey }

    /// How many rows the last statement that writes has changed.
    var lastChangedRows: Int { connection.lastChangedRows }

    func tokenizer() throws(Refusal) -> Tokenizer {
        do throws(StoreFailure) { return try statements.tokenizer(in: connection) } catch { throw refusal(error) }
    }

    /// What was deleted must not stay in the files. Other processes that read are waited for a little; where they take
    /// longer, or the disk is full, it is tried again with later commits.
    func noteDeletion() {
        ownErase = lock == nil ? .log : [.file, .log]
        erasesNow = true
    }

    /// Must come before the first statement of a deletion, which may use the reserve where the disk is full. What waits in
    /// the log is carried over first: it takes space in the file, and then gives back more.
    func beginDeleting() throws(Refusal) {
        if let reserve, drawn == nil, case .reading = state {
            try acquireLock(until: .after(milliseconds: Store.longestWait))
            drawn = reserve.release()
            connection.setBusyTimeout(milliseconds: 0)
            defer { connection.setBusyTimeout(milliseconds: Store.longestWait) }
            _ = connection.checkpoint()
        }
        try beginWriting()
    }

    /// Must come before the first statement of an operation that keeps what would only have to be made again. Where the
    /// disk is full, it is not kept: pages that were changed stay in memory, until they are taken back at the end.
    func beginKeeping() throws(Refusal) {
        try beginWriting()
        guard reserve != nil, !isTransient else { return }
        isTransient = true
        connection.setSpilling(.refused)
    }

    private func refusal(_ failure: StoreFailure) -> Refusal {
        switch (state, failure) {
        case (.writing, _):
            state = .failed(failure)
            return .abandoned
        case (_, .outcomeUnknown(let resultCode)):
            // Where nothing was being stored, nothing about it is unknown.
            return .failed(.other(resultCode: resultCode))
        default:
            return .failed(failure)
        }
    }

    /// Commits what was written.
    /// - Returns: the clockwork, run on by what was stored.
    func finish() throws(StoreFailure) -> ClockAndIDs {
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
                for (user, userRow) in userRows {
                    try statements[.updateUserRow, in: connection].run(userRow.values(for: user))
                }
                try statements[.commit, in: connection].run([])
            } catch {
                rollBack()
                throw error
            }
            // Under the lock: two processes that carry the log over at one time can spoil the file.
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
        guard !connection.isInAutocommit else { return }
        // A rollback that fails leaves the transaction to the journal, as a crash does.
        do throws(StoreFailure) { try statements[.rollback, in: connection].run([]) } catch {}
    }
}

// MARK: - Accounts

extension Transaction {
    /// The account of a user as this access has left it; nil for a user who has none.
    func userRow(of user: UserID) throws(Refusal) -> UserRow? {
        if let userRow = userRows[user] { return userRow }
        return try one(.userRow, [.text(user.text)]) { row throws(StoreFailure) in try UserRow(row, of: user) }
    }

    /// The account of a user, a new one if need be.
    func userRowOrNew(of user: UserID) throws(Refusal) -> UserRow {
        if let userRow = try userRow(of: user) { return userRow }
        try run(.insertUser, [.text(user.text)])
        return UserRow(userKey: lastInsertedKey)
    }

    /// Stores the account at the end of this access.
    func keep(_ userRow: UserRow, of user: UserID) { userRows[user] = userRow }

    /// Among which ids those lie that started when `filter` wants. The ids of a deterministic clockwork say nothing
    /// about it.
    func ids(startedIn filter: InterviewFilter) -> IDRange {
        guard traits.idsTellTimes else { return IDRange(after: "", through: IDRange.end) }
        return IDRange(
            after: filter.startedAfter.map(InterviewID.beginning) ?? "",
            through: filter.startedBefore.map(InterviewID.beginning) ?? IDRange.end)
    }
}
