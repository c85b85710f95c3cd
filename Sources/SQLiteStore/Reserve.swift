// Space on the disk that is held back, so that something can be deleted when there is none left.
//
// To delete is to write first: the pages of what goes are overwritten in the log, and a short file is written anew. The
// space for it is allocated to the lock's file, behind its end, so that it stays empty (fallocate(2),
// FALLOC_FL_KEEP_SIZE). Where the file system cannot do so there is no reserve.

internal import CSystem
internal import Glibc
internal import Interviews

/// The reserve of one database.
struct Reserve {
    /// Of the file that holds it.
    private let descriptor: Int32

    /// The length of the database, with its log, to which the reserve was last fitted, in bytes.
    private var fitted = 0

    /// When the reserve is looked at again, though the database has hardly grown: another process may have used it.
    private var nextLook = StopFlag.Deadline.after(milliseconds: 0)
    private static let pauseBetweenLooks = 1_000

    /// What every deletion writes, beside what it deletes, in bytes.
    private static let least = 256 * 1024

    /// What the smallest writes need, in bytes.
    private static let leftToOthers = 64 * 1024

    /// More than the largest interview takes, than a log that is carried over, and than the longest file that is written
    /// anew, in bytes.
    private static let most = Limits.transcriptionBytes + 2 * Limits.feedbackBytes

    /// - Parameter bytes: how long the database and its log are.
    init(of lock: WriterLock, fitting bytes: Int) {
        descriptor = lock.descriptor
        fit(to: bytes)
    }

    /// Fits the reserve to a database that is so long with its log, unless that takes more than an eighth of what is free on
    /// the disk: when it has grown to twice the length, and else once a second. Must not come under the lock, which it takes.
    mutating func fit(to bytes: Int) {
        guard bytes > 2 * fitted && fitted < Self.most || nextLook.isOver else { return }
        nextLook = .after(milliseconds: Self.pauseBetweenLooks)
        fitted = max(fitted, bytes)
        // Whoever deletes on a full disk holds the lock, and needs what is free.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        hold(Self.least + min(2 * fitted, Self.most)) { $0 / 8 }
        flock(descriptor, LOCK_UN)
    }

    /// Gives the space back to the disk.
    /// - Returns: how much it was, in bytes.
    func release() -> Int { Self.release(descriptor) }

    /// Likewise, for a database that cannot be opened without it.
    /// - Returns: whether there was any.
    static func release(of lock: WriterLock) -> Bool { release(lock.descriptor) > 0 }

    private static func release(_ descriptor: Int32) -> Int {
        let held = held(descriptor)
        ftruncate(descriptor, 0)
        return held
    }

    /// Takes so much space again, in bytes, and leaves the rest, or else a little, to whoever writes next.
    func renew(_ bytes: Int) { hold(bytes) { $0 - min($0 / 4, Self.leftToOthers) } }

    /// In bytes; blocks of stat(2) are of 512.
    private static func held(_ descriptor: Int32) -> Int {
        var file = stat()
        return unsafe fstat(descriptor, &file) == 0 ? Int(file.st_blocks) * 512 : 0
    }

    /// - Parameter share: how much of the free space may be taken.
    private func hold(_ bytes: Int, _ share: (Int) -> Int) {
        var disk = statvfs()
        guard Self.held(descriptor) < bytes, unsafe fstatvfs(descriptor, &disk) == 0 else { return }
        let free = share(Int(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize)))
        if free > 0 { allocate_space(descriptor, Int64(min(bytes, free))) }
    }
}
