// Overwriting what deletions leave behind.
//
// SQLite overwrites what it deletes (`secure_delete`), but two things hold it for longer: the log, until it is emptied; and
// the file, where SQLite has moved a row to another page before, and left a copy in space that no row uses. Of those a
// file is free once it is written anew, which is done where it takes little time.

/// What may hold what was deleted.
struct SecureErase: OptionSet {
    let rawValue: Int

    /// Of a file that can be written anew in 40 ms.
    static let file = SecureErase(rawValue: 1)
    static let log = SecureErase(rawValue: 2)

    /// The longest file that is written anew, in bytes.
    fileprivate static let longestFile = 8 * 1_024 * 1_024
}

extension Connection {
    /// Overwrites what deletions have left. Must come under the lock: two processes that carry the log over at one time
    /// can spoil the file.
    ///
    /// The log comes first: while another process needs it, a file that is written anew would make it longer by all of its
    /// length with every deletion.
    /// - Returns: what could not be swept, because another process still needs it, or the disk is full or fails.
    func erase(_ erase: SecureErase, waitingFor milliseconds: Int) -> SecureErase {
        setBusyTimeout(milliseconds: milliseconds)
        defer { setBusyTimeout(milliseconds: SQLiteStore.longestWait) }
        guard checkpoint() else { return erase.union(.log) }
        guard erase.contains(.file) else { return [] }
        let isRewritten = vacuum(ifUpTo: SecureErase.longestFile)
        let isEmptied = checkpoint()
        return SecureErase(isRewritten ? [] : [.file]).union(isEmptied ? [] : [.log])
    }
}
