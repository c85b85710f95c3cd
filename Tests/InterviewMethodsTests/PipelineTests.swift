// Requests of which more arrive while the first are answered: order, cancellation, and how much is taken in.

import JSON
import JSONRPC
import Synchronization
import Testing

@testable import InterviewMethods

@Suite struct PipelineTests {
    private let service: TestService
    private var splitter = LineSplitter()

    /// Stores an interview with a transcription of 40 kB.
    init() throws {
        service = try TestService()
        let text = String(repeating: "word ", count: 8_000)
        _ = service.answers(
            request("createVoiceInterview", #""technologies":[],"context":"","duration":1"#, id: "0"),
            request(
                "saveVoiceInterviewTranscription", Self.interview + #","transcription":"\#(text)","actualDuration":1"#,
                id: "0"))
    }

    private static let interview = #""interviewId":"00000000-0000-7000-8000-000000000001""#

    private func request(_ method: String, _ params: String, id: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"kp_alice"},\#(params)}}"#
    }

    private func get(_ id: String) -> String { request("getVoiceInterviewById", Self.interview, id: id) }

    private func cancel(_ id: String) -> String {
        #"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":\#(id)}}"#
    }

    private func cancelled(_ id: String) -> String {
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"#
    }

    private mutating func receive(_ lines: [String]) {
        service.service.receive(splitter.split(Array((lines.joined(separator: "\n") + "\n").utf8)))
    }

    /// The beginnings of the answers of one group.
    private func answerGroup() -> [String] {
        var answers: [String] = []
        let verdict = service.service.answerGroup { bytes in
            answers += [UInt8](copying: bytes).split(separator: UInt8(ascii: "\n")).map {
                String(decoding: $0.prefix(60), as: UTF8.self)
            }
            return true
        }
        #expect(verdict == .goOn)
        return answers
    }

    private func answerAll() -> [String] {
        var answers: [String] = []
        while service.service.reading != .waiting { answers += answerGroup() }
        return answers
    }

    private func isError(_ answer: String, _ id: String) -> Bool {
        answer.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-32800,"#)
    }

    private func isResult(_ answer: String, _ id: String) -> Bool {
        answer.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"result":"#)
    }

    @Test mutating func `a request that waits is cancelled by a notification that arrives later`() throws {
        #expect(service.service.reading == .waiting)
        receive((1...100).map { get("\($0)") })
        #expect(service.service.reading == .arrived)
        let first = answerGroup()
        #expect(first.count < 30 && service.service.reading == .arrived)
        // An answered one, one by each notification, a string, and one that has not arrived yet.
        receive([cancel("1"), cancel("98"), cancelled("99"), cancel("\"100\""), cancel("101"), get("101")])
        let rest = answerAll()
        let all = first + rest
        #expect(all.count == 100)
        for (index, id) in ((1...98).map { $0 } + [100, 101]).enumerated() {
            #expect(id == 98 ? isError(all[index], "98") : isResult(all[index], "\(id)"), "\(all[index])")
        }
    }

    @Test mutating func `all waiting requests with an id are cancelled, also in batches`() throws {
        receive((0..<60).map { _ in get("7") })
        receive(["[\(get("7")),\(get("8")),\(cancelled("8")),\(get("8"))]"])
        let first = answerGroup()
        receive([cancel("7")])
        let rest = answerAll()
        #expect(first.allSatisfy { isResult($0, "7") } && rest.dropLast().allSatisfy { isError($0, "7") })
        #expect(first.count + rest.count == 61 && first.count < 30)
        let batch = try #require(rest.last)
        #expect(batch.hasPrefix("[") && isError(String(batch.dropFirst()), "7"))
    }

    @Test mutating func `cancelled batches are answered for what is left of them, or not at all`() throws {
        let answers = service.answers(
            "[\(get("1")),\(get("2"))]", "[\(get("3"))]", cancelled("1"), cancel("2"), cancelled("3"))
        #expect(answers.count == 1)
        #expect(answers.first.map { isError(String($0.dropFirst()), "2") } == true)
        #expect(try JSONText(try #require(answers.first)).root.elements.count == 1)
    }

    @Test mutating func `no more is read while too much waits`() throws {
        var sent = 0
        receive([get("0")])
        while service.service.reading == .arrived {
            receive((0..<1_000).map { _ in get("1") })
            sent += 1_000
        }
        #expect(service.service.reading == .nothing)
        #expect(sent >= 16_000 && sent < 18_000)
        _ = service.service.answerGroup { _ in true }
        receive([cancelled("1")])
        #expect(answerAll().isEmpty)
        #expect(service.service.reading == .waiting)
    }

    @Test mutating func `cancellations can be read however many requests wait`() throws {
        receive((0..<15_000).map { get("\($0)") })
        receive((0..<15_000).map { cancel("\($0)") })
        #expect(service.service.reading == .arrived)
        #expect(answerAll().count { !$0.contains(#""code":-32800"#) } == 0)
    }

    @Test func `the log has one line for each request and each cancellation`() throws {
        let log = Mutex<[String]>([])
        let logged = Service(service.store, .trusted, detail: .everyRequest) { event in
            if case .request(let record) = event {
                log.withLock { $0.append("\(record.method ?? "") \(record.outcome)") }
            }
        }
        var splitter = LineSplitter()
        let lines = [get("1"), get("2"), cancel("1"), cancelled("2"), get("3")].joined(separator: "\n") + "\n"
        _ = logged.answer(splitter.split(Array(lines.utf8))) { _ in true }
        #expect(
            log.withLock { $0 } == [
                "$/cancelRequest ok", "notifications/cancelled ok", "getVoiceInterviewById requestCancelled",
                "getVoiceInterviewById requestCancelled", "getVoiceInterviewById ok",
            ])
    }

    @Test mutating func `100,000 requests and 100,000 cancellations are linear`() {
        let count = 100_000
        receive((0..<count).map { get("\($0)") })
        var answered = answerGroup().count
        receive((0..<count).map { $0 % 2 == 0 ? cancel("\($0).0") : cancelled("\($0)") })
        let rest = answerAll()
        #expect(rest.allSatisfy { $0.contains(#""code":-32800"#) })
        answered += rest.count
        #expect(answered >= count / 2 && answered < count / 2 + 100)
    }
}
