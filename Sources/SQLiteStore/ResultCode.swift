// What SQLite says went wrong, as the store tells it.

internal import CSQLite
internal import Glibc
internal import Interviews

extension StoreFailure {
    /// - Parameters:
    ///   - code: an extended result code (sqlite.org/rescode.html).
    ///   - errno: what the system call said that failed last; 0 where none is known.
    init(_ code: Int32, errno: Int32) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        // The log's index could not grow: what is lacking is space.
        case SQLITE_IOERR where code == SQLITE_IOERR | 19 << 8: self = .full
        // Likewise, where it could not be made.
        case SQLITE_IOERR where code == SQLITE_IOERR | 18 << 8 && [ENOSPC, EDQUOT, EFBIG].contains(errno): self = .full
        // SQLite knows of ENOSPC alone; a quota and a limit on the size of files lack space as well. Nothing is in doubt, for
        // what could not be written is not committed: that takes an fsync(2) behind it.
        case SQLITE_IOERR where code == SQLITE_IOERR | 3 << 8 && [EDQUOT, EFBIG].contains(errno): self = .full
        case SQLITE_IOERR: self = .outcomeUnknown(EngineError(code))
        default: self = .other(EngineError(code))
        }
    }
}

extension EngineError {
    /// - Parameter code: an extended result code (sqlite.org/rescode.html).
    fileprivate init(_ code: Int32) {
        // sqlite3_errstr() gives a text that stays.
        let text = unsafe String(cString: sqlite3_errstr(code))
        self.init(code: Int(code), description: "\(text) (SQLite result code \(code))")
    }
}

extension StoreFailure {
    /// The primary result code (sqlite.org/rescode.html); nil for what has a case of its own.
    var resultCode: Int32? {
        guard case .other(let error) = self else { return nil }
        return Int32(truncatingIfNeeded: error.code & 0xFF)
    }
}
