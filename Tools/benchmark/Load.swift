// The requests that are sent.

internal import ToolSupport

/// One call of one user.
enum Call {
    case create(user: Int, technologies: [String] = ["Swift", "SQLite", "JSON-RPC"])
    case get(user: Int, interview: String)
    case update(user: Int, interview: String, status: String = "active")
    case save(user: Int, interview: String, transcription: String)
    case list(user: Int, limit: Int = 20, filter: String = "")
    case stats(user: Int)

    /// Any other method, with its parameters behind a comma each.
    case other(String, user: Int, String)

    /// The request as a line.
    func line(id: Int) -> String {
        let (method, user, parameters) =
            switch self {
            case .create(let user, let technologies):
                (
                    "createVoiceInterview", user,
                    #","technologies":["\#(technologies.joined(separator: #"",""#))"],"context":"\#(Self.context)","duration":30"#
                )
            case .get(let user, let interview):
                ("getVoiceInterviewById", user, #","interviewId":"\#(interview)""#)
            case .update(let user, let interview, let status):
                (
                    "updateVoiceInterviewStatus", user,
                    #","interviewId":"\#(interview)","status":"\#(status)","conversationId":"conv_\#(id)""#
                )
            case .save(let user, let interview, let transcription):
                (
                    "saveVoiceInterviewTranscription", user,
                    #","interviewId":"\#(interview)","actualDuration":1200,"score":\#(id % 101),"transcription":\#(transcription)"#
                )
            case .list(let user, let limit, let filter):
                ("getUserVoiceInterviews", user, #","limit":\#(limit)\#(filter)"#)
            case .stats(let user):
                ("getVoiceInterviewStats", user, "")
            case .other(let method, let user, let parameters):
                (method, user, parameters)
            }
        return
            #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"kp_\#(user)"}\#(parameters)}}"#
            + "\n"
    }

    private static let context = "Senior backend engineer, remote. Storage engines, APIs, and what to measure first."

    /// What a conversation of so many turns is saved as; 214 turns are 42 kB.
    static func transcription(turns: Int) -> String {
        let text =
            "Can you tell me about a time when a query was slow in production, what you measured first, and what you did?"
        let turns = (0..<turns).map { turn in
            #"{"turn":\#(turn),"speaker":"\#(turn % 2 == 0 ? "ai" : "user")","text":"\#(text)","at":"2026-01-01T10:00:00.000Z","confidence":0.95}"#
        }
        return "[" + turns.joined(separator: ",") + "]"
    }
}

extension Load {
    /// The id of each is its index.
    init(_ calls: some Sequence<Call>) { self.init(lines: calls.enumerated().lazy.map { $1.line(id: $0) }) }
}
