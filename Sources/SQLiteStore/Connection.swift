// A connection to an SQLite database, through SQLite's C interface (sqlite.org/cintro.html).

internal import CSQLite
internal import Glibc
internal import Interviews

/// A database connection. It is not thread-safe (`SQLITE_OPEN_NOMUTEX`).
@safe final class Connection {
    fileprivate let handle: OpaquePointer
    private var isOpen = true

    enum Mode {
        case readingAndWriting
        case reading
    }

    /// Opens a database; with `readingAndWriting`, creates the file if it does not exist.
    ///
    /// Foreign keys are enforced, and double-quoted strings are not accepted (sqlite.org/quirks.html#dblquote).
    /// - Parameters:
    ///   - path: a path, `:memory:`, or a URI.
    ///   - milliseconds: the busy timeout.
    init(_ path: String, _ mode: Mode = .readingAndWriting, waitingFor milliseconds: Int = 0) throws(StoreFailure) {
        let flags =
            switch mode {
            case .readingAndWriting: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .reading: SQLITE_OPEN_READONLY
            }
        var handle: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle = unsafe handle else {
            let failure = StoreFailure(code, errno: errno)
            unsafe sqlite3_close_v2(handle)
            throw failure
        }
        unsafe self.handle = handle
        setBusyTimeout(milliseconds: milliseconds)
        do throws(StoreFailure) {
            let code = unsafe sqlite_refuse_quoted_strings(handle)
            guard code == SQLITE_OK else { throw StoreFailure(code, errno: errno) }
            try execute("PRAGMA foreign_keys = ON")
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    /// Closes the connection; the last connection to a database checkpoints the WAL.
    /// - Precondition: all statements of the connection are finalized.
    func close() {
        guard isOpen else { return }
        isOpen = false
        // If the checkpoint fails, the WAL stays, and the next connection recovers it.
        unsafe sqlite3_close_v2(handle)
    }

    func statement(_ sql: String) throws(StoreFailure) -> PreparedStatement {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else { throw StoreFailure(code, errno: errno) }
        return unsafe PreparedStatement(statement)
    }

    /// The API of FTS5 (sqlite.org/fts5.html §7); nil if SQLite was built without it.
    var fts5: UnsafeMutablePointer<fts5_api>? { unsafe sqlite_fts5(handle) }
}

// MARK: - Statements that run once

extension Connection {
    /// Runs one or more SQL statements and ignores their rows.
    func execute(_ statements: String) throws(StoreFailure) {
        let code = unsafe sqlite3_exec(handle, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreFailure(code, errno: errno) }
    }

    /// Calls `body` with each row of a statement.
    func rows(of sql: String, _ body: (borrowing Row) throws(StoreFailure) -> Void) throws(StoreFailure) {
        try statement(sql).run([]) { row throws(StoreFailure) in
            try body(row)
            return true
        }
    }

    /// The first column of the first row; nil if there is no row, or if the column is NULL.
    func integer(_ sql: String) throws(StoreFailure) -> Int? {
        var found: Int?
        try statement(sql).run([]) { row in
            found = row.optionalInteger(0)
            return false
        }
        return found
    }

    /// Runs `body` in a write transaction: commits it, or rolls it back if `body` throws.
    func transaction<Value>(_ body: () throws(StoreFailure) -> Value) throws(StoreFailure) -> Value {
        try execute("BEGIN IMMEDIATE")
        do throws(StoreFailure) {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            // SQLite rolls back by itself after some errors. After a failed rollback the next connection recovers the
            // database, as after a crash.
            if !isInAutocommit { do throws(StoreFailure) { try execute("ROLLBACK") } catch {} }
            throw error
        }
    }

    /// Whether no transaction is open; SQLite rolls one back by itself after some errors
    /// (sqlite.org/c3ref/get_autocommit.html).
    var isInAutocommit: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

    var lastInsertedKey: Int { Int(unsafe sqlite3_last_insert_rowid(handle)) }

    /// Sets how long SQLite waits for a lock before a statement fails with `SQLITE_BUSY`.
    func setBusyTimeout(milliseconds: Int) { unsafe sqlite3_busy_timeout(handle, Int32(clamping: milliseconds)) }

    /// Checkpoints the WAL into the database file and truncates it (sqlite.org/pragma.html#pragma_wal_checkpoint).
    ///
    /// This also works on a file that was moved: SQLite would leave its WAL at the old path, where it would corrupt the
    /// file that is there now.
    /// - Returns: whether the WAL is empty; false if another process still reads from it, or the disk is full or fails.
    func checkpoint() -> Bool {
        do throws(StoreFailure) { return try integer("PRAGMA wal_checkpoint(TRUNCATE)") == 0 } catch { return false }
    }

    /// Vacuums the database (sqlite.org/lang_vacuum.html) unless it is longer than `bytes`.
    /// - Returns: false if the vacuum failed.
    func vacuum(ifUpTo bytes: Int) -> Bool {
        do throws(StoreFailure) {
            let length = try (integer("PRAGMA page_count") ?? 0) * (integer("PRAGMA page_size") ?? 0)
            if length <= bytes { try execute("VACUUM") }
            return true
        } catch {
            return false
        }
    }
}
