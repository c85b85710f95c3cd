// Where a run keeps its files.

internal import Foundation
internal import SQLiteStore

/// A folder of its own, which stays if something is found.
struct Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func file(_ name: String) -> String { path + "/" + name }

    func remove() {
        // What cannot be removed does no harm.
        do { try FileManager.default.removeItem(atPath: path) } catch {}
    }
}

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

    /// The end of what the processes said.
    var said: String { String(text(errors).suffix(1_000)) }

    func remove() {
        for suffix in ["", "-wal", "-shm", "-lock"] { unsafe unlink(path + suffix) }
    }

    /// What SQLite finds wrong with it.
    func damage() -> [String] { findDamage(inDatabaseAt: path) }
}

/// What stands in a file; nothing if there is none.
func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
}
