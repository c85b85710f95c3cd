// Operations on a store, each in its own transaction.

public import Interviews
internal import JSON

/// A text that is not a valid user id.
struct NotAUser: Error {
    let text: String
}

extension Store {
    /// Performs one operation in its own transaction.
    public func perform<Value>(
        _ user: String = "kp_alice", _ body: (UserInterviews) throws(Refusal) -> Value
    ) throws -> Value {
        guard let id = UserID(user) else { throw NotAUser(text: user) }
        return try together { transaction -> Result<Value, Refusal> in
            Result { () throws(Refusal) in try body(UserInterviews(of: id, in: transaction)) }
        }.get()
    }

    public func create(
        _ user: String = "kp_alice", technologies: [String] = [], context: String = ""
    ) throws -> Interview {
        try perform(user) { own throws(Refusal) in
            try own.create(technologies: technologies, context: context, duration: 30)
        }
    }

    /// - Parameter transcription: a JSON text.
    public func save(
        _ id: String, _ user: String = "kp_alice", seconds: Double = 60, score: Double? = nil,
        transcription: String = "[]"
    ) throws {
        let text = try JSONText(transcription).root
        _ = try perform(user) { own throws(Refusal) in
            try own.saveTranscription(id, text, actualDuration: seconds, feedback: nil, score: score)
        }
    }

    public func move(_ id: String, to status: InterviewStatus, _ user: String = "kp_alice") throws {
        try update(id, to: status, user: user)
    }

    @discardableResult
    public func update(
        _ id: String, to status: InterviewStatus, _ conversationId: String? = nil, seconds: Double? = nil,
        user: String = "kp_alice"
    ) throws -> Interview {
        try perform(user) { own throws(Refusal) in
            try own.updateStatus(id, to: status, conversationId: conversationId, actualDuration: seconds)
        }
    }

    public func append(
        _ turns: [LiveTurn], to id: String, _ user: String = "kp_alice"
    ) throws -> AppendedTurns {
        try perform(user) { own throws(Refusal) in try own.append(turns, to: id) }
    }

    public func ingest(
        _ event: VendorEvent, into id: String? = nil, _ user: String = "kp_alice"
    ) throws -> Ingestion {
        try perform(user) { own throws(Refusal) in try own.ingest(event, into: id) }
    }

    public func conversations(_ id: String, _ user: String = "kp_alice") throws -> [ConversationEntry] {
        ConversationList(of: try get(id, user).interview).entries
    }

    public func get(_ id: String, _ user: String = "kp_alice") throws -> WholeInterview {
        try perform(user) { own throws(Refusal) in try own.get(id) }
    }

    public func delete(_ id: String, _ user: String = "kp_alice") throws {
        _ = try perform(user) { own throws(Refusal) in try own.delete(id) }
    }

    public func list(
        _ filter: InterviewFilter = InterviewFilter(), limit: Int = 1_000, cursor: String? = nil,
        user: String = "kp_alice"
    ) throws -> InterviewPage {
        try perform(user) { own throws(Refusal) in try own.list(filter, limit: limit, cursor: cursor) }
    }

    public func stats(_ user: String = "kp_alice") throws -> InterviewStats {
        try perform(user) { own throws(Refusal) in try own.stats() }
    }

    public func search(
        _ query: String, limit: Int = 100, cursor: String? = nil, user: String = "kp_alice"
    ) throws -> SearchPage {
        let page = try perform(user) { own throws(Refusal) in try own.search(query, limit: limit, cursor: cursor) }
        try storeDerivedData()
        return page
    }

    /// Creates an interview with `texts` as the candidate's turns.
    /// - Returns: the id of the interview.
    public func createSaying(
        _ texts: String..., context: String = "", user: String = "kp_alice"
    ) throws -> String {
        let id = try create(user, context: context).id
        var writer = JSONWriter()
        writer.beginArray()
        for text in texts {
            writer.beginObject()
            writer.member("speaker", "user")
            writer.member("text", text)
            writer.endObject()
        }
        writer.endArray()
        try save(id, user, transcription: String(decoding: writer.bytes, as: UTF8.self))
        return id
    }
}
