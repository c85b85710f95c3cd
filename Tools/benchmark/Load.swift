// The requests that are sent, and what an answer to one must look like.

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

/// Requests as bytes, made before anything is measured; the id of each is its index.
struct Load {
    private(set) var bytes: [UInt8] = []

    /// Where each line ends.
    private(set) var ends: [Int] = []

    var count: Int { ends.count }

    init(_ calls: some Sequence<Call>) { self.init(lines: calls.enumerated().lazy.map { $1.line(id: $0) }) }

    /// - Parameter lines: each with its end.
    init(lines: some Sequence<String>) {
        for line in lines {
            bytes += line.utf8
            ends.append(bytes.count)
        }
    }

    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}

/// What is read out of an answer.
enum Answer {
    private static let beginning = Array(#"{"jsonrpc":"2.0","id":"#.utf8)
    private static let result = Array(#","result":"#.utf8)

    /// - Throws: unless the line answers the request of this id with a result.
    static func check(_ line: Span<UInt8>, id: Int) throws(Failure) {
        var place = 0
        var number = 0
        var isGood = isNext(beginning, in: line, &place)
        while place < line.count, 0x30...0x39 ~= line[place] {
            number = number * 10 + Int(line[place] - 0x30)
            place += 1
        }
        isGood = isGood && number == id && isNext(result, in: line, &place)
        guard isGood else { throw Failure("request \(id) was answered with \(text(line.extracting(first: 300)))") }
    }

    /// A member whose value is a string.
    struct Member {
        static let id = Member("id")
        static let status = Member("status")
        static let startedAt = Member("startedAt")
        static let nextCursor = Member("nextCursor")

        /// What stands before the value.
        let bytes: [UInt8]

        private init(_ name: String) { bytes = Array("\"\(name)\":\"".utf8) }
    }

    /// The string that the next such member has.
    static func string(_ member: Member, in line: Span<UInt8>, after place: inout Int) -> String? {
        while place < line.count {
            guard line[place] == UInt8(ascii: "\""), isNext(member.bytes, in: line, &place) else {
                place += 1
                continue
            }
            let start = place
            while line[place] != UInt8(ascii: "\"") { place += 1 }
            return text(line.extracting(start..<place))
        }
        return nil
    }

    static func string(_ member: Member, in line: Span<UInt8>) -> String? {
        var place = 0
        return string(member, in: line, after: &place)
    }

    /// The strings that all such members have, in their order.
    static func strings(_ member: Member, in line: Span<UInt8>) -> [String] {
        var place = 0
        var found: [String] = []
        while let next = string(member, in: line, after: &place) { found.append(next) }
        return found
    }

    /// Goes on behind what is expected, if it comes next.
    private static func isNext(_ expected: [UInt8], in line: Span<UInt8>, _ place: inout Int) -> Bool {
        guard line.count - place >= expected.count else { return false }
        for (index, byte) in expected.enumerated() where line[place + index] != byte { return false }
        place += expected.count
        return true
    }

    static func text(_ bytes: Span<UInt8>) -> String {
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
}
