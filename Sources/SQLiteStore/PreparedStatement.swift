// Prepared statements (sqlite.org/c3ref/stmt.html).

internal import CSQLite
internal import Glibc
internal import Insight
internal import JSON
internal import Interviews

/// A value for a parameter of a statement.
enum SQLValue {
    case null
    case integer(Int)
    case real(Double)
    case text(String)
    case shared(Text)

    /// UTF-8, without U+0000.
    case utf8(ArraySlice<UInt8>)

    init(_ text: Text?) { self = text.map(SQLValue.shared) ?? .null }
    init(_ number: Double?) { self = number.map(SQLValue.real) ?? .null }
    init(_ instant: Instant) { self = .integer(instant.milliseconds) }
    init(_ instant: Instant?) { self = instant.map(SQLValue.init) ?? .null }
}

/// A prepared statement. It must be gone before its connection is closed.
@safe final class PreparedStatement {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Runs the statement, and gives `body` row after row for as long as it returns true.
    func run(
        _ values: [SQLValue], _ body: (borrowing Row) throws(StoreFailure) -> Bool = { _ in true }
    ) throws(StoreFailure) {
        try bind(values[...]) { () throws(StoreFailure) in
            defer { unsafe sqlite3_reset(handle) }
            try step(body)
        }
    }

    private func step(_ body: (borrowing Row) throws(StoreFailure) -> Bool) throws(StoreFailure) {
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW: guard try body(unsafe Row(handle: handle)) else { return }
            case SQLITE_DONE: return
            case let code: throw failure(code)
            }
        }
    }

    /// From this length on, texts are bound in place instead of being copied, in bytes.
    private static let longText = 4_096

    /// Binds values to the parameters with the same indices, and runs `body` while they are bound.
    private func bind(
        _ values: ArraySlice<SQLValue>, _ body: () throws(StoreFailure) -> Void
    ) throws(StoreFailure) {
        for index in values.indices {
            let parameter = Int32(index + 1)
            guard case .utf8(let text) = values[index], text.count >= Self.longText else {
                try check(bind(values[index], at: parameter))
                continue
            }
            return try unsafe text.span.withUnsafeBytes { bytes throws(StoreFailure) in
                // No destructor (SQLITE_STATIC): the bytes stay where they are until the statement is reset.
                let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                try check(unsafe sqlite3_bind_text(handle, parameter, address, Int32(bytes.count), nil))
                defer { unsafe sqlite3_clear_bindings(handle) }
                try bind(values[(index + 1)...], body)
            }
        }
        try body()
    }

    private func check(_ code: Int32) throws(StoreFailure) {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Must be called immediately after the call that failed: a commit does not set sqlite3_system_errno().
    private func failure(_ code: Int32) -> StoreFailure { StoreFailure(code, errno: errno) }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): unsafe sqlite3_bind_int64(handle, index, Int64(number))
        case .real(let number): unsafe sqlite3_bind_double(handle, index, number)
        case .text(let text): bind(text.utf8.span, at: index)
        case .shared(let text): text.withSpan { span in bind(span, at: index) }
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
