// Commits that do not wait for the disk: a deliberate fault, which the crash test must detect.

#if DEBUG
    extension SQLiteStore {
        /// Syncs the WAL only before checkpoints from now on (sqlite.org/pragma.html#pragma_synchronous).
        ///
        /// Debug builds only.
        package func commitWithoutSync() {
            do {
                try connection.execute("PRAGMA synchronous = NORMAL")
            } catch {
                preconditionFailure("a connection takes the pragma: \(error)")
            }
        }
    }
#endif
