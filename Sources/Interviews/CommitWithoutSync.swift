// A store whose commits do not wait for the disk: a mistake on purpose, for the control of the crash test.

#if DEBUG
    extension Store {
        /// From now on commits reach the disk when the log is carried over, and no sooner. No release build can do this.
        package func commitWithoutSync() {
            do {
                try connection.execute("PRAGMA synchronous = NORMAL")
            } catch {
                preconditionFailure("a connection takes the pragma: \(error)")
            }
        }
    }
#endif
