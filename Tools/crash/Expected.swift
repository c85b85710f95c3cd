// An interview as it must be found, member for member.

/// A number with no fraction but a half, so that sums of many are exact.
struct Halves {
    var count = 0

    var text: String { count % 2 == 0 ? "\(count / 2)" : "\(count / 2).5" }
}

enum Status: String, CaseIterable {
    case pending, active, completed, failed

    /// Where an interview may move from here, staying included.
    var next: [Status] {
        switch self {
        case .pending: [.pending, .active, .active, .failed]
        case .active: [.active, .completed, .failed]
        case .completed, .failed: [self]
        }
    }

    var isEnd: Bool { next == [self] }
}

/// What only the program can say of an interview.
struct Told {
    var id: String?
    var startedAt: String?
    var endedAt: String?

    /// When conversations began, by their ids.
    var conversations: [String: String] = [:]
}

/// A turn that was appended.
struct ExpectedTurn {
    let key: String
    var text: String
    let conversationId: String?

    /// As the program writes it, and as it is sent; none of the texts needs an escape.
    var json: String {
        #"{"key":"\#(key)","speaker":"candidate","text":"\#(text)""#
            + (conversationId.map { #","conversationId":"\#($0)""# } ?? "") + "}"
    }
}

/// A record that a vendor sent.
struct ExpectedRecord {
    let conversationId: String
    let text: String
    let duration: Halves

    /// Later than that of every record that was sent before, in milliseconds.
    let sentAt: Int

    var body: String {
        let said = #"{"messages":[{"role":"user","message":"\#(text)"}]}"#
        return #"{"message":{"type":"end-of-call-report","call":{"id":"\#(conversationId)"},"#
            + #""timestamp":\#(sentAt),"durationSeconds":\#(duration.text),"artifact":\#(said)}}"#
    }
}

struct Expected {
    /// Its place in the ledger; `context` begins with it.
    let number: Int
    let user: String
    let technologies: [String]
    let context: String
    let duration: Int
    /// In the order in which they were given; the last is the latest.
    var conversations: [String] = []
    var conversationId: String? { conversations.last }

    /// In the order in which they were first appended.
    var turns: [ExpectedTurn] = []

    /// By their conversations.
    var records: [String: ExpectedRecord] = [:]
    var status = Status.pending
    var actualDuration: Halves?
    var score: Halves?

    /// JSON texts.
    var feedback: String?
    var transcription: String?

    var told = Told()

    /// Whether it is no longer there.
    var isDeleted = false

    /// Whether all is known that the program alone can say.
    var isTold: Bool {
        told.id != nil && told.startedAt != nil && (told.endedAt != nil || !status.isEnd)
            && conversations.allSatisfy { told.conversations[$0] != nil }
    }

    /// Appends a turn, as the program does.
    mutating func append(_ turn: ExpectedTurn) -> Appending {
        if let conversation = turn.conversationId, !conversations.contains(conversation) {
            conversations.append(conversation)
        }
        guard let known = turns.firstIndex(where: { $0.key == turn.key && $0.conversationId == turn.conversationId })
        else {
            turns.append(turn)
            if status == .pending { status = .active }
            return .appended
        }
        defer { turns[known] = turn }
        return turns[known].text == turn.text ? .unchanged : .corrected
    }

    /// Stores a record, as the program does.
    /// - Returns: whether it is another than before.
    mutating func store(_ record: ExpectedRecord) -> Bool {
        guard records[record.conversationId]?.body != record.body else { return false }
        if !conversations.contains(record.conversationId) { conversations.append(record.conversationId) }
        records[record.conversationId] = record
        if !status.isEnd, let conversationId, records[conversationId] != nil { status = .completed }
        // Nobody saves an interview before its records come.
        actualDuration = Halves(count: min(records.values.reduce(0) { $0 + $1.duration.count }, 2 * 86_400))
        return true
    }

    /// Takes what is not yet known from `other`, if it belongs to this state.
    mutating func take(_ other: Told) {
        told.id = told.id ?? other.id
        told.startedAt = told.startedAt ?? other.startedAt
        if status.isEnd { told.endedAt = told.endedAt ?? other.endedAt }
        told.conversations.merge(other.conversations) { first, _ in first }
    }

    // MARK: - As the program writes it

    private var summaryMembers: String {
        var text = #""id":"\#(told.id ?? "")","userId":"\#(user)","technologies":\#(technologies.json)"#
        text += #","context":"\#(context)","duration":\#(duration)"#
        if let conversationId { text += #","conversationId":"\#(conversationId)""# }
        text += #","status":"\#(status.rawValue)","startedAt":"\#(told.startedAt ?? "")""#
        if let endedAt = told.endedAt { text += #","endedAt":"\#(endedAt)""# }
        if let actualDuration { text += #","actualDuration":\#(actualDuration.text)"# }
        if let score { text += #","score":\#(score.text)"# }
        return text
    }

    var summary: [UInt8] { Array("{\(summaryMembers)}".utf8) }

    var whole: [UInt8] {
        var text = "{" + summaryMembers
        if let feedback { text += #","feedback":\#(feedback)"# }
        if let transcription {
            text += #","transcription":\#(transcription)"#
        } else if !records.isEmpty {
            let bodies = conversations.compactMap { records[$0]?.body }.joined(separator: ",")
            text += #","transcription":{"conversations":[\#(bodies)]},"transcriptionFrom":"vendor""#
        } else if !turns.isEmpty {
            text += #","transcription":{"turns":[\#(turnsInOrder)]},"transcriptionFrom":"live""#
        }
        let held = conversations.map { #"{"id":"\#($0)","startedAt":"\#(told.conversations[$0] ?? "")"}"# }
        if !held.isEmpty { text += #","conversations":[\#(held.joined(separator: ","))]"# }
        return Array((text + "}").utf8)
    }

    /// Those of the interview itself, and then those of each conversation.
    private var turnsInOrder: String {
        ([nil] + conversations.map { Optional($0) }).flatMap { conversation in
            turns.filter { $0.conversationId == conversation }.map(\.json)
        }.joined(separator: ",")
    }
}

extension [String] {
    /// A JSON array; none of the texts needs an escape.
    var json: String { "[" + map { "\"\($0)\"" }.joined(separator: ",") + "]" }
}

/// What becomes of a turn that is sent.
enum Appending: String, CaseIterable {
    case appended, corrected, unchanged
}

/// The answer to the request `id` that has appended a turn, or corrected it.
func answer(_ id: Int, _ appending: Appending, _ state: Expected) -> [UInt8] {
    let counts = Appending.allCases.map { #""\#($0.rawValue)":\#($0 == appending ? 1 : 0)"# }
    let members = counts + [#""turns":\#(state.turns.count)"#]
    return Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{\#(members.joined(separator: ","))}}"#.utf8)
}

/// The answer to the request `id` that has ingested a webhook.
func answer(_ id: Int, voiceInterview: [UInt8], outcome: String) -> [UInt8] {
    Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{"voiceInterview":"#.utf8) + voiceInterview
        + Array(#","outcome":"\#(outcome)"}}"#.utf8)
}

/// The answer to the request `id` that has deleted this interview.
func answer(_ id: Int, deleted state: Expected) -> [UInt8] {
    Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{"interviewId":"\#(state.told.id ?? "")"}}"#.utf8)
}

/// The answer to the request `id` that has this interview in it.
func answer(_ id: Int, voiceInterview: [UInt8]) -> [UInt8] {
    Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{"voiceInterview":"#.utf8) + voiceInterview + Array("}}".utf8)
}
