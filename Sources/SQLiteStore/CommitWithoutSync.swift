// A store whose commits do not wait for the disk: a fault on purpose, for the control of the crash test.

#if DEBUG
    extension SQLiteStore {
        /// From now on commits reach the disk with a checkpoint, and no sooner. No release build can do this.
        package func commitWithoutSync() {
            do {
                try connection.execute("PRAGMA synchronous = NORMAL")
            } catch {
                preconditionFailure("a connection takes the pragma: \(error)")
            }
        }
    }
#endif
