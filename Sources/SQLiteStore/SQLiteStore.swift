// A store in one SQLite database.

internal import CSQLite
internal import Insight
public import Interviews

/// A store in one SQLite database, a file or in memory. It is not thread-safe.
public final class SQLiteStore: Store {
    /// How long to wait for a lock of another process, in milliseconds.
    static let longestWait = 5_000

    /// The same, to store derived data.
    static let longestWaitForDerivedData = 20

    /// The length of the derived data that is kept to be stored, in bytes; more is forgotten.
    private static let maximumUnstoredBytes = 8 * 1024 * 1024

    /// How often reads check the files, in milliseconds; a check costs a tenth of a read.
    private static let fileCheckInterval = 50

    /// When to retry an erase that failed, in milliseconds.
    private static let eraseRetryInterval = 1_000

    /// How long `close()` waits for locks, in milliseconds.
    private static let longestWaitAtEnd = 100

    /// The version of the SQLite library in use.
    public static var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }

    /// Whether users other than the file's owner have any permission on it.
    public let isReadableByOthers: Bool

    let connection: Connection
    private let lock: WriterLock?
    private let stopFlag: StopFlag
    private let files: OpenFiles?
    private var reserve: Reserve?
    private let snapshot: FileSnapshot?

    /// The path of a database whose shared-memory file is deleted by `close()`.
    private let sharedMemoryToRemove: String?

    /// When the next read checks the files.
    private var nextFileCheck = StopFlag.Deadline.after(milliseconds: 0)

    /// The files that still contain deleted data, and when the next erase is tried.
    private var owedErase: SecureErase = []
    private var nextErase = StopFlag.Deadline.after(milliseconds: 0)
    private let statements = StatementCache()
    private let traits: FileTraits
    private var clock: ClockAndIDs
    private var unstored: [UnstoredTermList] = []

    /// Opens a database for reading and writing.
    public init(
        at location: DatabaseLocation, ifMissing: MissingFile = .isMade, clock: ClockAndIDs = .system,
        stopFlag: StopFlag = StopFlag()
    ) throws(OpeningFailure) {
        self.clock = clock
        self.stopFlag = stopFlag
        let opened = try OpenedDatabase(at: location, ifMissing, stopFlag)
        (connection, lock, files) = (opened.connection, opened.lock, opened.files)
        (sharedMemoryToRemove, snapshot) = (nil, nil)
        isReadableByOthers = opened.isReadableByOthers
        if clock.isDeterministic { try opened.resume(&self.clock, stopFlag) }
        traits = try FileTraits(opened.connection)
        if let lock = opened.lock, let size = opened.files?.sizeInPlace { reserve = Reserve(of: lock, fitting: size) }
    }

    /// Opens an existing database for reading. One that this process may write is opened as by
    /// `init(at:ifMissing:clock:stopFlag:)`.
    ///
    /// A transaction throws `busy` if a file that is read without locks has changed; it must then be opened again.
    public init(reading location: DatabaseLocation) throws(OpeningFailure) {
        clock = .system
        stopFlag = StopFlag()
        let opened = try OpenedDatabase(reading: location, stopFlag)
        (connection, lock, files) = (opened.connection, opened.lock, opened.files)
        sharedMemoryToRemove = opened.sharedMemoryToRemove
        snapshot = opened.snapshot
        isReadableByOthers = opened.isReadableByOthers
        traits = try FileTraits(opened.connection)
    }

    /// Whether the stop flag is set.
    public var isEnding: Bool { stopFlag.isSet }

    public func together<Value>(
        _ space: DiskSpace, _ body: (Transaction) -> Value
    ) throws(StoreFailure) -> Value {
        let transaction = SQLiteTransaction(
            connection, statements, lock, stopFlag, traits, clock, reserve: space == .short ? reserve : nil,
            owing: owedErase, erasesNow: nextErase.isOver)
        let value = body(transaction)
        let hasWritten = transaction.hasWritten
        clock = try transaction.finish()
        if !transaction.unstored.isEmpty { keep(transaction.unstored) }
        if let notErased = transaction.notErased {
            owedErase = notErased
            nextErase = .after(milliseconds: Self.eraseRetryInterval)
        }
        // After the commit: a file that was moved or deleted before it does not have what was written.
        if hasWritten || nextFileCheck.isOver { try checkFiles() }
        return value
    }

    private func keep(_ lists: [UnstoredTermList]) {
        // A database that is only read, or full, takes none.
        guard lock != nil || files == nil, snapshot == nil else { return }
        for list in lists where unstored.reduce(list.bytes, { $0 + $1.bytes }) <= Self.maximumUnstoredBytes {
            unstored.append(list)
        }
    }

    public func storeDerivedData() throws(StoreFailure) {
        guard !unstored.isEmpty else { return }
        let lists = unstored
        do throws(StoreFailure) {
            let isStored = try together { transaction in
                do throws(Refusal) {
                    try transaction.begin(.derivedData)
                    for list in lists {
                        try (transaction.records(of: list.user) as? SQLiteUserRecords)?.insert(list)
                    }
                    return true
                } catch {
                    return false
                }
            }
            // Another process writes: the next time.
            if isStored { unstored = [] }
        } catch {
            unstored = []
            switch error {
            case .outcomeUnknown, .filesLost: throw error
            case .busy, .full, .damaged, .other: break
            }
        }
    }

    /// - Throws: `filesLost` if a file is no longer at its path, and `busy` if a file that is read without locks has
    ///   changed.
    private func checkFiles() throws(StoreFailure) {
        if let snapshot {
            guard snapshot.isUnchanged else { throw .busy }
            return
        }
        nextFileCheck = .after(milliseconds: Self.fileCheckInterval)
        guard let files else { return }
        guard let size = files.sizeInPlace else { throw .filesLost }
        reserve?.fit(to: size)
    }

    /// Closes the database; the last process to do so checkpoints the WAL.
    ///
    /// If another process holds the writer lock for longer than `longestWaitAtEnd`, this process is not the last.
    public func close() {
        let isLocked = lock?.acquire(StopFlag(), until: .after(milliseconds: Self.longestWaitAtEnd)) == true
        statements.removeAll()
        if let files, files.sizeInPlace == nil {
            connection.setBusyTimeout(milliseconds: Self.longestWaitAtEnd)
            _ = connection.checkpoint()
        } else if isLocked, !owedErase.isEmpty {
            _ = connection.erase(owedErase, waitingFor: Self.longestWaitAtEnd)
        }
        connection.close()
        if let sharedMemoryToRemove { DatabaseFile.removeSharedMemory(beside: sharedMemoryToRemove) }
        if isLocked { lock?.release() }
    }
}
