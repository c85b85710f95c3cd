// Opens a database for reading and writing, under the writer lock.

internal import CSQLite
internal import Insight
internal import Interviews

/// An open database with its lock and its files.
struct OpenedDatabase {
    let connection: Connection

    /// Nil for a database that is in memory or read-only.
    let lock: WriterLock?

    /// Nil for a database that is in memory or read-only.
    let files: OpenFiles?
    let isReadableByOthers: Bool

    /// The path of a database whose shared-memory file was created by this read-only connection, and is deleted after
    /// it.
    var sharedMemoryToRemove: String?

    /// Set for a file that is read without locks (`immutable`).
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

    /// Whether SQLite runs without memory statistics and accepts URIs (sqlite.org/c3ref/config.html). Both must be
    /// configured before SQLite is initialised; otherwise it is slower, and does not find a read-only file by its URI.
    static let isLibraryPrepared =
        sqlite_keep_no_memory_statistics() == SQLITE_OK && sqlite_understand_uris() == SQLITE_OK

    static func open(_ path: String, _ mode: Connection.Mode = .readingAndWriting) throws(OpeningFailure) -> Connection
    {
        try whileOpening { () throws(StoreFailure) in try Connection(path, mode, waitingFor: SQLiteStore.longestWait) }
    }
}

/// Runs `body` and converts its error to an `OpeningFailure`.
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

// MARK: - A file

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
                // With the reserve released, the database opens, and interviews can be deleted.
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
        // Another process may have created the file while this one waited for the lock.
        let file = try DatabaseFile(at: path)
        if !file.exists {
            guard ifMissing != .isRefused else { throw OpeningFailure.missing }
            try file.create()
        }
        try file.requireNoUseElsewhere()
        if file.hasWAL { try inspectWAL(file.path) }
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

    /// Refuses a database whose WAL contains another application id or a newer schema version. The header of the file
    /// is read without SQLite, but the WAL cannot be; a read-only connection changes neither.
    private static func inspectWAL(_ path: String) throws(OpeningFailure) {
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

    /// The size of the page cache in KiB: enough for the interior pages of the B-trees of a million interviews.
    private static let cacheKiB = 6 * 1024

    /// The size in bytes to which SQLite truncates a WAL that has grown beyond it beside a reader: a little more than
    /// the WAL has at an automatic checkpoint (sqlite.org/pragma.html#pragma_journal_size_limit).
    private static let longestWAL = 8 * 1024 * 1024

    private static func prepare(_ connection: Connection, isFile: Bool) throws(OpeningFailure) {
        do throws(OpeningFailure) {
            try whileOpening { () throws(StoreFailure) in
                // The application id is written first, so that a file whose creation was interrupted is recognised.
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
        // VACUUM must not copy the database to a temporary file on disk.
        try connection.execute("PRAGMA temp_store = MEMORY")
        try connection.execute("PRAGMA cache_size = -\(cacheKiB)")
        try connection.execute("PRAGMA journal_size_limit = \(longestWAL)")
    }

    static func requireOurs(_ connection: Connection) throws(OpeningFailure) {
        let (isOurs, isNewer) = try whileOpening { () throws(StoreFailure) in
            (try DatabaseSchema.isOurs(connection), try DatabaseSchema.isNewer(connection))
        }
        guard isOurs else { throw .anotherApplication }
        guard !isNewer else { throw .newerVersion }
    }
}
