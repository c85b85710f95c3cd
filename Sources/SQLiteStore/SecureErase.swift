// Secure erase: removes deleted data from the WAL and from unused space of the database file.
//
// SQLite overwrites deleted rows (`secure_delete`), but copies of them may remain: in the WAL, until it is truncated;
// and in the file, in unused space from which SQLite has moved a row to another page. A vacuum removes the latter; it
// runs only on short files, for which it takes little time.

/// The files that may contain deleted data.
struct SecureErase: OptionSet {
    let rawValue: Int

    /// The database file, erased by a vacuum.
    static let file = SecureErase(rawValue: 1)

    /// The WAL, erased by a checkpoint that truncates it.
    static let wal = SecureErase(rawValue: 2)

    /// The longest file that is vacuumed, in bytes; it takes 40 ms.
    fileprivate static let longestFile = 8 * 1_024 * 1_024
}

extension Connection {
    /// Truncates the WAL, and vacuums the file if `erase` contains it.
    ///
    /// The WAL comes first: while a reader of another process blocks the checkpoint, each vacuum would add the size of
    /// the whole file to the WAL.
    /// - Parameters:
    ///   - erase: the files to erase; the WAL always is.
    ///   - milliseconds: how long to wait for readers of other processes.
    /// - Returns: what could not be erased, because another process still reads it, or the disk is full or fails.
    /// - Precondition: the writer lock is held; concurrent checkpoints can corrupt the file (`WriterLock.swift`).
    func erase(_ erase: SecureErase, waitingFor milliseconds: Int) -> SecureErase {
        setBusyTimeout(milliseconds: milliseconds)
        defer { setBusyTimeout(milliseconds: SQLiteStore.longestWait) }
        guard checkpoint() else { return erase.union(.wal) }
        guard erase.contains(.file) else { return [] }
        let isVacuumed = vacuum(ifUpTo: SecureErase.longestFile)
        let isTruncated = checkpoint()
        return SecureErase(isVacuumed ? [] : [.file]).union(isTruncated ? [] : [.wal])
    }
}
