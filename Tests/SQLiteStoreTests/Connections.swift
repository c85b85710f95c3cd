// Connections to a store's database, as other programs open them.

import Testing

@testable import SQLiteStore

/// A connection with a busy timeout of 5 s.
func connection(to path: String) throws -> Connection { try Connection(path, waitingFor: 5_000) }

/// The columns of all tables and indexes of a database.
func schema(of path: String) throws -> [[String?]] {
    try connection(to: path).texts(
        """
        SELECT s.name, c.name, c.type, c."notnull", c.pk
        FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type = 'table'
        UNION ALL SELECT s.tbl_name, s.name, c.name, 0, 0
        FROM sqlite_schema s JOIN pragma_index_info(s.name) c WHERE s.type = 'index'
        ORDER BY 1, 2, 3
        """, columns: 5)
}

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
