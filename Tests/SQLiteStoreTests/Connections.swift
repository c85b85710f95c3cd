// Connections beside a store, as other programs would have them.

import Testing

@testable import SQLiteStore

/// Waits for 5 s where the database is locked.
func connection(to path: String) throws -> Connection { try Connection(path, waitingFor: 5_000) }

extension Connection {
    /// The rows of a statement, so many columns of each as text.
    func texts(_ sql: String, columns: Int32 = 1) throws -> [[String?]] {
        var rows: [[String?]] = []
        try self.rows(of: sql) { row in rows.append((0..<columns).map { row.optionalText($0) }) }
        return rows
    }

    /// Runs `body` while a transaction reads the database as it is.
    func reading<Value>(_ body: () throws -> Value) throws -> Value {
        try execute("BEGIN; SELECT count(*) FROM sqlite_schema")
        defer { try? execute("COMMIT") }
        return try body()
    }
}
