// One writer at a time, among all processes that serve one file.
//
// SQLite before 3.51.3 can damage a file when two connections write and checkpoint its write-ahead log at the same
// moment (sqlite.org/wal.html, "WAL-reset bug"). So every write transaction, every checkpoint, and every opening and
// closing happens under an advisory lock on a file beside the database. The kernel gives it back when a process dies.

internal import Glibc

final class WriterLock {
    private let descriptor: Int32
    private let path: String
    private let isNew: Bool

    /// The file beside the database that is locked; it stays empty.
    static func path(beside database: String) -> String { database + "-lock" }

    init(beside database: String) throws(Errno) {
        path = Self.path(beside: database)
        var created = true
        var descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST {
            created = false
            descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        }
        guard descriptor >= 0 else { throw Errno.current }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Errno(code: EINVAL)
        }
        self.descriptor = descriptor
        isNew = created
    }

    deinit { close(descriptor) }

    /// - Returns: whether the lock was had before the deadline.
    func acquire(_ patience: Patience, until deadline: Patience.Deadline) -> Bool {
        patience.wait(until: deadline) { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
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
