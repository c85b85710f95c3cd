// Opening a database to read it, also where nothing can be written.

internal import CSQLite
internal import Glibc
internal import Interviews

extension OpenedDatabase {
    /// Opens a database that is there. One that may be written is opened as if it were to be served.
    init(reading location: DatabaseLocation, _ stopFlag: StopFlag) throws(OpeningFailure) {
        guard case .file(let path) = location else { throw .missing }
        do throws(OpeningFailure) {
            try self.init(at: location, .isRefused, stopFlag)
        } catch  where error.forbidsWriting {
            _ = Self.isLibraryPrepared
            self = try Self.readFile(path)
        }
    }

    /// Reads a database that may not be written, or beside which nothing can be made.
    ///
    /// Where its log has an index in a file, as while somebody uses it, SQLite reads both. Where there is neither log nor
    /// index, the file alone is read as one that does not change, and the store sees afterwards whether that was so.
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
            // A log without an index, which cannot be made.
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
    /// Whether the file, or what lies beside it, may not be written.
    fileprivate var forbidsWriting: Bool {
        switch self {
        case .cannotWrite: true
        case .cannotOpen(let failure): [EACCES, EPERM, EROFS].contains(failure.code)
        default: false
        }
    }
}

/// What tells whether a file was changed, or a log was begun beside it, while it was read without a lock.
struct FileSnapshot {
    private let path: String
    private let size: Int
    private let changed: timespec

    /// What was changed a moment ago may be changed again without another time being written: so many seconds must have
    /// passed.
    private static let quiet = 1

    /// - Returns: nil where it cannot be told, for the file was changed just now, or its log has begun.
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

    /// - Returns: nil where a log lies beside it.
    private static func status(of path: String) -> stat? {
        var (status, log) = (stat(), stat())
        guard unsafe stat(path + "-wal", &log) != 0, unsafe stat(path, &status) == 0 else { return nil }
        return status
    }
}

extension DatabaseFile {
    /// Has SQLite read the file without looking for a log or locks (sqlite.org/uri.html, `immutable`).
    fileprivate var unchangingURI: String {
        let escaped = path.utf8.reduce(into: "") { result, byte in
            let isPlain = byte == UInt8(ascii: "/") || Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
            result += isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "file://" + escaped + "?immutable=1"
    }
}
