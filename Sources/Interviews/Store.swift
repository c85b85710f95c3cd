// The database of interviews: opening it, and the one access in which everything that arrived together is carried out.

internal import GRDB
internal import GRDBSQLite
internal import CFunctions
internal import Insight

/// Keeps interviews in one SQLite database. One thread at a time uses it.
public final class Store {
    /// How long a database that another process holds is waited for, in milliseconds.
    static let longestWait = 5_000

    /// For how long reads go on without a look at the files, which costs a tenth of a read, in milliseconds.
    private static let readsUnlooked = 50

    /// For how long the files are left alone when they could not be swept, in milliseconds.
    private static let pauseBetweenSweeps = 1_000

    /// How long a process that ends waits to carry the log over, in milliseconds.
    private static let longestWaitAtEnd = 100

    /// The version of the SQLite library in use.
    public static var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }

    /// Whether users other than the file's owner may read it.
    public let isReadableByOthers: Bool

    let queue: DatabaseQueue
    private let lock: WriterLock?
    private let patience: Patience
    private let files: OpenFiles?

    /// When a read is again to be followed by a look at the files.
    private var nextLook = Patience.Deadline.after(milliseconds: 0)

    /// What of the files still holds what was deleted, and when it is next tried to sweep it.
    private var owedSweep: Sweep = []
    private var nextSweep = Patience.Deadline.after(milliseconds: 0)
    private let queries = QueryCache()
    private let traits: FileTraits
    private var clockwork: Clockwork

    public init(
        at location: DatabaseLocation, ifMissing: MissingFile = .isMade, clockwork: Clockwork = .system,
        patience: Patience = Patience()
    ) throws(OpeningFailure) {
        self.clockwork = clockwork
        self.patience = patience
        _ = Self.isLibraryPrepared
        switch location {
        case .memory:
            lock = nil
            files = nil
            isReadableByOthers = false
            queue = try Self.open(":memory:")
            try Self.prepare(queue, isFile: false)
        case .file(let path):
            (queue, lock, files, isReadableByOthers) = try Self.openFile(path, ifMissing, patience)
        }
        if clockwork.isDeterministic { try Self.resume(&self.clockwork, queue, lock, patience) }
        traits = try Self.traits(queue)
    }

    /// Whether the program is about to end, and nothing new should be begun.
    public var isEnding: Bool { patience.isCalledOff }

    /// Runs `body` in one access to the database, and stores what it wrote in one transaction before it returns.
    /// - Throws: if nothing of it was stored, or, for `outcomeUnknown` and `filesLost`, perhaps.
    public func together<Value>(_ body: (Access) -> Value) throws(StoreFailure) -> Value {
        do {
            return try queue.writeWithoutTransaction { database in
                let access = Access(
                    database, queries, lock, patience, traits, clockwork,
                    sweep: !owedSweep.isEmpty && nextSweep.isOver ? owedSweep : [])
                let value = body(access)
                clockwork = try access.finish()
                if let unswept = access.unswept {
                    owedSweep = unswept
                    nextSweep = .after(milliseconds: Self.pauseBetweenSweeps)
                }
                // Only now: a file may be taken away at any time before it has what was written.
                if access.hasWritten || nextLook.isOver {
                    guard files?.areInPlace != false else { throw StoreFailure.filesLost }
                    nextLook = .after(milliseconds: Self.readsUnlooked)
                }
                return value
            }
        } catch {
            throw error as? StoreFailure ?? StoreFailure(error)
        }
    }

    /// Ends the use of the database; the last process to do so carries the write-ahead log over into the file.
    ///
    /// If another process holds the lock for longer than a moment, this one is not the last, and has nothing to carry.
    public func close() {
        let isLocked = lock?.acquire(Patience(), until: .after(milliseconds: Self.longestWaitAtEnd)) == true
        queue.writeWithoutTransaction { database in
            queries.removeAll()
            if files?.areInPlace == false {
                database.setBusyTimeout(milliseconds: Self.longestWaitAtEnd)
                _ = database.carryLogOver()
            } else if isLocked, !owedSweep.isEmpty {
                _ = database.sweep(owedSweep, waitingFor: Self.longestWaitAtEnd)
            }
        }
        // A log that could not be carried over now is read by whoever opens the file next.
        do { try queue.close() } catch {}
        if isLocked { lock?.release() }
    }
}

// MARK: - Opening

extension Store {
    private static func openFile(
        _ path: String, _ ifMissing: MissingFile, _ patience: Patience
    ) throws(OpeningFailure) -> (DatabaseQueue, WriterLock?, OpenFiles?, Bool) {
        var file = try DatabaseFile(at: path)
        if !file.exists {
            guard ifMissing == .isMade else { throw .missing }
            file = try file.makeFolders()
        }
        let lock = try acquireLock(beside: file, patience)
        defer { lock.release() }
        do throws(OpeningFailure) {
            // Another process may have made the file while this one waited.
            file = try DatabaseFile(at: file.path)
            if !file.exists {
                guard ifMissing == .isMade else { throw OpeningFailure.missing }
                try file.create()
            }
            if file.hasLog { try inspectLog(file.path) }
            let queue = try open(file.path)
            try prepare(queue, isFile: true)
            guard let files = OpenFiles(of: file.path) else { throw OpeningFailure.failed(.filesLost) }
            return (queue, lock, files, file.isReadableByOthers)
        } catch {
            lock.withdraw()
            throw error
        }
    }

    private static func acquireLock(
        beside file: DatabaseFile, _ patience: Patience
    ) throws(OpeningFailure) -> WriterLock {
        let deadline = Patience.Deadline.after(milliseconds: longestWait)
        while true {
            let lock: WriterLock
            do throws(Errno) {
                lock = try WriterLock(beside: file.path)
            } catch {
                throw file.exists ? .cannotOpen(error) : .cannotCreate(error)
            }
            guard lock.acquire(patience, until: deadline) else { throw .failed(.busy) }
            if lock.isCurrent { return lock }
        }
    }

    /// Whether SQLite goes without its statistics of memory. Where it was in use before, it keeps them: that is slower,
    /// and no harm.
    private static let isLibraryPrepared = sqlite_keep_no_memory_statistics() == SQLITE_OK

    private static func open(_ path: String) throws(OpeningFailure) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(longestWait) / 1_000)
        configuration.label = "interviews"
        // Transactions are ours to open and to end; a rollback that the disk refuses must not end the process.
        configuration.allowsUnsafeTransactions = true
        do { return try DatabaseQueue(path: path, configuration: configuration) } catch { throw OpeningFailure(error) }
    }

    /// Refuses a database whose log says that it is of a newer version. The log cannot be read from outside, as the
    /// header can; but a connection that may not write leaves both as they are.
    private static func inspectLog(_ path: String) throws(OpeningFailure) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(longestWait) / 1_000)
        let hadIndex = DatabaseFile.hasIndex(beside: path)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { database in
                guard try Schema.isOurs(database) else { throw OpeningFailure.anotherApplication }
                guard try !Schema.isNewer(database) else { throw OpeningFailure.newerVersion }
            }
            try queue.close()
        } catch {
            if !hadIndex { DatabaseFile.removeIndex(beside: path) }
            throw OpeningFailure(error)
        }
    }

    /// How much of the database is kept in memory: the upper pages of its trees, when there are a million interviews.
    private static let cacheKiB = 6 * 1024

    private static func prepare(_ queue: DatabaseQueue, isFile: Bool) throws(OpeningFailure) {
        do {
            try queue.writeWithoutTransaction { database in
                // The application's mark comes first, so that a file of which only the beginning was written is ours.
                if try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 {
                    try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                }
                guard try Schema.isOurs(database) else { throw OpeningFailure.anotherApplication }
                if isFile { try database.execute(sql: "PRAGMA journal_mode = WAL") }
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA secure_delete = ON")
                // A file that is written anew leaves nothing of itself elsewhere.
                try database.execute(sql: "PRAGMA temp_store = MEMORY")
                try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
                guard try !Schema.isNewer(database) else { throw OpeningFailure.newerVersion }
            }
            try Schema.migrator.migrate(queue)
        } catch {
            do { try queue.close() } catch {}
            throw OpeningFailure(error)
        }
    }

    /// Lets a deterministic clockwork go on where the database stands, which must be new or have been filled by one:
    /// cursors can then be foretold, and ids begin with no time.
    private static func resume(
        _ clockwork: inout Clockwork, _ queue: DatabaseQueue, _ lock: WriterLock?, _ patience: Patience
    ) throws(OpeningFailure) {
        guard lock?.acquire(patience, until: .after(milliseconds: longestWait)) != false else { throw .failed(.busy) }
        defer { lock?.release() }
        do {
            let (latest, ids) = try queue.writeWithoutTransaction { database in
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT max(max(startedAt), coalesce(max(endedAt), 0)), max(id),
                            (SELECT idsTellTimes FROM file) AND EXISTS (SELECT 1 FROM account)
                        FROM interview
                        """)
                let (latest, lastId): (Int?, String?) = (row?[0], row?[1])
                guard (lastId ?? "") < InterviewID.beginning(of: Instant(milliseconds: 1)), row?[2] == false else {
                    throw OpeningFailure.notScripted
                }
                let ids = lastId.flatMap(InterviewID.init)?.tail ?? 0
                if latest == nil {
                    try database.execute(sql: "UPDATE file SET cursorSecret = zeroblob(16), idsTellTimes = 0")
                }
                return (latest, ids)
            }
            clockwork.resume(after: latest.map(Instant.init), ids: Int(clamping: ids))
        } catch {
            throw OpeningFailure(error)
        }
    }

    private static func traits(_ queue: DatabaseQueue) throws(OpeningFailure) -> FileTraits {
        do {
            let row = try queue.writeWithoutTransaction { database in
                try Row.fetchOne(database, sql: "SELECT hex(cursorSecret), idsTellTimes FROM file")
            }
            let secret: String = row?[0] ?? ""
            guard let first = UInt64(secret.prefix(16), radix: 16), let last = UInt64(secret.dropFirst(16), radix: 16)
            else { throw OpeningFailure.damaged }
            return FileTraits(cursorKey: (first, last), idsTellTimes: row?[1] ?? true)
        } catch {
            throw OpeningFailure(error)
        }
    }
}

/// What is known of a file as a whole.
struct FileTraits {
    /// The secret with which its cursors are sealed.
    let cursorKey: (UInt64, UInt64)

    /// Whether each id begins with the time at which the interview was created.
    let idsTellTimes: Bool
}

extension OpeningFailure {
    fileprivate init(_ error: any Error) {
        switch error {
        case let failure as OpeningFailure: self = failure
        case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB: self = .notSQLite
        case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT: self = .damaged
        default: self = .failed(StoreFailure(error))
        }
    }
}
