// Opening a database to read it, also where nothing can be written.

internal import CSQLite
internal import Glibc

extension OpenedDatabase {
    /// Opens a database that is there. One that may be written is opened as if it were to be served.
    init(reading location: DatabaseLocation, _ patience: Patience) throws(OpeningFailure) {
        guard case .file(let path) = location else { throw .missing }
        do throws(OpeningFailure) {
            try self.init(at: location, .isRefused, patience)
        } catch .cannotOpen(let failure) where [EACCES, EPERM, EROFS].contains(failure.code) {
            _ = Self.isLibraryPrepared
            self = try Self.readFile(path, patience)
        }
    }

    /// Reads a database that may not be written, or beside which nothing can be made.
    ///
    /// Where there is a log, SQLite reads it by the index that whoever writes it keeps in a file. Where there is none, the
    /// file alone is read as one that does not change, if nobody can change it: its lock is held, or its medium is read
    /// only.
    private static func readFile(_ path: String, _ patience: Patience) throws(OpeningFailure) -> OpenedDatabase {
        let lock = try lockToRead(try DatabaseFile(at: path), patience)
        let file = try DatabaseFile(at: path)
        guard file.hasLog || lock != nil || file.isOnReadOnlyMedium else { throw .notReadableSafely }
        let hadIndex = DatabaseFile.hasIndex(beside: file.path)
        do throws(OpeningFailure) {
            let connection = try open(file.hasLog ? file.path : file.unchangingURI, .reading)
            try requireOurs(connection)
            let isCurrent = try whileOpening { () throws(StoreFailure) in try DatabaseSchema.isCurrent(connection) }
            guard isCurrent else { throw .earlierVersion }
            var opened = OpenedDatabase(connection, lock, nil, isReadableByOthers: file.isReadableByOthers)
            opened.hasMadeIndex = !hadIndex
            return opened
        } catch {
            if !hadIndex { DatabaseFile.removeIndex(beside: file.path) }
            // A log without an index, which cannot be made.
            if case .failed(let failure) = error, failure.resultCode == SQLITE_CANTOPEN { throw .notReadableSafely }
            throw error
        }
    }

    /// Keeps writers out until the database is closed.
    /// - Returns: nil where there is no lock that can be had.
    private static func lockToRead(_ file: DatabaseFile, _ patience: Patience) throws(OpeningFailure) -> WriterLock? {
        let lock: WriterLock
        do throws(Errno) { lock = try WriterLock(existingBeside: file) } catch { return nil }
        guard lock.acquire(patience, until: .after(milliseconds: Store.longestWait)) else { throw .failed(.busy) }
        return lock
    }
}

extension DatabaseFile {
    fileprivate var isOnReadOnlyMedium: Bool {
        var disk = statvfs()
        return unsafe statvfs(path, &disk) == 0 && disk.f_flag & UInt(ST_RDONLY) != 0
    }

    /// Has SQLite read the file without looking for a log or locks (sqlite.org/uri.html, `immutable`).
    fileprivate var unchangingURI: String {
        let escaped = path.utf8.reduce(into: "") { result, byte in
            let isPlain = byte == UInt8(ascii: "/") || Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
            result += isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "file://" + escaped + "?immutable=1"
    }
}
