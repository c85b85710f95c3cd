// The requests of fault tests, and the record of their answers, which a later process must confirm.

import Foundation
import JSON
import TestSupport
import Testing

/// The answers of a program, in order.
struct Ledger {
    /// For each answer `result`, or the kind of its error.
    private(set) var outcomes: [String] = []

    /// The latest answer for each interview, by id.
    private(set) var interviews: [String: String] = [:]

    /// The transcriptions that were saved according to an answer, by id.
    private var said: [String: String] = [:]

    /// The interview whose save has an unknown outcome.
    private var unsure: String?

    /// The id of the interview in the latest answer; nil if it has none.
    private(set) var latest: String?

    var results: Int { outcomes.count { $0 == "result" } }

    /// The kinds of errors, each once, in order of first occurrence.
    var errors: [String] {
        outcomes.reduce(into: []) { if $1 != "result", !$0.contains($1) { $0.append($1) } }
    }

    /// Whether all results come before the first error.
    var failsFromSomewhereOn: Bool { outcomes.prefix(results).allSatisfy { $0 == "result" } }

    /// Counts ids from 1 again for the next program; earlier answers must still hold.
    mutating func beginAnew() { outcomes = [] }

    static func request(_ id: Int, _ method: String, _ params: String = "") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"kp_alice"}\#(params)}}"#
    }

    static func create(_ id: Int, length: Int = 500) -> String {
        let context = "\(id)-" + String(repeating: "x", count: length)
        return request(
            id, "createVoiceInterview", #","technologies":["Swift"],"context":"\#(context)","duration":30"#)
    }

    static func stats(_ id: Int) -> String { request(id, "getVoiceInterviewStats") }

    static func get(_ id: Int, _ interview: String) -> String {
        request(id, "getVoiceInterviewById", #","interviewId":"\#(interview)""#)
    }

    /// Records the answer to the next request.
    mutating func enter(_ line: String) throws {
        latest = nil
        let answer = try JSONText(line).root
        #expect(answer["id"]?.integer == outcomes.count + 1)
        guard let result = answer["result"] else {
            let kind = answer["error"]?["data"]?["kind"]?.string
            outcomes.append(try #require(kind))
            return
        }
        outcomes.append("result")
        guard let interview = result["voiceInterview"] else { return }
        let id = try #require(interview["id"]?.string)
        interviews[id] = String(decoding: interview.lineSafeBytes, as: UTF8.self)
        latest = id
    }

    /// Sends one request and records its answer.
    /// - Returns: false if the program has ended without an answer.
    @discardableResult mutating func call(_ program: Program, _ request: (Int) -> String) throws -> Bool {
        do { try program.send(request(outcomes.count + 1) + "\n") } catch { return false }
        guard let line = program.line() else { return false }
        try enter(line)
        return true
    }

    /// Creates and saves `count` interviews one after another, or fewer if the program ends.
    mutating func write(_ count: Int, to program: Program, length: Int = 500) throws {
        for _ in 0..<count {
            guard try call(program, { Self.create($0, length: length) }) else { return }
            guard let id = latest else { continue }
            let text = "\"" + String(repeating: "said ", count: length / 5) + "\""
            let saving = #","interviewId":"\#(id)","actualDuration":60,"transcription":\#(text)"#
            guard try call(program, { Self.request($0, "saveVoiceInterviewTranscription", saving) }) else { return }
            if latest == id { said[id] = text } else { unsure = id }
        }
    }

    /// Sends `count` requests at once and ends the input.
    mutating func pipeline(_ count: Int, to program: Program) throws {
        let first = outcomes.count + 1
        let lines = (first..<first + count).map { Self.create($0) + "\n" }
        for line in program.converse(lines.joined()) { try enter(line) }
    }

    /// Expects that a new program returns each interview with its content as answered, and that its list and its count
    /// agree. Writes with an unknown outcome may be stored or not.
    func expectKept(in path: String, _ place: SourceLocation = #_sourceLocation) throws {
        let program = try Program("--database", path)
        let ids = interviews.keys.sorted()
        let requests = ids.map { Self.get(1, $0) } + [Self.stats(1), Self.request(1, "getUserVoiceInterviews")]
        let answers = program.converse(requests.joined(separator: "\n"))
        #expect(try program.status() == 0, "\(program.errorText())", sourceLocation: place)
        guard answers.count == requests.count else { Issue.record("\(answers.count)", sourceLocation: place); return }
        for (id, answer) in zip(ids, answers) {
            let whole = (interviews[id] ?? "").dropLast() + (said[id].map { #","transcription":\#($0)}"# } ?? "}")
            let isKept = answer.hasSuffix(#""result":{"voiceInterview":\#(whole)}}"#)
            let isSaved = id == unsure && answer.contains(#""status":"completed""#)
            #expect(isKept || isSaved, "\(answer)", sourceLocation: place)
        }
        let counted = try JSONText(answers[ids.count], outlineDepth: 4).root["result"]?["stats"]?["total"]?.integer
        let listed = try JSONText(answers[ids.count + 1], outlineDepth: 4).root["result"]?["voiceInterviews"]?.elements
        let total = try #require(counted, sourceLocation: place)
        #expect(listed?.count == total, sourceLocation: place)
        let unknown = outcomes.count { $0 == "outcomeUnknown" }
        #expect(ids.count...ids.count + unknown ~= total, sourceLocation: place)
    }
}
