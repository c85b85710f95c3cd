// Whether the files of an open database still lie where they were opened.

internal import Glibc

/// The database, its log and the log's index, known by device and inode.
///
/// SQLite goes on with files that were taken away or replaced, and what it writes to them nobody finds again
/// (sqlite.org/howtocorrupt.html §1.4). They are looked at by path only: to open and close one of them would drop
/// SQLite's locks on it.
struct OpenFiles {
    private struct File {
        let path: String
        let status: stat

        /// A log is emptied by whoever carries all of it over.
        let mayBeEmpty: Bool
    }

    private let files: [File]

    /// - Parameter database: the path of a database that is open, with a log.
    /// - Returns: nil if one of its files is gone already.
    init?(of database: String) {
        files = ["", "-wal", "-shm"].compactMap { suffix in
            Self.status(of: database + suffix).map {
                File(path: database + suffix, status: $0, mayBeEmpty: suffix == "-wal")
            }
        }
        guard files.count == 3 else { return nil }
    }

    /// While it is open, no other process that keeps to SQLite's locks takes one of them away.
    var areInPlace: Bool {
        files.allSatisfy { file in
            guard let found = Self.status(of: file.path) else { return false }
            return found.st_ino == file.status.st_ino && found.st_dev == file.status.st_dev
                && (file.mayBeEmpty || found.st_size > 0)
        }
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status : nil
    }
}
