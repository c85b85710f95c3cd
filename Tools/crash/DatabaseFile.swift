// The files of a run: the database under test, and what its processes said.

internal import FoundationEssentials
internal import Glibc
internal import SQLiteStore

/// A database file and what lies beside it.
struct DatabaseFile {
    let path: String

    /// Where the standard error of the processes that serve it is gathered.
    let errors: String

    /// The size of the write-ahead log, in bytes; 0 if there is none.
    var logBytes: Int {
        var status = stat()
        return unsafe stat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }

    /// The end of what the processes said: at most 1,000 characters.
    var said: String {
        String(String(decoding: FileManager.default.contents(atPath: errors) ?? Data(), as: UTF8.self).suffix(1_000))
    }

    func remove() {
        for suffix in ["", "-wal", "-shm", "-lock"] { unsafe unlink(path + suffix) }
    }

    /// What SQLite finds wrong with it.
    func damage() -> [String] { findDamage(inDatabaseAt: path) }
}
