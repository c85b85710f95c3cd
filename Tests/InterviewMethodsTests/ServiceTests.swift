// Promises of the wire beyond single answers: bytes that are preserved, pages with limits, failures of groups.

import Foundation
import JSON
import JSONRPC
import Synchronization
import TestSupport
import Testing

@testable import InterviewMethods
@testable import Interviews
@testable import SQLiteStore

@Suite struct ServiceTests {
    private static let id = "00000000-0000-7000-8000-000000000001"

    private func request(_ method: String, _ params: String, id: Int = 1) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"kp_alice"}\#(params)}}"#
    }

    private func create(context: String = "", id: Int = 1) -> String {
        request("createVoiceInterview", #","technologies":[],"context":"\#(context)","duration":30"#, id: id)
    }

    @Test(arguments: [
        "1.0", "18446744073709551616", "-0.0e-0", "1e400", #""\u0000""#, #""\u2028\u2029\u0085""#,
        #""\ud83d\ude00 😀 \/""#, #""\ud800""#, #"{"\udc00":["\uD800x\udfff\ud83d\ude00"]}"#,
        #"{"b":1,"a":{"z":[1.50,2e3]},"b":2,"":null}"#, "[]", "false", "\"e\u{301} \u{e9}\"", " [ 1 , 2 ] ",
        String(repeating: "9", count: 10_000), String(repeating: "[", count: 100) + String(repeating: "]", count: 100),
    ])
    func `transcription and feedback are returned byte for byte`(_ json: String) throws {
        let service = try TestService()
        let saved = service.answers(
            create(),
            request(
                "saveVoiceInterviewTranscription",
                #","interviewId":"\#(Self.id)","actualDuration":1,"transcription":\#(json),"feedback":\#(json)"#))
        #expect(saved.count == 2 && saved[1].contains(#""status":"completed""#))
        let whole = try #require(
            service.answers(request("getVoiceInterviewById", #","interviewId":"\#(Self.id)""#)).first)
        let text = json.trimmingCharacters(in: .whitespaces)
        let parts = whole.components(separatedBy: #","feedback":\#(text),"transcription":\#(text)"#)
        // A feedback that is a string also has a summary.
        #expect(parts.count == 2 && (parts[1] == "}}}" || parts[1].hasPrefix(#","feedbackSummary":{"summary":"#)))
    }

    @Test func `line separators and line breaks in a transcription are escaped or dropped without changing its value`()
        throws
    {
        let service = try TestService()
        let json = "{\"a\":\r[\"x\u{2028}y\u{2029}z\u{85}\"]\r}"
        _ = service.answers(
            create(),
            request(
                "saveVoiceInterviewTranscription",
                #","interviewId":"\#(Self.id)","actualDuration":1,"transcription":\#(json)"#))
        let whole = try #require(
            service.answers(request("getVoiceInterviewById", #","interviewId":"\#(Self.id)""#)).first)
        #expect(whole.hasSuffix(#""transcription":{"a":["x\u2028y\u2029z\u0085"]}}}}"#))
    }

    @Test(arguments: ["x", "\\n", "é", "\\u0001", "\u{2028}"])
    func `a page ends at 1 MiB, and the pages together are the list`(_ character: String) throws {
        let service = try TestService()
        let context = String(repeating: character, count: 90_000)
        for _ in 0..<15 { _ = service.answers(create(context: context)) }
        var (found, cursor, largest): (Int, String?, Int) = (0, nil, 0)
        repeat {
            let params = cursor.map { #","cursor":"\#($0)""# } ?? ""
            let answer = try #require(service.answers(request("getUserVoiceInterviews", params)).first)
            let result = try #require(try JSONText(answer, outlineDepth: 8).root.members.last).value
            let items = result.members[0].value.elements
            #expect(!items.isEmpty && result.count <= Limits.pageBytes)
            cursor = result.members.count > 1 ? result.members[1].value.string : nil
            // A page that ends early has no room for another interview.
            #expect(cursor == nil || result.count + items[0].count > Limits.pageBytes)
            found += items.count
            largest = max(largest, result.count)
        } while cursor != nil
        #expect(found == 15)
        #expect(largest > Limits.pageBytes / 2)
    }

    @Test func `a request that arrives in two or three reads is answered like one that arrives whole`() throws {
        let line = Array((create(context: "é😀\\ud83d\\ude00") + "\r\n").utf8)
        let service = try TestService()
        let whole = service.answers(String(decoding: line, as: UTF8.self))
        for cut in 0...line.count {
            let other = try TestService()
            var splitter = LineSplitter()
            var answers: [String] = []
            for part in [line[..<cut], line[cut...].prefix(1), line[cut...].dropFirst()] {
                _ = other.service.answer(splitter.split(Array(part))) { bytes in
                    answers.append(String(decoding: [UInt8](copying: bytes).dropLast(), as: UTF8.self))
                    return true
                }
            }
            #expect(answers == whole, "cut at \(cut)")
        }
    }

    @Test func `ten thousand requests that arrive together are answered in order`() throws {
        let service = try TestService()
        let requests = (0..<10_000).map { create(id: $0) }
        let answers = service.answers(requests.joined(separator: "\n"))
        #expect(answers.count == 10_000)
        for (index, answer) in answers.enumerated()
        where !answer.hasPrefix(#"{"jsonrpc":"2.0","id":\#(index),"result""#) {
            Issue.record("answer \(index): \(answer)")
            return
        }
    }

    @Test func `when the answer to a batch reaches its limit, the rest of the batch is not carried out`() throws {
        let service = try TestService()
        let said = "\"" + String(repeating: "x", count: Limits.transcriptionBytes - 2) + "\""
        let id = #","interviewId":"\#(Self.id)""#
        _ = service.answers(
            create(),
            request("saveVoiceInterviewTranscription", id + #","actualDuration":1,"transcription":\#(said)"#))
        let gets = Array(repeating: request("getVoiceInterviewById", id), count: 9).joined(separator: ",")
        let notification = create().replacing("\"id\":1,", with: "")
        let answer = try #require(service.answers("[\(gets),\(create()),\(notification)]").first)
        #expect(answer.utf8.count < 73 * 1024 * 1024)
        let refusal =
            #""error":{"code":413,"message":"The answer to this batch exceeds 67108864 bytes; send the remaining requests in another batch.","data":{"kind":"tooLarge","limit":67108864}}}"#
        #expect(answer.utf8.suffix(refusal.utf8.count + 1).elementsEqual((refusal + "]").utf8))
        #expect(service.answers(request("getVoiceInterviewStats", ""))[0].contains(#""total":2"#))
    }

    @Test func `on a full disk, what fits is stored, and what does not is refused`() throws {
        let service = try TestService()
        let pages = try service.store.pragma("page_count")
        _ = try service.store.pragma("max_page_count = \((Int(pages) ?? 0) + 2)")
        let long = create(context: String(repeating: "x", count: 50_000), id: 2)
        let answers = service.answers(create(id: 1), long, create(id: 3), request("getVoiceInterviewStats", "", id: 4))
        #expect(answers.map { $0.contains("\"error\"") } == [false, true, false, false])
        #expect(answers[1].hasSuffix(#""data":{"kind":"storageFull","retryable":true}}}"#))
        #expect(answers[1].hasPrefix(#"{"jsonrpc":"2.0","id":2,"error":{"code":507,"#))
        #expect(answers[3].contains(#""total":2"#))
        #expect(answers[0].contains(Self.id))
    }

    @Test func `on a full disk, a batch is stored in part and has one answer`() throws {
        let service = try TestService()
        _ = try service.store.pragma("max_page_count = \((Int(try service.store.pragma("page_count")) ?? 0) + 2)")
        let long = create(context: String(repeating: "x", count: 50_000), id: 2)
        let answers = service.answers("[\(create(id: 1)),\(long),\(create(id: 3))]")
        let elements = try JSONText(try #require(answers.first)).root.elements
        #expect(answers.count == 1)
        #expect(elements.map { $0.members.last?.name.string } == ["result", "error", "result"])
    }

    @Test func `a damaged page is an internal error with a reference to the log`() throws {
        let store = try SQLiteStore(at: .memory)
        let incidents = Incidents()
        let service = Service(store, .trusted) { incidents.add($0) }
        var answer = ""
        var splitter = LineSplitter()
        _ = service.answer(splitter.split(Array((create() + "\n").utf8))) { _ in true }
        try store.execute("PRAGMA foreign_keys = OFF; DROP TABLE account")
        let verdict = service.answer(splitter.split(Array((create() + "\n").utf8))) { bytes in
            answer = String(decoding: [UInt8](copying: bytes), as: UTF8.self)
            return true
        }
        #expect(verdict == .goOn)
        #expect(answer.contains(#""code":-32603"#))
        guard incidents.all.count == 1, case .internalError(let reference, _) = incidents.all[0] else {
            Issue.record("\(incidents.all)")
            return
        }
        #expect(answer.contains("\"reference\":\"\(reference)\""))
    }

    @Test func `the service ends when the answers cannot be written`() throws {
        let service = try TestService()
        var splitter = LineSplitter()
        let verdict = service.service.answer(splitter.split(Array((create() + "\n").utf8))) { _ in false }
        #expect(verdict == .outputClosed)
    }
}

@Suite struct PinnedTests {
    @Test func `a pinned process serves its user with and without a session`() throws {
        let service = try TestService(.pinned(try #require(UserID("kp_alice"))))
        let answers = service.answers(
            #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":[["Swift"],"",30]}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"createVoiceInterview","params":{"session":{"userId":"kp_alice"},"technologies":[],"context":"","duration":1}}"#,
            #"{"jsonrpc":"2.0","id":3,"method":"getVoiceInterviewStats"}"#,
            #"{"jsonrpc":"2.0","id":4,"method":"getVoiceInterviewStats","params":{"session":null}}"#)
        #expect(answers.count == 4 && answers.allSatisfy { $0.contains("\"result\"") })
        #expect(answers[0].contains(#""userId":"kp_alice""#))
        #expect(answers[3].contains(#""total":2"#))
    }

    @Test(arguments: [
        (#"{"session":{"userId":"kp_bob"}}"#, 403), (#"{"session":{"userId":"kp_alice "}}"#, 403),
        (#"{"session":{}}"#, 401),
        (#"{"session":7}"#, 401), (#"{"session":{"userId":"kp_alice","userId":"kp_alice"}}"#, 401), ("[{}]", -32602),
    ])
    func `another user and a malformed session are refused`(_ params: String, code: Int) throws {
        let service = try TestService(.pinned(try #require(UserID("kp_alice"))))
        let answer = try #require(
            service.answers(#"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":\#(params)}"#).first)
        #expect(answer.contains(#""code":\#(code),"#), "\(answer)")
    }
}

/// The reported events, in order.
private final class Incidents: Sendable {
    private let list = Mutex<[ServiceEvent]>([])

    var all: [ServiceEvent] { list.withLock { $0 } }

    func add(_ incident: ServiceEvent) { list.withLock { $0.append(incident) } }
}

extension SQLiteStore {
    fileprivate func pragma(_ text: String) throws -> String {
        var value = ""
        try connection.rows(of: "PRAGMA \(text)") { value = $0.text(0) }
        return value
    }

    fileprivate func execute(_ sql: String) throws {
        try connection.execute(sql)
    }
}
