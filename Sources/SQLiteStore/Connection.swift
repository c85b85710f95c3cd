// A connection to an SQLite database, on SQLite's own interface (sqlite.org/cintro.html).

internal import CSQLite
internal import Glibc
internal import Interviews

/// A connection that one thread at a time uses.
@safe final class Connection {
    fileprivate let handle: OpaquePointer
    private var isOpen = true

    enum Mode {
        case readingAndWriting
        case reading
    }

    /// Opens a database, and makes the file where there is none and it is to be written.
    ///
    /// Foreign keys are enforced, and double quotes are for names.
    /// - Parameters:
    ///   - path: a path, `:memory:`, or a URI.
    ///   - milliseconds: how long SQLite itself waits for a lock.
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

    /// Ends the use of the database. Statements must be gone before; the last connection carries the log over.
    func close() {
        guard isOpen else { return }
        isOpen = false
        // What a last checkpoint could not do is left to whoever opens the file next.
        unsafe sqlite3_close_v2(handle)
    }

    func statement(_ sql: String) throws(StoreFailure) -> PreparedStatement {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else { throw StoreFailure(code, errno: errno) }
        return unsafe PreparedStatement(statement)
    }

    /// The interface of FTS5; nil where SQLite was built without it.
    var fts5: UnsafeMutablePointer<fts5_api>? { unsafe sqlite_fts5(handle) }
}

// MARK: - Statements that run once

extension Connection {
    /// Runs statements, one after another, and passes their rows over.
    func execute(_ statements: String) throws(StoreFailure) {
        let code = unsafe sqlite3_exec(handle, statements, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreFailure(code, errno: errno) }
    }

    /// Gives `body` the rows of a statement, one after another.
    func rows(of sql: String, _ body: (borrowing Row) throws(StoreFailure) -> Void) throws(StoreFailure) {
        try statement(sql).run([]) { row throws(StoreFailure) in
            try body(row)
            return true
        }
    }

    /// The first column of the first row; nil where there is no row, or no value.
    func integer(_ sql: String) throws(StoreFailure) -> Int? {
        var found: Int?
        try statement(sql).run([]) { row in
            found = row.optionalInteger(0)
            return false
        }
        return found
    }

    /// Runs `body` in a transaction, which is committed unless it throws.
    func transaction<Value>(_ body: () throws(StoreFailure) -> Value) throws(StoreFailure) -> Value {
        try execute("BEGIN IMMEDIATE")
        do throws(StoreFailure) {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            // SQLite may have ended it by itself; one that cannot be rolled back is left to the journal, as by a crash.
            if !isInAutocommit { do throws(StoreFailure) { try execute("ROLLBACK") } catch {} }
            throw error
        }
    }

    /// Whether no transaction is open; SQLite ends one by itself after some errors.
    var isInAutocommit: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

    /// How many rows the last statement that writes has changed.
    var lastChangedRows: Int { Int(unsafe sqlite3_changes(handle)) }

    var lastInsertedKey: Int { Int(unsafe sqlite3_last_insert_rowid(handle)) }

    /// How long SQLite itself waits for a lock from now on, in milliseconds.
    func setBusyTimeout(milliseconds: Int) { unsafe sqlite3_busy_timeout(handle, Int32(clamping: milliseconds)) }

    /// Whether pages that a transaction has changed may be written to the log before it is committed, to make room for
    /// others in memory (sqlite.org/pragma.html#pragma_cache_spill).
    enum Spilling: String {
        case allowed = "ON"
        case refused = "OFF"
    }

    func setSpilling(_ spilling: Spilling) {
        // Where it cannot be set, the transaction fails as it would have before.
        do throws(StoreFailure) { try execute("PRAGMA cache_spill = \(spilling.rawValue)") } catch {}
    }

    /// Carries the log over into the file, wherever that lies by now, and empties it. SQLite would leave the log of a
    /// file that was moved at its place, where it spoils the file that has come there instead.
    /// - Returns: whether the log is empty. It is not where another process still needs it, or the disk is full or fails.
    func checkpoint() -> Bool {
        do throws(StoreFailure) { return try integer("PRAGMA wal_checkpoint(TRUNCATE)") == 0 } catch { return false }
    }

    /// Writes the file anew, unless it has more bytes (sqlite.org/lang_vacuum.html).
    /// - Returns: whether that was done, or need not be done.
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
