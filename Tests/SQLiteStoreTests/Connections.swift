// Connections to a store's database, as other programs open them.

import Testing

@testable import SQLiteStore

/// A connection with a busy timeout of 5 s.
func connection(to path: String) throws -> Connection { try Connection(path, waitingFor: 5_000) }

extension Connection {
    /// The first `columns` columns of the rows of a statement, as text.
    func texts(_ sql: String, columns: Int32 = 1) throws -> [[String?]] {
        var rows: [[String?]] = []
        try self.rows(of: sql) { row in rows.append((0..<columns).map { row.optionalText($0) }) }
        return rows
    }

    /// Runs `body` during a read transaction.
    func reading<Value>(_ body: () throws -> Value) throws -> Value {
        try execute("BEGIN; SELECT count(*) FROM sqlite_schema")
        defer { try? execute("COMMIT") }
        return try body()
    }
}
