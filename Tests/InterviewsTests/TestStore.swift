// What the tests of this target share: shorter calls.

import Foundation
import JSON
import Testing

@testable import Interviews

extension Store {
    /// One operation in an access of its own.
    func perform<Value>(
        _ user: String = "kp_alice", _ body: (UserInterviews) throws(Refusal) -> Value
    ) throws -> Value {
        let id = try #require(UserID(user))
        return try together { transaction -> Result<Value, Refusal> in
            do throws(Refusal) { return .success(try body(UserInterviews(of: id, in: transaction))) } catch {
                return .failure(error)
            }
        }.get()
    }

    func create(_ user: String = "kp_alice", technologies: [String] = [], context: String = "") throws -> Interview {
        try perform(user) { own throws(Refusal) in
            try own.create(technologies: technologies, context: context, duration: 30)
        }
    }

    func save(
        _ id: String, _ user: String = "kp_alice", seconds: Double = 60, score: Double? = nil,
        transcription: String = "[]"
    ) throws {
        let text = try JSONText(transcription).root
        _ = try perform(user) { own throws(Refusal) in
            try own.saveTranscription(id, text, actualDuration: seconds, feedback: nil, score: score)
        }
    }

    func move(_ id: String, to status: InterviewStatus, _ user: String = "kp_alice") throws {
        _ = try perform(user) { own throws(Refusal) in try own.updateStatus(id, to: status, conversationId: nil) }
    }

    func list(
        _ filter: InterviewFilter = InterviewFilter(), limit: Int = 1_000, cursor: String? = nil,
        user: String = "kp_alice"
    ) throws -> InterviewPage {
        try perform(user) { own throws(Refusal) in try own.list(filter, limit: limit, cursor: cursor) }
    }

    func stats(_ user: String = "kp_alice") throws -> InterviewStats {
        try perform(user) { own throws(Refusal) in try own.stats() }
    }
}

/// A connection beside the store, as another program would have it.
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
