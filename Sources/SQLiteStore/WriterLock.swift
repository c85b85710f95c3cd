// One writer at a time, among all processes that serve one file.
//
// SQLite before 3.51.3 can damage a file when two connections write and checkpoint its write-ahead log at the same
// moment (sqlite.org/wal.html, "WAL-reset bug"). So every write transaction, every checkpoint, and every opening and
// closing happens under an advisory lock on a file beside the database. The kernel gives it back when a process dies.

internal import Glibc
internal import Interviews

final class WriterLock {
    let descriptor: Int32
    private let path: String
    private let isNew: Bool

    /// The file beside the database that is locked; it stays empty.
    static func path(beside database: String) -> String { database + "-lock" }

    /// Opens the file, and makes it where there is none. Whoever may write the database, and nobody else, may lock it: who
    /// may only read it could keep everybody from writing.
    init(beside database: DatabaseFile) throws(OpeningFailure) {
        path = Self.path(beside: database.path)
        var created = true
        var descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST {
            created = false
            descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        }
        guard descriptor >= 0 else { throw database.exists ? .cannotOpen(.current) : .cannotCreate(.current) }
        var status = stat()
        // Its mode is changed, and space in it: it must not be somebody else's file.
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1,
            status.st_size == 0
        else {
            close(descriptor)
            throw .lockIsAnotherFile
        }
        self.descriptor = descriptor
        isNew = created
        Self.follow(database.attributes, descriptor, status)
    }

    deinit { close(descriptor) }

    /// What cannot be changed is another user's to change.
    private static func follow(_ attributes: DatabaseFile.Attributes?, _ descriptor: Int32, _ status: stat) {
        let writers = (attributes?.mode ?? 0o600) & 0o222
        let mode = 0o600 | writers | writers << 1
        if status.st_mode & 0o777 != mode { fchmod(descriptor, mode) }
        guard let attributes, geteuid() == 0 else { return }
        if status.st_uid != attributes.owner || status.st_gid != attributes.group {
            _ = fchown(descriptor, attributes.owner, attributes.group)
        }
    }

    /// - Returns: whether the lock was had before the deadline.
    func acquire(_ stopFlag: StopFlag, until deadline: StopFlag.Deadline) -> Bool {
        stopFlag.wait(until: deadline) { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
    }

    /// Whether the file that is locked is the one that lies at the path, and not one that was taken away meanwhile.
    var isCurrent: Bool {
        var (locked, found) = (stat(), stat())
        return unsafe fstat(descriptor, &locked) == 0 && stat(path, &found) == 0
            && locked.st_ino == found.st_ino && locked.st_dev == found.st_dev
    }

    func release() { flock(descriptor, LOCK_UN) }

    /// Takes the file away again if this process has made it, for a database that turned out not to be ours.
    func withdraw() {
        if isNew { unsafe unlink(path) }
    }
}
