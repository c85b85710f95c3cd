// Maps SQLite's result codes to the errors of the store.

internal import CSQLite
internal import Glibc
internal import Interviews

extension StoreFailure {
    /// - Parameters:
    ///   - code: an extended result code (sqlite.org/rescode.html).
    ///   - errno: the error number of the last failed system call; 0 if it is not known.
    init(_ code: Int32, errno: Int32) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        // SQLITE_IOERR_SHMSIZE: the shared-memory file could not grow, for lack of space.
        case SQLITE_IOERR where code == SQLITE_IOERR | 19 << 8: self = .full
        // SQLITE_IOERR_SHMOPEN: it could not be created.
        case SQLITE_IOERR where code == SQLITE_IOERR | 18 << 8 && [ENOSPC, EDQUOT, EFBIG].contains(errno): self = .full
        // SQLITE_IOERR_WRITE: SQLite reports only ENOSPC as SQLITE_FULL, but EDQUOT and EFBIG are a lack of space, too.
        // The outcome is known: without a successful write there is no fsync(2), and so no commit.
        case SQLITE_IOERR where code == SQLITE_IOERR | 3 << 8 && [EDQUOT, EFBIG].contains(errno): self = .full
        case SQLITE_IOERR: self = .outcomeUnknown(EngineError(code))
        default: self = .other(EngineError(code))
        }
    }
}

extension EngineError {
    /// - Parameter code: an extended result code (sqlite.org/rescode.html).
    fileprivate init(_ code: Int32) {
        // sqlite3_errstr() returns a static string.
        let text = unsafe String(cString: sqlite3_errstr(code))
        self.init(code: Int(code), description: "\(text) (SQLite result code \(code))")
    }
}

extension StoreFailure {
    /// The primary result code of `other` (sqlite.org/rescode.html); nil for the other cases.
    var resultCode: Int32? {
        guard case .other(let error) = self else { return nil }
        return Int32(truncatingIfNeeded: error.code & 0xFF)
    }
}
