// The writer lock: one writer at a time among all processes that serve a file.
//
// SQLite before 3.51.3 can corrupt a database when two connections write and checkpoint its WAL at the same time
// (sqlite.org/wal.html, "WAL-reset bug"). So every write transaction, checkpoint, open and close happens under an
// advisory lock (flock(2)) on a file beside the database. The kernel releases it when the process ends. It has no queue: a
// process that writes without a break leaves it free for some tenths of a millisecond at a time, and would mostly get it
// again. So there is a second lock, the turn, on the first byte of the same file.

/// An advisory lock on the file `DATABASE-lock`.

internal import CSystem
internal import Glibc
internal import Interviews

final class WriterLock {
    let descriptor: Int32
    private let path: String
    private let isNew: Bool

    /// The path of the lock file, which stays empty.
    static func path(beside database: String) -> String { database + "-lock" }

    /// Opens the lock file, and creates it if it does not exist. Only users who may write the database may lock it: one
    /// who may only read it could otherwise block all writers.
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
        // Its mode and its allocated space are changed, so it must not be a file with another purpose.
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

    /// Gives the lock file the mode and the owner of the database. Errors are ignored: a file of another user can only
    /// be changed by that user.
    private static func follow(_ attributes: DatabaseFile.Attributes?, _ descriptor: Int32, _ status: stat) {
        let writers = (attributes?.mode ?? 0o600) & 0o222
        let mode = 0o600 | writers | writers << 1
        if status.st_mode & 0o777 != mode { fchmod(descriptor, mode) }
        guard let attributes, geteuid() == 0 else { return }
        if status.st_uid != attributes.owner || status.st_gid != attributes.group {
            _ = fchown(descriptor, attributes.owner, attributes.group)
        }
    }

    /// How long to wait for the turn, in milliseconds: a process that has it may have been stopped.
    private static let longestWaitForTurn = 250

    /// Acquires the turn, a second lock, and with it the lock: who has just released the lock waits behind who waits for it.
    /// - Returns: whether the lock was acquired before the deadline, and before the stop flag was set.
    func acquire(_ stopFlag: StopFlag, until deadline: StopFlag.Deadline) -> Bool {
        let turnDeadline = StopFlag.Deadline.after(milliseconds: Self.longestWaitForTurn)
        var hasTurn = false
        defer { if hasTurn { _ = set_byte_lock(descriptor, 0) } }
        return stopFlag.wait(until: deadline) {
            hasTurn = hasTurn || set_byte_lock(descriptor, 1) != 0
            guard hasTurn || turnDeadline.isOver else { return false }
            return flock(descriptor, LOCK_EX | LOCK_NB) == 0
        }
    }

    /// Whether the locked file is still the one at the path, and was not deleted meanwhile.
    var isCurrent: Bool {
        var (locked, found) = (stat(), stat())
        return unsafe fstat(descriptor, &locked) == 0 && stat(path, &found) == 0
            && locked.st_ino == found.st_ino && locked.st_dev == found.st_dev
    }

    func release() { flock(descriptor, LOCK_UN) }

    /// Deletes the lock file if this process has created it, after the database could not be opened.
    func withdraw() {
        if isNew { unsafe unlink(path) }
    }
}
