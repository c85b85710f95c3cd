// Space on the disk that is held back, so that something can be deleted when there is none left.
//
// To delete is to write first: the pages of what goes are overwritten in the log, and a short file is written anew. The
// space for it is allocated to the lock's file, behind its end, so that it stays empty (fallocate(2),
// FALLOC_FL_KEEP_SIZE). Where the file system cannot do so there is no reserve.

internal import CSystem
internal import Glibc

/// The reserve of one database.
struct Reserve {
    /// Of the file that holds it.
    private let descriptor: Int32

    /// The length of the database to which the reserve was last fitted, in bytes.
    private var fitted = 0

    /// What every deletion writes, beside what it deletes, in bytes.
    private static let least = 256 * 1024

    /// More than the largest interview takes, and than the longest file that is written anew, in bytes.
    private static let most = Limits.transcriptionBytes + 2 * Limits.feedbackBytes

    /// - Parameter bytes: how long the database is.
    init(of lock: WriterLock, fitting bytes: Int) {
        descriptor = lock.descriptor
        fit(to: bytes)
    }

    /// Fits the reserve to a database of so many bytes, unless that takes more than an eighth of what is free on the disk.
    /// It is looked at again when the database has grown to twice the length.
    mutating func fit(to bytes: Int) {
        guard bytes > 2 * fitted || fitted == 0, fitted < Self.most else { return }
        fitted = bytes
        hold(ofFree: 0.125)
    }

    /// Gives the space back to the disk.
    func release() { ftruncate(descriptor, 0) }

    /// Takes the space again, but leaves a quarter of what is free to whoever writes next.
    func renew() { hold(ofFree: 0.75) }

    private func hold(ofFree share: Double) {
        var (file, disk) = (stat(), statvfs())
        guard unsafe fstat(descriptor, &file) == 0, unsafe fstatvfs(descriptor, &disk) == 0 else { return }
        let wanted = Self.least + min(2 * fitted, Self.most)
        let free = Int(Double(disk.f_bavail) * Double(disk.f_frsize) * share)
        // Blocks of stat(2) are of 512 bytes.
        guard Int(file.st_blocks) * 512 < wanted, free > 0 else { return }
        allocate_space(descriptor, Int64(min(wanted, free)))
    }
}
