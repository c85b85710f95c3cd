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
}

struct Expected {
    /// Its place in the ledger; `context` begins with it.
    let number: Int
    let user: String
    let technologies: [String]
    let context: String
    let duration: Int
    var conversationId: String?
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
    var isTold: Bool { told.id != nil && told.startedAt != nil && (told.endedAt != nil || !status.isEnd) }

    /// Takes what is not yet known from `other`, if it belongs to this state.
    mutating func take(_ other: Told) {
        told.id = told.id ?? other.id
        told.startedAt = told.startedAt ?? other.startedAt
        if status.isEnd { told.endedAt = told.endedAt ?? other.endedAt }
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
        if let transcription { text += #","transcription":\#(transcription)"# }
        return Array((text + "}").utf8)
    }
}

extension [String] {
    /// A JSON array; none of the texts needs an escape.
    var json: String { "[" + map { "\"\($0)\"" }.joined(separator: ",") + "]" }
}

/// The answer to the request `id` that has deleted this interview.
func answer(_ id: Int, deleted state: Expected) -> [UInt8] {
    Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{"interviewId":"\#(state.told.id ?? "")"}}"#.utf8)
}

/// The answer to the request `id` that has this interview in it.
func answer(_ id: Int, voiceInterview: [UInt8]) -> [UInt8] {
    Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{"voiceInterview":"#.utf8) + voiceInterview + Array("}}".utf8)
}
