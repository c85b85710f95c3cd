// Opening a database to serve it, under its lock.

internal import CFunctions
internal import GRDB
internal import GRDBSQLite
internal import Insight

/// A database that is open, with what belongs to it.
struct OpenedDatabase {
    let queue: DatabaseQueue

    /// Nil for a database in memory, and where a database that may only be read has none beside it.
    let lock: WriterLock?

    /// Nil for a database in memory, and for one that may only be read.
    let files: OpenFiles?
    let isReadableByOthers: Bool

    /// Whether opening has made an index of the log, which must not stay.
    var hasMadeIndex = false

    init(at location: DatabaseLocation, _ ifMissing: MissingFile, _ patience: Patience) throws(OpeningFailure) {
        _ = Self.isLibraryPrepared
        switch location {
        case .memory:
            queue = try Self.open(":memory:")
            (lock, files, isReadableByOthers) = (nil, nil, false)
            try Self.prepare(queue, isFile: false)
        case .file(let path):
            self = try Self.openFile(path, ifMissing, patience)
        }
    }

    init(_ queue: DatabaseQueue, _ lock: WriterLock?, _ files: OpenFiles?, isReadableByOthers: Bool) {
        (self.queue, self.lock, self.files) = (queue, lock, files)
        self.isReadableByOthers = isReadableByOthers
    }

    /// Whether SQLite goes without its statistics of memory, and understands URIs. Where it was in use before it does
    /// neither: that is slower, and a file that may not be written is then not found.
    static let isLibraryPrepared =
        sqlite_keep_no_memory_statistics() == SQLITE_OK && sqlite_understand_uris() == SQLITE_OK

    static func open(_ path: String, readonly: Bool = false) throws(OpeningFailure) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(Double(Store.longestWait) / 1_000)
        configuration.label = "interviews"
        // Transactions are ours to open and to end; a rollback that the disk refuses must not end the process.
        configuration.allowsUnsafeTransactions = true
        do { return try DatabaseQueue(path: path, configuration: configuration) } catch { throw OpeningFailure(error) }
    }
}

// MARK: - To serve it

extension OpenedDatabase {
    private static func openFile(
        _ path: String, _ ifMissing: MissingFile, _ patience: Patience
    ) throws(OpeningFailure) -> OpenedDatabase {
        var file = try DatabaseFile(at: path)
        var madeFolders: [String] = []
        if let failure = file.writeFailure { throw .cannotOpen(failure) }
        if !file.exists {
            guard ifMissing != .isRefused else { throw .missing }
            (file, madeFolders) = try file.makeFolders(ifMissing)
        }
        do throws(OpeningFailure) {
            let lock = try acquireLock(beside: file, patience)
            defer { lock.release() }
            do throws(OpeningFailure) {
                return try openLocked(file.path, lock, ifMissing)
            } catch {
                lock.withdraw()
                throw error
            }
        } catch {
            DatabaseFile.remove(folders: madeFolders)
            throw error
        }
    }

    private static func openLocked(
        _ path: String, _ lock: WriterLock, _ ifMissing: MissingFile
    ) throws(OpeningFailure) -> OpenedDatabase {
        // Another process may have made the file while this one waited.
        let file = try DatabaseFile(at: path)
        if !file.exists {
            guard ifMissing != .isRefused else { throw OpeningFailure.missing }
            try file.create()
        }
        if file.hasLog { try inspectLog(file.path) }
        let queue = try open(file.path)
        try prepare(queue, isFile: true)
        guard let files = OpenFiles(of: file.path) else { throw OpeningFailure.failed(.filesLost) }
        return OpenedDatabase(queue, lock, files, isReadableByOthers: file.isReadableByOthers)
    }

    private static func acquireLock(
        beside file: DatabaseFile, _ patience: Patience
    ) throws(OpeningFailure) -> WriterLock {
        let deadline = Patience.Deadline.after(milliseconds: Store.longestWait)
        while true {
            let lock: WriterLock
            do throws(Errno) {
                lock = try WriterLock(beside: file)
            } catch {
                throw file.exists ? .cannotOpen(error) : .cannotCreate(error)
            }
            guard lock.acquire(patience, until: deadline) else { throw .failed(.busy) }
            if lock.isCurrent { return lock }
        }
    }

    /// Refuses a database whose log says that it is of a newer version. The log cannot be read from outside, as the
    /// header can; but a connection that may not write leaves both as they are.
    private static func inspectLog(_ path: String) throws(OpeningFailure) {
        let hadIndex = DatabaseFile.hasIndex(beside: path)
        do {
            let queue = try open(path, readonly: true)
            try queue.read(requireOurs)
            try queue.close()
        } catch {
            if !hadIndex { DatabaseFile.removeIndex(beside: path) }
            throw OpeningFailure(error)
        }
    }

    /// How much of the database is kept in memory: the upper pages of its trees, when there are a million interviews.
    private static let cacheKiB = 6 * 1024

    /// To which length a log is cut off that has grown longer while others read, in bytes: a little more than it has when
    /// it is carried over (sqlite.org/pragma.html#pragma_journal_size_limit).
    private static let longestLog = 8 * 1024 * 1024

    private static func prepare(_ queue: DatabaseQueue, isFile: Bool) throws(OpeningFailure) {
        do {
            try queue.writeWithoutTransaction { database in try configure(database, isFile: isFile) }
            try Schema.migrator.migrate(queue)
        } catch {
            let failure = queue.writeWithoutTransaction { OpeningFailure(error, in: $0) }
            do { try queue.close() } catch {}
            throw failure
        }
    }

    private static func configure(_ database: Database, isFile: Bool) throws {
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
        try database.execute(sql: "PRAGMA journal_size_limit = \(longestLog)")
        guard try !Schema.isNewer(database) else { throw OpeningFailure.newerVersion }
    }

    static func requireOurs(_ database: Database) throws {
        guard try Schema.isOurs(database) else { throw OpeningFailure.anotherApplication }
        guard try !Schema.isNewer(database) else { throw OpeningFailure.newerVersion }
    }
}

extension OpeningFailure {
    init(_ error: any Error, in database: Database? = nil) {
        switch error {
        case let failure as OpeningFailure: self = failure
        case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB: self = .notSQLite
        case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT: self = .damaged
        default: self = .failed(StoreFailure(error, in: database))
        }
    }
}
