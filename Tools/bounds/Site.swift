// A program, and the hostile database that it serves.

internal import Foundation
internal import Synchronization
internal import ToolSupport

/// How large the hostile database is.
struct Size: Sendable {
    /// What the numbers of interviews are multiplied by.
    let scale: Double

    /// So many of what there are `full` of at the scale 1.
    func count(_ full: Int) -> Int { max(2, Int(Double(full) * scale)) }

    /// So many bytes of a value that may have `full`. Values are whole at a scale of 0.1 and more.
    func bytes(_ full: Int, atLeast least: Int = 2_000) -> Int { max(least, Int(Double(full) * min(1, 10 * scale))) }

    /// The number of requests of a batch that may have 1,000, likewise.
    var batch: Int { max(2, Int(1_000 * min(1, 10 * scale))) }

    var transcription: Int { bytes(8 << 20) }
    var feedback: Int { bytes(1 << 20) }
}

/// One program under measurement, with the databases that it has made.
final class Site: Sendable {
    let name: String
    let size: Size
    let folder: String
    private let program: String

    /// Ids that were looked up, by user.
    private let interviews = Mutex<[String: String]>([:])

    /// A secret of webhooks, which is also the signature that is sent.
    static let webhookSecret = "bounds"

    init(_ name: String, program: String, in folder: String, _ size: Size) throws {
        (self.name, self.program, self.size) = (name, program, size)
        self.folder = folder + "/" + name
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        try Data(#"{"vapi":["\#(Self.webhookSecret)"]}"#.utf8).write(to: URL(filePath: self.folder + "/secrets.json"))
    }

    /// The database of this name; the hostile one is `hostile`.
    func database(_ name: String) -> String { "\(folder)/\(name).sqlite" }

    func command(_ database: String = "hostile", _ options: [String] = []) -> [String] {
        [
            program, "--database", self.database(database), "--log-level", "critical", "--webhook-secrets",
            folder + "/secrets.json",
        ] + options
    }

    /// Lets a process of its own do something, and waits for its end.
    func with<Value>(_ database: String = "hostile", _ body: (LineServer) throws -> Value) throws -> Value {
        let server = try LineServer(command(database))
        let value: Value
        do {
            value = try body(server)
        } catch {
            server.kill()
            throw error
        }
        try server.finish()
        return value
    }

    /// The id of an interview of a user, the newest one when it is first looked up.
    func interview(of user: String) throws -> String {
        if let known = interviews.withLock({ $0[user] }) { return known }
        let id = try with { try $0.newestInterview(of: user) }
        interviews.withLock { $0[user] = id }
        return id
    }
}

extension LineServer {
    /// Calls a method, and returns what a member of its result holds.
    @discardableResult
    func result(
        _ method: String, _ user: String, _ parameters: String, _ member: Answer.Member = .id
    ) throws -> String {
        var found: String?
        try ask(Array(call(method, user, parameters).utf8).span) { answer in
            try Answer.check(answer, id: 0)
            found = Answer.string(member, in: answer)
        }
        return found ?? ""
    }

    func newestInterview(of user: String) throws -> String {
        try result("getUserVoiceInterviews", user, #","limit":1"#)
    }

    /// Calls methods all at once, each of which must succeed.
    /// - Returns: the ids in their results.
    @discardableResult
    func results(_ calls: [String]) throws -> [String] {
        var ids: [String] = []
        try pipeline(Load(lines: calls)) { _, answer in
            try Answer.check(answer, id: 0)
            ids.append(Answer.string(.id, in: answer) ?? "")
        }
        return ids
    }

    /// - Returns: the ids of as many new interviews as there are contexts.
    @discardableResult
    func create(_ user: String, technologies: String = #"["Swift"]"#, contexts: [String] = [""]) throws -> [String] {
        try results(
            contexts.map {
                call(
                    "createVoiceInterview", user,
                    #","technologies":\#(technologies),"context":"\#($0)","duration":30"#)
            })
    }

    func save(_ user: String, _ interview: String, _ transcription: String, _ more: String = "") throws {
        try results([call("saveVoiceInterviewTranscription", user, saving(interview, transcription, more))])
    }

    /// Searches until there is nothing more to search, so that all term lists are stored.
    func searchAll(_ user: String, _ query: String = "nobodysaysthis") throws {
        var cursor = ""
        repeat {
            cursor = try result(
                "searchVoiceInterviews", user, #","query":"\#(query)""# + after(cursor), .nextCursor)
        } while !cursor.isEmpty
    }
}

/// A line that calls a method, with parameters behind a comma each.
func call(_ method: String, _ user: String, _ parameters: String, id: String = "0") -> String {
    request(method, #""session":{"userId":"\#(user)"}"# + parameters, id: id) + "\n"
}

/// A request without the end of its line.
func request(_ method: String, _ parameters: String, id: String = "0") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(parameters)}}"#
}

func ofInterview(_ id: String) -> String { #","interviewId":"\#(id)""# }

func saving(_ interview: String, _ transcription: String, _ more: String = "") -> String {
    ofInterview(interview) + #","actualDuration":60,"transcription":\#(transcription)"# + more
}

func after(_ cursor: String) -> String { cursor.isEmpty ? "" : #","cursor":"\#(cursor)""# }
