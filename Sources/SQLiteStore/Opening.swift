// Opening a database to serve it, under its lock.

internal import CSQLite
internal import Insight
internal import Interviews

/// A database that is open, with what belongs to it.
struct OpenedDatabase {
    let connection: Connection

    /// Nil for a database in memory, and for one that may only be read.
    let lock: WriterLock?

    /// Nil for a database in memory, and for one that may only be read.
    let files: OpenFiles?
    let isReadableByOthers: Bool

    /// The path of a database for whose log opening has made an index, which must not stay.
    var sharedMemoryToRemove: String?

    /// Of a file that is read without a lock.
    var snapshot: FileSnapshot?

    init(at location: DatabaseLocation, _ ifMissing: MissingFile, _ stopFlag: StopFlag) throws(OpeningFailure) {
        _ = Self.isLibraryPrepared
        switch location {
        case .memory:
            connection = try Self.open(":memory:")
            (lock, files, isReadableByOthers) = (nil, nil, false)
            try Self.prepare(connection, isFile: false)
        case .file(let path):
            self = try Self.openFile(path, ifMissing, stopFlag)
        }
    }

    init(_ connection: Connection, _ lock: WriterLock?, _ files: OpenFiles?, isReadableByOthers: Bool) {
        (self.connection, self.lock, self.files) = (connection, lock, files)
        self.isReadableByOthers = isReadableByOthers
    }

    /// Whether SQLite goes without its statistics of memory, and understands URIs. Where it was in use before it does
    /// neither: that is slower, and a file that may not be written is then not found.
    static let isLibraryPrepared =
        sqlite_keep_no_memory_statistics() == SQLITE_OK && sqlite_understand_uris() == SQLITE_OK

    static func open(_ path: String, _ mode: Connection.Mode = .readingAndWriting) throws(OpeningFailure) -> Connection
    {
        try whileOpening { () throws(StoreFailure) in try Connection(path, mode, waitingFor: SQLiteStore.longestWait) }
    }
}

/// Runs `body`, whose failure is one to open the database.
func whileOpening<Value>(_ body: () throws(StoreFailure) -> Value) throws(OpeningFailure) -> Value {
    do throws(StoreFailure) {
        return try body()
    } catch {
        switch error.resultCode {
        case SQLITE_NOTADB: throw .notSQLite
        case SQLITE_CORRUPT: throw .damaged
        default: throw .failed(error)
        }
    }
}

// MARK: - To serve it

extension OpenedDatabase {
    private static func openFile(
        _ path: String, _ ifMissing: MissingFile, _ stopFlag: StopFlag
    ) throws(OpeningFailure) -> OpenedDatabase {
        var file = try DatabaseFile(at: path)
        var madeFolders: [String] = []
        if let failure = file.writeFailure { throw .cannotWrite(failure) }
        if !file.exists {
            guard ifMissing != .isRefused else { throw .missing }
            (file, madeFolders) = try file.makeFolders(ifMissing)
        }
        do throws(OpeningFailure) {
            let lock = try acquireLock(beside: file, stopFlag)
            defer { lock.release() }
            do throws(OpeningFailure) {
                return try openLocked(file.path, lock, ifMissing)
            } catch .failed(.full) where Reserve.release(of: lock) {
                // Who can open it can delete something.
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
        try file.requireNoUseElsewhere()
        if file.hasWAL { try inspectLog(file.path) }
        let connection = try open(file.path)
        try prepare(connection, isFile: true)
        guard let files = OpenFiles(of: file.path) else { throw OpeningFailure.failed(.filesLost) }
        return OpenedDatabase(connection, lock, files, isReadableByOthers: file.isReadableByOthers)
    }

    private static func acquireLock(
        beside file: DatabaseFile, _ stopFlag: StopFlag
    ) throws(OpeningFailure) -> WriterLock {
        let deadline = StopFlag.Deadline.after(milliseconds: SQLiteStore.longestWait)
        while true {
            let lock = try WriterLock(beside: file)
            guard lock.acquire(stopFlag, until: deadline) else { throw .failed(.busy) }
            if lock.isCurrent { return lock }
        }
    }

    /// Refuses a database whose log says that it is of a newer version. The log cannot be read from outside, as the
    /// header can; but a connection that may not write leaves both as they are.
    private static func inspectLog(_ path: String) throws(OpeningFailure) {
        let hadSharedMemory = DatabaseFile.hasSharedMemory(beside: path)
        do throws(OpeningFailure) {
            let connection = try open(path, .reading)
            defer { connection.close() }
            try requireOurs(connection)
        } catch {
            if !hadSharedMemory { DatabaseFile.removeSharedMemory(beside: path) }
            throw error
        }
    }

    /// How much of the database is kept in memory: the upper pages of its trees, when there are a million interviews.
    private static let cacheKiB = 6 * 1024

    /// To which length a log is cut off that has grown longer while others read, in bytes: a little more than it has when
    /// it is carried over (sqlite.org/pragma.html#pragma_journal_size_limit).
    private static let longestLog = 8 * 1024 * 1024

    private static func prepare(_ connection: Connection, isFile: Bool) throws(OpeningFailure) {
        do throws(OpeningFailure) {
            try whileOpening { () throws(StoreFailure) in
                // The application's mark comes first, so that a file of which only the beginning was written is ours.
                guard try connection.integer("PRAGMA page_count") == 0 else { return }
                try connection.execute("PRAGMA application_id = \(DatabaseSchema.applicationID)")
            }
            try requireOurs(connection)
            try whileOpening { () throws(StoreFailure) in
                try configure(connection, isFile: isFile)
                try DatabaseSchema.migrate(connection)
            }
        } catch {
            connection.close()
            throw error
        }
    }

    private static func configure(_ connection: Connection, isFile: Bool) throws(StoreFailure) {
        if isFile { try connection.execute("PRAGMA journal_mode = WAL") }
        try connection.execute("PRAGMA synchronous = FULL")
        try connection.execute("PRAGMA secure_delete = ON")
        // A file that is written anew leaves nothing of itself elsewhere.
        try connection.execute("PRAGMA temp_store = MEMORY")
        try connection.execute("PRAGMA cache_size = -\(cacheKiB)")
        try connection.execute("PRAGMA journal_size_limit = \(longestLog)")
    }

    static func requireOurs(_ connection: Connection) throws(OpeningFailure) {
        let (isOurs, isNewer) = try whileOpening { () throws(StoreFailure) in
            (try DatabaseSchema.isOurs(connection), try DatabaseSchema.isNewer(connection))
        }
        guard isOurs else { throw .anotherApplication }
        guard !isNewer else { throw .newerVersion }
    }
}
