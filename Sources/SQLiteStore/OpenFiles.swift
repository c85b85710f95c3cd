// Whether the files of an open database still lie where they were opened.

internal import CSystem

/// Which file lies at a path.
struct FileIdentity {
    private let identity: file_identity

    /// - Returns: nil where none is found.
    init?(at path: String) {
        var identity = file_identity()
        guard unsafe file_identity_at(path, &identity) == 0 else { return nil }
        self.identity = identity
    }

    /// In bytes.
    var size: Int { Int(clamping: identity.size) }

    /// How many names it has (hard links).
    var names: Int { Int(identity.names) }

    /// Whether it is mounted by itself.
    var isMountPoint: Bool { identity.is_mount_point != 0 }

    func isSameFile(as other: FileIdentity) -> Bool {
        identity.inode == other.identity.inode && identity.device_major == other.identity.device_major
            && identity.device_minor == other.identity.device_minor
    }
}

/// The database, its log and the log's index, known by device and inode.
///
/// SQLite goes on with files that were taken away or replaced, and what it writes to them nobody finds again; and who
/// opens a file by another name has another log (sqlite.org/howtocorrupt.html §1.4, §2.5). They are looked at by path
/// only: to open and close one of them would drop SQLite's locks on it.
struct OpenFiles {
    private struct File {
        let path: String
        let identity: FileIdentity

        /// The file as it is now; nil if this is no longer the only name of the one that was opened.
        /// - Parameter mayBeEmpty: a log is emptied by whoever carries all of it over.
        func found(mayBeEmpty: Bool) -> FileIdentity? {
            guard let found = FileIdentity(at: path), found.isSameFile(as: identity), found.names <= 1,
                mayBeEmpty || found.size > 0
            else { return nil }
            return found
        }
    }

    private let database: File
    private let log: File
    private let index: File

    /// - Parameter path: of a database that is open, with a log.
    /// - Returns: nil if one of its files is gone already.
    init?(of path: String) {
        func file(_ suffix: String) -> File? {
            FileIdentity(at: path + suffix).map { File(path: path + suffix, identity: $0) }
        }
        guard let database = file(""), let log = file("-wal"), let index = file("-shm") else { return nil }
        (self.database, self.log, self.index) = (database, log, index)
    }

    /// How long the database and its log are together, in bytes; nil if not all of the files lie in their places. While it
    /// is open, no other process that keeps to SQLite's locks takes one of them away.
    var sizeInPlace: Int? {
        guard let database = database.found(mayBeEmpty: false), let log = log.found(mayBeEmpty: true),
            index.found(mayBeEmpty: false) != nil
        else { return nil }
        return database.size + log.size
    }
}
