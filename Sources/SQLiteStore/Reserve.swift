// Disk space that is reserved, so that interviews can be deleted on a full disk.
//
// A deletion needs space before it frees any: the overwritten pages go to the WAL, and a short file is vacuumed. The
// space is allocated to the lock file beyond its end, so that the file stays empty (fallocate(2),
// FALLOC_FL_KEEP_SIZE). On a file system that does not support this there is no reserve.

internal import CSystem
internal import Glibc
internal import Interviews

/// The disk space reserved for the deletions of one database.
struct Reserve {
    /// The descriptor of the lock file.
    private let descriptor: Int32

    /// The size of the database with its WAL for which the reserve was last allocated, in bytes.
    private var fitted = 0

    /// When the reserve is checked again even if the database has not doubled: another process may have used it.
    private var nextCheck = StopFlag.Deadline.after(milliseconds: 0)

    /// In milliseconds.
    private static let checkInterval = 1_000

    /// What a deletion writes in addition to the size of what it deletes, in bytes.
    private static let least = 256 * 1024

    /// The free space that `renew` leaves for small writes, in bytes.
    private static let leftToOthers = 64 * 1024

    /// The largest reserve, without `least`, in bytes: more than the largest interview (a transcription, live turns with
    /// their keys, and vendor records), the WAL at an automatic checkpoint, or the longest file that is vacuumed.
    private static let most = 5 * Limits.transcriptionBytes + 2 * Limits.feedbackBytes

    /// - Parameter bytes: the size of the database with its WAL.
    init(of lock: WriterLock, fitting bytes: Int) {
        descriptor = lock.descriptor
        fit(to: bytes)
    }

    /// Adjusts the reserve to the size of the database, up to an eighth of the free disk space: when the database has
    /// doubled, and otherwise once a second.
    /// - Parameter bytes: the size of the database with its WAL.
    /// - Precondition: this process does not hold the writer lock, which is acquired here.
    mutating func fit(to bytes: Int) {
        guard bytes > 2 * fitted && fitted < Self.most || nextCheck.isOver else { return }
        nextCheck = .after(milliseconds: Self.checkInterval)
        fitted = max(fitted, bytes)
        // A process that deletes on a full disk holds the lock, and needs the free space.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        hold(Self.least + min(2 * fitted, Self.most)) { $0 / 8 }
        flock(descriptor, LOCK_UN)
    }

    /// Frees the reserved space.
    /// - Returns: its size in bytes.
    func release() -> Int { Self.release(descriptor) }

    /// Frees the reserved space of a database that cannot be opened without it.
    /// - Returns: false if there was none.
    static func release(of lock: WriterLock) -> Bool { release(lock.descriptor) > 0 }

    private static func release(_ descriptor: Int32) -> Int {
        let held = held(descriptor)
        ftruncate(descriptor, 0)
        return held
    }

    /// Reserves `bytes` again, or as much of that as leaves a little free space for the next write.
    func renew(_ bytes: Int) { hold(bytes) { $0 - min($0 / 4, Self.leftToOthers) } }

    /// The reserved space in bytes; `st_blocks` counts units of 512 bytes (stat(2)).
    private static func held(_ descriptor: Int32) -> Int {
        var file = stat()
        return unsafe fstat(descriptor, &file) == 0 ? Int(file.st_blocks) * 512 : 0
    }

    /// - Parameter share: how many of the free bytes may be reserved.
    private func hold(_ bytes: Int, _ share: (Int) -> Int) {
        var disk = statvfs()
        guard Self.held(descriptor) < bytes, unsafe fstatvfs(descriptor, &disk) == 0 else { return }
        let free = share(Int(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize)))
        if free > 0 { allocate_space(descriptor, Int64(min(bytes, free))) }
    }
}
