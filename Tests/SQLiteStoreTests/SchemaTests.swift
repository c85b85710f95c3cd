// The constraints of the schema enforce the rules, and its indexes serve every list.

import CSQLite
import TestSupport
import Interviews
import TestStores
import Testing

@testable import SQLiteStore

@Suite struct SchemaTests {
    private let folder: TestFolder
    private let store: SQLiteStore
    private let path: String

    init() throws {
        folder = try TestFolder()
        path = folder.file("db")
        store = try SQLiteStore(at: .file(path: path))
    }

    @Test func `an open store is durable, and overwrites what it deletes: WAL, synchronous FULL, no memory map`() throws
    {
        let pragmas = try store.pragmas([
            "journal_mode", "synchronous", "mmap_size", "foreign_keys", "secure_delete", "application_id",
            "user_version",
        ])
        #expect(pragmas == ["wal", "2", "0", "1", "1", "1448036686", String(DatabaseSchema.version)])
    }

    @Test(arguments: Statement.allCases.filter { ![.begin, .beginReading, .commit, .rollback].contains($0) })
    func `every statement uses an index and sorts nothing`(_ statement: Statement) throws {
        let plan = try connection(to: path).texts("EXPLAIN QUERY PLAN " + statement.sql, columns: 4).compactMap(\.[3])
        #expect(!plan.contains { $0.contains("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
        let sql = statement.sql
        #expect(
            plan.contains { $0.hasPrefix("SEARCH") } == (sql.contains("WHERE") || sql.contains("REPLACE")), "\(plan)")
    }

    @Test(arguments: [
        "duration = 0", "duration = 481", "duration = 1.5", "status = 'over'", "status = 'completed'", "endedAt = 1",
        "score = 100.1", "score = -1", "actualDuration = -0.1", "actualDuration = 86401", "conversationId = ''",
        "technologies = 'Swift'", "technologies = '[\(String(repeating: "1,", count: 50))1]'", "owner = 99",
        "conversationId = printf('%.*c', 256, 'x')", "context = printf('%.*c', 100001, 'x')", "id = NULL",
    ])
    func `an update that breaks a constraint fails`(_ assignment: String) throws {
        _ = try store.create()
        try expectConstraint("UPDATE interview SET \(assignment)")
    }

    @Test(arguments: [
        "INSERT INTO content (content, transcription, feedback) VALUES (1, NULL, NULL)",
        "INSERT INTO content (content, transcription, feedback) VALUES (1, zeroblob(10), NULL)",
        "INSERT INTO content (content, transcription, feedback) VALUES (1, printf('%.*c', 8388609, 'x'), NULL)",
        "INSERT INTO content (content, transcription, feedback) VALUES (1, '1', printf('%.*c', 1048577, 'x'))",
        "INSERT INTO block VALUES (99, 'a', 'b')", "INSERT INTO block VALUES (1, 'b', 'a')",
        "INSERT INTO blockStatus VALUES (1, 'pending', 'a', 1)", "INSERT INTO blockTechnology VALUES (1, 'Swift', 'a')",
        "INSERT INTO vocabulary VALUES (1, 1, 'a', '', 0, '', 0, 1)",
        "INSERT INTO vocabulary VALUES (1, 1, NULL, '', 0, '', 0, 1)",
        "INSERT INTO liveTurn VALUES (1, 1, (SELECT id FROM interview), '', '', 0, 0, '{}')",
        "INSERT INTO liveTurn VALUES (1, 1, (SELECT id FROM interview), '', 'key', -1, 0, '{}')",
        "INSERT INTO liveTurnTotals VALUES (1, (SELECT id FROM interview), 1, 8388609, 0)",
        "INSERT INTO liveTurnTotals VALUES (1, 'no interview', 1, 1, 0)",
        "INSERT INTO vendorRecord VALUES (1, 1, (SELECT id FROM interview), 'c', 2, 0, 0, NULL, 2, 0, 0, '{}')",
        "INSERT INTO vendorRecord VALUES (1, 1, (SELECT id FROM interview), 'c', 1, 0, 0, NULL, 3, 0, 0, '{}')",
        "INSERT INTO vendorRecord VALUES (1, 1, (SELECT id FROM interview), '', 1, 0, 0, NULL, 2, 0, 0, '{}')",
        "INSERT INTO vendorRecord VALUES (1, 1, 'no interview', 'c', 1, 0, 0, NULL, 2, 0, 0, '{}')",
        "INSERT INTO account (userId) VALUES ('')",
        "INSERT INTO account (userId) VALUES (printf('%.*c', 256, 'x'))",
        "INSERT INTO account (userId) VALUES ('kp_alice')",
        "INSERT INTO file (cursorSecret) VALUES (x'00')",
    ])
    func `an insertion that breaks a constraint fails`(_ sql: String) throws {
        _ = try store.create()
        try expectConstraint(sql)
    }

    private func expectConstraint(_ sql: String) throws {
        let failure = try #require(throws: StoreFailure.self) { try connection(to: path).execute(sql) }
        // For technologies that are not JSON, json_array_length() fails (SQLITE_ERROR).
        let codes = [SQLITE_CONSTRAINT] + (sql.contains("technologies = 'Swift'") ? [SQLITE_ERROR] : [])
        #expect(codes.contains(failure.resultCode ?? SQLITE_OK), "\(failure)")
    }

    @Test func `values at their limits are stored`() throws {
        _ = try store.create()
        let connection = try connection(to: path)
        try connection.execute(
            "INSERT INTO content (content, transcription, feedback) VALUES (1, printf('%.*c', 8388608, 'x'), printf('%.*c', 1048576, 'x'))"
        )
        try connection.execute(
            "UPDATE interview SET context = printf('%.*c', 100000, 'x'), conversationId = printf('%.*c', 255, 'x')"
        )
    }
}

extension SQLiteStore {
    /// The values of pragmas on the store's connection.
    func pragmas(_ names: [String]) throws -> [String] {
        try names.map { try connection.texts("PRAGMA \($0)").first?.first.flatMap(\.self) ?? "" }
    }
}
