// Checks that the files of an open database are still at their paths.

internal import CSystem

/// The identity of the file at a path, by device and inode, with its size and link count.
struct FileIdentity {
    private let identity: file_identity

    /// - Returns: nil if the file cannot be found.
    init?(at path: String) {
        var identity = file_identity()
        guard unsafe file_identity_at(path, &identity) == 0 else { return nil }
        self.identity = identity
    }

    /// In bytes.
    var size: Int { Int(clamping: identity.size) }

    /// The number of hard links.
    var names: Int { Int(identity.names) }

    /// Whether the file itself is a mount point.
    var isMountPoint: Bool { identity.is_mount_point != 0 }

    func isSameFile(as other: FileIdentity) -> Bool {
        identity.inode == other.identity.inode && identity.device_major == other.identity.device_major
            && identity.device_minor == other.identity.device_minor
    }
}

/// The database file, the WAL and the shared-memory file of an open database, identified by device and inode.
///
/// SQLite continues to use files that were deleted or replaced, and what it writes to them is lost; a process that
/// opens the file by another path uses another WAL (sqlite.org/howtocorrupt.html §1.4, §2.5). The files are inspected
/// by path: opening and closing one of them would drop SQLite's locks on it.
struct OpenFiles {
    private struct File {
        let path: String
        let identity: FileIdentity

        /// The current state of the file; nil if the path no longer names it, or it has another link.
        /// - Parameter mayBeEmpty: true for the WAL, which a checkpoint truncates.
        func found(mayBeEmpty: Bool) -> FileIdentity? {
            guard let found = FileIdentity(at: path), found.isSameFile(as: identity), found.names <= 1,
                mayBeEmpty || found.size > 0
            else { return nil }
            return found
        }
    }

    private let database: File
    private let wal: File
    private let sharedMemory: File

    /// - Parameter path: the path of a database that is open in WAL mode.
    /// - Returns: nil if one of the files does not exist.
    init?(of path: String) {
        func file(_ suffix: String) -> File? {
            FileIdentity(at: path + suffix).map { File(path: path + suffix, identity: $0) }
        }
        guard let database = file(""), let wal = file("-wal"), let sharedMemory = file("-shm") else { return nil }
        (self.database, self.wal, self.sharedMemory) = (database, wal, sharedMemory)
    }

    /// The size of the database file and the WAL in bytes; nil if one of the files is no longer at its path. As long as
    /// the database is open, no process that respects SQLite's locks deletes one of them.
    var sizeInPlace: Int? {
        guard let database = database.found(mayBeEmpty: false), let wal = wal.found(mayBeEmpty: true),
            sharedMemory.found(mayBeEmpty: false) != nil
        else { return nil }
        return database.size + wal.size
    }
}
