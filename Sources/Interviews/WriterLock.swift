// One writer at a time, among all processes that serve one file.
//
// SQLite before 3.51.3 can damage a file when two connections write and checkpoint its write-ahead log at the same
// moment (sqlite.org/wal.html, "WAL-reset bug"). So every write transaction, every checkpoint, and every opening and
// closing happens under an advisory lock on a file beside the database. The kernel gives it back when a process dies.

internal import Glibc

final class WriterLock {
    let descriptor: Int32
    private let path: String
    private let isNew: Bool

    /// The file beside the database that is locked; it stays empty.
    static func path(beside database: String) -> String { database + "-lock" }

    /// Opens the file, and makes it where there is none: it follows the permissions and the owner of its database, as the
    /// log does that SQLite makes, so that whoever may write the one may lock the other.
    init(beside database: DatabaseFile) throws(Errno) {
        path = Self.path(beside: database.path)
        let attributes = database.attributes
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
        Self.follow(attributes, descriptor, status)
    }

    /// Opens a file that is there, to keep writers out of a database that may only be read.
    init(existingBeside database: DatabaseFile) throws(Errno) {
        path = Self.path(beside: database.path)
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        isNew = false
        guard descriptor >= 0 else { throw Errno.current }
    }

    deinit { close(descriptor) }

    /// What cannot be changed is another user's to change.
    private static func follow(_ attributes: DatabaseFile.Attributes?, _ descriptor: Int32, _ status: stat) {
        let mode = attributes.map { $0.mode & 0o666 } ?? 0o600
        if status.st_mode & 0o777 != mode { fchmod(descriptor, mode) }
        guard let attributes, geteuid() == 0 else { return }
        if status.st_uid != attributes.owner || status.st_gid != attributes.group {
            _ = fchown(descriptor, attributes.owner, attributes.group)
        }
    }

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
