// The prepared statements of a connection.

internal import Interviews

/// The statements of a connection, each prepared when it is first needed, and its tokenizer.
final class StatementCache {
    private var statements: [PreparedStatement?] = Array(repeating: nil, count: Statement.allCases.count)

    subscript(name: Statement, in connection: Connection) -> PreparedStatement {
        get throws(StoreFailure) {
            if let statement = statements[name.rawValue] { return statement }
            let statement = try connection.statement(name.sql)
            statements[name.rawValue] = statement
            return statement
        }
    }

    private var madeTokenizer: FTS5Tokenizer?

    func tokenizer(in connection: Connection) throws(StoreFailure) -> FTS5Tokenizer {
        if let madeTokenizer { return madeTokenizer }
        let tokenizer = try FTS5Tokenizer(connection)
        madeTokenizer = tokenizer
        return tokenizer
    }

    /// Must come before the connection is closed.
    func removeAll() {
        statements = Array(repeating: nil, count: statements.count)
        madeTokenizer = nil
    }
}
