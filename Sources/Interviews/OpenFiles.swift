// Whether the files of an open database still lie where they were opened.

internal import CFunctions

/// The database, its log and the log's index, known by device and inode.
///
/// SQLite goes on with files that were taken away or replaced, and what it writes to them nobody finds again
/// (sqlite.org/howtocorrupt.html §1.4). They are looked at by path only: to open and close one of them would drop
/// SQLite's locks on it.
struct OpenFiles {
    private struct File {
        let path: String
        let identity: file_identity

        /// A log is emptied by whoever carries all of it over.
        let mayBeEmpty: Bool
    }

    private let files: [File]

    /// - Parameter database: the path of a database that is open, with a log.
    /// - Returns: nil if one of its files is gone already.
    init?(of database: String) {
        files = ["", "-wal", "-shm"].compactMap { suffix in
            Self.identity(at: database + suffix).map {
                File(path: database + suffix, identity: $0, mayBeEmpty: suffix == "-wal")
            }
        }
        guard files.count == 3 else { return nil }
    }

    /// While it is open, no other process that keeps to SQLite's locks takes one of them away.
    var areInPlace: Bool {
        files.allSatisfy { file in
            guard let found = Self.identity(at: file.path) else { return false }
            return found.inode == file.identity.inode && found.device_major == file.identity.device_major
                && found.device_minor == file.identity.device_minor && (file.mayBeEmpty || found.size > 0)
        }
    }

    private static func identity(at path: String) -> file_identity? {
        var identity = file_identity()
        return unsafe file_identity_at(path, &identity) == 0 ? identity : nil
    }
}
