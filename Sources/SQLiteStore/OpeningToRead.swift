// Opens a database for reading, also on a read-only file system.

internal import CSQLite
internal import Glibc
internal import Interviews

extension OpenedDatabase {
    /// Opens an existing database for reading. One that this process may write is opened for writing.
    init(reading location: DatabaseLocation, _ stopFlag: StopFlag) throws(OpeningFailure) {
        guard case .file(let path) = location else { throw .missing }
        do throws(OpeningFailure) {
            try self.init(at: location, .isRefused, stopFlag)
        } catch  where error.forbidsWriting {
            _ = Self.isLibraryPrepared
            self = try Self.readFile(path)
        }
    }

    /// Opens a read-only file, or one in a folder in which no file can be created.
    ///
    /// If there is a shared-memory file, as while a process uses the database, SQLite reads it and the WAL. If there is
    /// neither a shared-memory file nor a WAL, the file is opened as `immutable`, and each transaction checks
    /// afterwards that it has not changed (sqlite.org/wal.html, "Read-Only Databases").
    private static func readFile(_ path: String) throws(OpeningFailure) -> OpenedDatabase {
        let file = try DatabaseFile(at: path)
        let hadSharedMemory = DatabaseFile.hasSharedMemory(beside: file.path)
        guard file.hasWAL || hadSharedMemory else {
            guard let snapshot = FileSnapshot(of: file.path) else { throw .failed(.busy) }
            return try read(file, file.unchangingURI, snapshot)
        }
        do throws(OpeningFailure) {
            var opened = try read(file, file.path, nil)
            opened.sharedMemoryToRemove = hadSharedMemory ? nil : file.path
            return opened
        } catch {
            if !hadSharedMemory { DatabaseFile.removeSharedMemory(beside: file.path) }
            // There is a WAL without a shared-memory file, and that cannot be created.
            if case .failed(let failure) = error, failure.resultCode == SQLITE_CANTOPEN { throw .notReadableSafely }
            throw error
        }
    }

    private static func read(
        _ file: DatabaseFile, _ name: String, _ snapshot: FileSnapshot?
    ) throws(OpeningFailure) -> OpenedDatabase {
        let connection = try open(name, .reading)
        try requireOurs(connection)
        let isCurrent = try whileOpening { () throws(StoreFailure) in try DatabaseSchema.isCurrent(connection) }
        guard isCurrent else { throw .earlierVersion }
        var opened = OpenedDatabase(connection, nil, nil, isReadableByOthers: file.isReadableByOthers)
        opened.snapshot = snapshot
        return opened
    }
}

extension OpeningFailure {
    /// Whether this process may not write the file or the files beside it.
    fileprivate var forbidsWriting: Bool {
        switch self {
        case .cannotWrite: true
        case .cannotOpen(let failure): [EACCES, EPERM, EROFS].contains(failure.code)
        default: false
        }
    }
}

/// The state of a file that is read without locks, by which a change, or a new WAL beside it, is detected.
struct FileSnapshot {
    private let path: String
    private let size: Int
    private let changed: timespec

    /// How many seconds must have passed since the last change. A change that follows sooner may leave the same time,
    /// since the clock of the file system is coarse.
    private static let quiet = 1

    /// - Returns: nil if the file has just been changed, or has a WAL: later changes could not be detected.
    init?(of path: String) {
        guard let status = Self.status(of: path) else { return nil }
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        guard abs(now.tv_sec - status.st_ctim.tv_sec) > Self.quiet else { return nil }
        (self.path, size, changed) = (path, Int(status.st_size), status.st_ctim)
    }

    var isUnchanged: Bool {
        guard let status = Self.status(of: path) else { return false }
        return Int(status.st_size) == size && status.st_ctim.tv_sec == changed.tv_sec
            && status.st_ctim.tv_nsec == changed.tv_nsec
    }

    /// - Returns: nil if there is a WAL beside the file.
    private static func status(of path: String) -> stat? {
        var (status, wal) = (stat(), stat())
        guard unsafe stat(path + "-wal", &wal) != 0, unsafe stat(path, &status) == 0 else { return nil }
        return status
    }
}

extension DatabaseFile {
    /// A URI by which SQLite reads the file without locks and without a WAL (sqlite.org/uri.html, `immutable`).
    fileprivate var unchangingURI: String {
        let escaped = path.utf8.reduce(into: "") { result, byte in
            let isPlain = byte == UInt8(ascii: "/") || Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
            result += isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "file://" + escaped + "?immutable=1"
    }
}
