// The store in one SQLite database file.

internal import CSQLite
internal import Insight
public import Interviews

/// Keeps interviews in one SQLite database. One thread at a time uses it.
public final class SQLiteStore: Store {
    /// How long a database that another process holds is waited for, in milliseconds.
    static let longestWait = 5_000

    /// For how long reads go on without a look at the files, which costs a tenth of a read, in milliseconds.
    private static let readsUnlooked = 50

    /// For how long the files are left alone when they could not be swept, in milliseconds.
    private static let pauseBetweenErases = 1_000

    /// How long a process that ends waits to carry the log over, in milliseconds.
    private static let longestWaitAtEnd = 100

    /// The version of the SQLite library in use.
    public static var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }

    /// Whether users other than the file's owner may read it.
    public let isReadableByOthers: Bool

    let connection: Connection
    private let lock: WriterLock?
    private let stopFlag: StopFlag
    private let files: OpenFiles?
    private var reserve: Reserve?
    private let snapshot: FileSnapshot?

    /// The path of a database whose index must not stay when it is closed.
    private let sharedMemoryToRemove: String?

    /// When a read is again to be followed by a look at the files.
    private var nextLook = StopFlag.Deadline.after(milliseconds: 0)

    /// What of the files still holds what was deleted, and when it is next tried to sweep it.
    private var owedErase: SecureErase = []
    private var nextErase = StopFlag.Deadline.after(milliseconds: 0)
    private let statements = StatementCache()
    private let traits: FileTraits
    private var clock: ClockAndIDs

    /// Opens a database to read and to write it.
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

    /// Opens a database to read it, also where it may not be written; where it may, as the other initializer does. An access
    /// throws `busy` where a file that could not be locked was changed meanwhile: it must be opened again.
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

    /// Whether the program is about to end, and nothing new should be begun.
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
        if let notErased = transaction.notErased {
            owedErase = notErased
            nextErase = .after(milliseconds: Self.pauseBetweenErases)
        }
        // Only now: a file may be taken away at any time before it has what was written.
        if hasWritten || nextLook.isOver { try look() }
        return value
    }

    private func look() throws(StoreFailure) {
        if let snapshot {
            guard snapshot.isUnchanged else { throw .busy }
            return
        }
        nextLook = .after(milliseconds: Self.readsUnlooked)
        guard let files else { return }
        guard let size = files.sizeInPlace else { throw .filesLost }
        reserve?.fit(to: size)
    }

    /// Ends the use of the database; the last process to do so carries the write-ahead log over into the file.
    ///
    /// If another process holds the lock for longer than a moment, this one is not the last, and has nothing to carry.
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
