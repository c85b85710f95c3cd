// The statements that the methods run, prepared once and run on SQLite's own interface.
//
// GRDB opens, configures and migrates the database. Around each execution of a statement it keeps books that nobody
// here reads, and it copies arguments and columns twice; so statements are bound and stepped directly
// (sqlite.org/cintro.html). Every pointer of that interface stays in this file.

internal import CFunctions
internal import GRDB
internal import GRDBSQLite
internal import Glibc
internal import Insight

/// A value for a parameter of a statement.
enum SQLValue {
    case null
    case integer(Int)
    case real(Double)
    case text(String)

    /// UTF-8, without U+0000.
    case utf8([UInt8])

    init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
    init(_ number: Double?) { self = number.map(SQLValue.real) ?? .null }
    init(_ instant: Instant) { self = .integer(instant.milliseconds) }
    init(_ instant: Instant?) { self = instant.map(SQLValue.init) ?? .null }
}

/// A prepared statement.
final class Query {
    private let statement: Statement
    private var handle: OpaquePointer { unsafe statement.sqliteStatement }

    init(_ sql: String, in database: Database) throws(StoreFailure) {
        do { statement = try database.makeStatement(sql: sql) } catch { throw StoreFailure(error, in: database) }
    }

    /// Runs the statement, and gives `body` row after row for as long as it returns true.
    func run(
        _ values: [SQLValue], _ body: (borrowing Columns) throws(StoreFailure) -> Bool = { _ in true }
    ) throws(StoreFailure) {
        defer { unsafe sqlite3_reset(handle) }
        for (index, value) in values.enumerated() { try check(bind(value, at: Int32(index + 1))) }
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW: guard try body(unsafe Columns(handle: handle)) else { return }
            case SQLITE_DONE: return
            case let code: throw failure(code)
            }
        }
    }

    private func check(_ code: Int32) throws(StoreFailure) {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Must come right behind the call that has failed: a commit does not set sqlite3_system_errno().
    private func failure(_ code: Int32) -> StoreFailure { StoreFailure(code, errno: errno) }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): unsafe sqlite3_bind_int64(handle, index, Int64(number))
        case .real(let number): unsafe sqlite3_bind_double(handle, index, number)
        case .text(let text): bind(text.utf8.span, at: index)
        case .utf8(let bytes): bind(bytes.span, at: index)
        }
    }

    private func bind(_ text: Span<UInt8>, at index: Int32) -> Int32 {
        unsafe text.withUnsafeBytes { bytes in
            // SQLITE_TRANSIENT: SQLite copies the bytes before this returns. An empty span may have no address.
            let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe address.map {
                unsafe sqlite3_bind_text(handle, index, $0, Int32(bytes.count), transient)
            } ?? sqlite3_bind_text(handle, index, "", 0, transient)
        }
    }
}

/// The columns of the row at which a statement stands.
///
/// The schema lets nothing in that is out of bounds. What is so all the same was damaged later, and is no value to
/// answer, or to calculate with: no arithmetic here expects it.
@safe struct Columns: ~Copyable {
    fileprivate let handle: OpaquePointer

    fileprivate init(handle: OpaquePointer) { unsafe self.handle = handle }

    func isNull(_ index: Int32) -> Bool { unsafe sqlite3_column_type(handle, index) == SQLITE_NULL }
    func integer(_ index: Int32) -> Int { Int(unsafe sqlite3_column_int64(handle, index)) }

    func integer(_ index: Int32, within range: ClosedRange<Int>) throws(StoreFailure) -> Int {
        let value = integer(index)
        guard range ~= value else { throw .damaged }
        return value
    }

    func real(_ index: Int32, within range: ClosedRange<Int>) throws(StoreFailure) -> Double? {
        guard !isNull(index) else { return nil }
        let value = unsafe sqlite3_column_double(handle, index)
        guard Double(range.lowerBound)...Double(range.upperBound) ~= value else { throw .damaged }
        return value
    }

    /// Within some hundred thousand years.
    func instant(_ index: Int32) throws(StoreFailure) -> Instant {
        Instant(milliseconds: try integer(index, within: -1 << 53...1 << 53))
    }

    func optionalInstant(_ index: Int32) throws(StoreFailure) -> Instant? {
        isNull(index) ? nil : try instant(index)
    }

    func text(_ index: Int32) -> String { unsafe withBytes(index) { unsafe String(decoding: $0, as: UTF8.self) } }
    func optionalInteger(_ index: Int32) -> Int? { isNull(index) ? nil : integer(index) }

    /// By its first letter, for no two statuses begin with the same.
    func status(_ index: Int32) throws(StoreFailure) -> InterviewStatus {
        switch withUTF8(index, { $0.isEmpty ? 0 : $0[0] }) {
        case UInt8(ascii: "p"): return .pending
        case UInt8(ascii: "a"): return .active
        case UInt8(ascii: "c"): return .completed
        case UInt8(ascii: "f"): return .failed
        default: throw .damaged
        }
    }

    func optionalText(_ index: Int32) -> String? { isNull(index) ? nil : text(index) }
    func withUTF8<Value>(_ index: Int32, _ body: (Span<UInt8>) -> Value) -> Value {
        unsafe withBytes(index) { body(unsafe $0.bindMemory(to: UInt8.self).span) }
    }

    /// The line of a text, counted from 0, after which `sought` first stands; nil if it does not stand there.
    func line(of sought: [UInt8], _ index: Int32) -> Int? {
        unsafe withBytes(index) { bytes in
            unsafe sought.withUnsafeBytes { sought in
                guard let start = bytes.baseAddress, let address = sought.baseAddress,
                    let found = unsafe memmem(start, bytes.count, address, sought.count)
                else { return nil }
                return unsafe bytes[..<(UnsafeRawPointer(found) - start)].count { $0 == UInt8(ascii: "\n") }
            }
        }
    }

    func bytes(_ index: Int32) -> [UInt8] { unsafe withBytes(index) { unsafe Array($0) } }

    /// - Throws: if the column holds another checksum. None is known of rows that an earlier version has written.
    func expect(_ checksum: Checksum, _ index: Int32) throws(StoreFailure) {
        guard let stored = optionalInteger(index) else { return }
        guard stored == checksum.value else { throw .damaged }
    }

    func optionalBytes(_ index: Int32) -> [UInt8]? { isNull(index) ? nil : bytes(index) }

    /// The column's bytes, which SQLite keeps only until the next step.
    private func withBytes<Value>(_ index: Int32, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        let start = unsafe sqlite3_column_blob(handle, index)
        let count = Int(unsafe sqlite3_column_bytes(handle, index))
        return unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }
}

extension StoreFailure {
    /// - Parameters:
    ///   - code: an extended result code (sqlite.org/rescode.html).
    ///   - errno: what the system call said that failed last; 0 where none is known.
    init(_ code: Int32, errno: Int32) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        // The log's index could not grow: what is lacking is space.
        case SQLITE_IOERR where code == SQLITE_IOERR | 19 << 8: self = .full
        // SQLite knows of ENOSPC alone; a quota and a limit on the size of files lack space as well. Nothing is in doubt, for
        // what could not be written is not committed: that takes an fsync(2) behind it.
        case SQLITE_IOERR where code == SQLITE_IOERR | 3 << 8 && [EDQUOT, EFBIG].contains(errno): self = .full
        case SQLITE_IOERR: self = .outcomeUnknown(resultCode: Int(code))
        default: self = .other(resultCode: Int(code))
        }
    }

    init(_ error: any Error, in database: Database? = nil) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as DatabaseError:
            let errno = database.map { unsafe sqlite3_system_errno($0.sqliteConnection) } ?? 0
            self.init(error.extendedResultCode.rawValue, errno: errno)
        default: self = .other(resultCode: Int(SQLITE_ERROR))
        }
    }
}

extension Database {
    /// How long SQLite itself waits for a lock from now on, in milliseconds.
    func setBusyTimeout(milliseconds: Int) {
        unsafe sqlite3_busy_timeout(sqliteConnection, Int32(clamping: milliseconds))
    }

    /// Whether pages that a transaction has changed may be written to the log before it is committed, to make room for
    /// others in memory (sqlite.org/pragma.html#pragma_cache_spill).
    enum Spilling: String {
        case allowed = "ON"
        case refused = "OFF"
    }

    func setSpilling(_ spilling: Spilling) {
        // Where it cannot be set, the transaction fails as it would have before.
        do { try execute(sql: "PRAGMA cache_spill = \(spilling.rawValue)") } catch {}
    }

    /// Carries the log over into the file, wherever that lies by now, and empties it. SQLite would leave the log of a
    /// file that was moved at its place, where it spoils the file that has come there instead.
    /// - Returns: whether the log is empty. It is not where another process still needs it, or the disk is full or fails.
    func carryLogOver() -> Bool {
        do { return try Int.fetchOne(self, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0 } catch { return false }
    }

    /// Writes the file anew, unless it has more bytes (sqlite.org/lang_vacuum.html).
    /// - Returns: whether that was done, or need not be done.
    func rewrite(ifUpTo bytes: Int) -> Bool {
        do {
            let pages = try Int.fetchOne(self, sql: "PRAGMA page_count") ?? 0
            let pageSize = try Int.fetchOne(self, sql: "PRAGMA page_size") ?? 0
            if pages * pageSize <= bytes { try execute(sql: "VACUUM") }
            return true
        } catch {
            return false
        }
    }

    /// Whether no transaction is open; SQLite ends one by itself after some errors.
    var isInAutocommit: Bool { unsafe sqlite3_get_autocommit(sqliteConnection) != 0 }

    /// How many rows the last statement that writes has changed.
    var lastChangedRows: Int { Int(unsafe sqlite3_changes(sqliteConnection)) }

    var lastInsertedKey: Int { Int(unsafe sqlite3_last_insert_rowid(sqliteConnection)) }
}
