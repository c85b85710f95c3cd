// Groups: what is executed in one transaction, and when its answers leave.

import JSON
import JSONRPC
import TestSupport
import Testing

@testable import InterviewMethods
@testable import Interviews
@testable import SQLiteStore

/// A service that answers one group at a time, on a file that another store reads.
private final class Groups {
    private let folder: TestFolder
    private let service: Service
    private let other: SQLiteStore
    private var splitter = LineSplitter()

    /// - Parameter time: nil for the program's own.
    init(time: Duration? = nil) throws {
        folder = try TestFolder()
        let location = DatabaseLocation.file(path: folder.file("db"))
        service = Service(try SQLiteStore(at: location, clock: .deterministic), .trusted)
        if let time { service.groupTimes = time...time }
        other = try SQLiteStore(reading: location)
    }

    static func request(_ method: String, _ params: String, id: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"kp_alice"}\#(params)}}"#
    }

    static func create(_ id: String) -> String {
        request("createVoiceInterview", #","technologies":[],"context":"","duration":1"#, id: id)
    }

    static func metrics(_ id: String) -> String {
        request("getVoiceInterviewMetrics", #","interviewId":"00000000-0000-7000-8000-000000000001""#, id: id)
    }

    static func stats(_ id: String) -> String { request("getVoiceInterviewStats", "", id: id) }

    func receive(_ lines: String...) {
        service.receive(splitter.split(Array((lines.joined(separator: "\n") + "\n").utf8)))
    }

    /// For each answer of the next group its id, or those of a batch, and whether it is an error.
    func answerGroup() throws -> [[String]] { try answers { _ = service.answerGroup(send: $0) } }

    /// The answers that leave when the program ends.
    func end() throws -> [[String]] { try answers { service.refuseBegun(send: $0) } }

    private func answers(_ body: ((Span<UInt8>) -> Bool) -> Void) throws -> [[String]] {
        var sent: [UInt8] = []
        body { bytes in
            sent += [UInt8](copying: bytes)
            return true
        }
        #expect(sent.isEmpty || sent.last == UInt8(ascii: "\n"))
        return try sent.split(separator: UInt8(ascii: "\n")).map { line in
            let root = try JSONText(line, outlineDepth: 4).root
            return (root.kind == .array ? Array(root.elements) : [root]).map { answer in
                let id = String(decoding: answer["id"]?.bytes ?? [], as: UTF8.self)
                let code = answer["error"]?["code"].map { " \(String(decoding: $0.bytes, as: UTF8.self))" }
                return id + (code ?? "")
            }
        }
    }

    /// The number of interviews that another process sees.
    var stored: Int {
        get throws { try other.connection.integer("SELECT count(*) FROM interview") ?? 0 }
    }

    var isIdle: Bool { service.reading == .waiting }
}

@Suite struct GroupTests {
    @Test func `a change is committed and answered before a costly call begins`() throws {
        let groups = try Groups()
        groups.receive(
            Groups.create("1"), Groups.stats("2"), Groups.create("3"), Groups.metrics("4"), Groups.metrics("5"),
            Groups.create("6"), Groups.metrics("7"))
        #expect(try groups.answerGroup() == [["1"], ["2"], ["3"]])
        #expect(try groups.stored == 2)
        #expect(try groups.answerGroup() == [["4"], ["5"], ["6"]])
        #expect(try groups.stored == 3)
        #expect(try groups.answerGroup() == [["7"]])
        #expect(groups.isIdle)
    }

    @Test func `within a batch, too, whose answer leaves when it is complete`() throws {
        let groups = try Groups()
        groups.receive(
            Groups.stats("0"),
            "[\(Groups.create("1")),\(Groups.metrics("2")),\(Groups.create("3")),\(Groups.metrics("4"))]",
            Groups.stats("5"))
        #expect(try groups.answerGroup() == [["0"]])
        #expect(try groups.stored == 1)
        #expect(try groups.answerGroup() == [])
        #expect(try groups.stored == 2)
        #expect(try groups.answerGroup() == [["1", "2", "3", "4"], ["5"]])
        #expect(groups.isIdle)
    }

    @Test func `a tool that is costly is as costly as its method`() throws {
        let groups = try Groups()
        let tool =
            #"{"name":"getVoiceInterviewMetrics","arguments":{"session":{"userId":"kp_alice"},"interviewId":"x"}}"#
        groups.receive(
            Groups.create("1"), #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":\#(tool)}"#)
        #expect(try groups.answerGroup() == [["1"]])
        #expect(try groups.answerGroup() == [["2"]])
    }

    @Test func `a group whose time is over ends after the call at hand`() throws {
        let groups = try Groups(time: .zero)
        groups.receive(Groups.create("1"), "[\(Groups.create("2")),\(Groups.stats("3"))]", Groups.stats("4"))
        #expect(try groups.answerGroup() == [["1"]])
        #expect(try groups.answerGroup() == [])
        #expect(try groups.stored == 2)
        #expect(try groups.answerGroup() == [["2", "3"]])
        #expect(try groups.answerGroup() == [["4"]])
        #expect(groups.isIdle)
    }

    @Test func `the calls that are left of a batch can be cancelled, and those that were executed cannot`() throws {
        let groups = try Groups(time: .zero)
        groups.receive("[\(Groups.create("1")),\(Groups.create("2")),\(Groups.create("3")),\(Groups.create("4"))]")
        #expect(try groups.answerGroup() == [])
        for id in ["1", "2"] {
            groups.receive(#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":\#(id)}}"#)
        }
        groups.receive(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}}"#)
        var answers: [[String]] = []
        while !groups.isIdle { answers += try groups.answerGroup() }
        #expect(answers == [["1", "2 -32800", "4"]])
        #expect(try groups.stored == 2)
    }

    @Test func `when the program ends, a batch is answered for what was executed, and refused for the rest`() throws {
        let groups = try Groups(time: .zero)
        groups.receive("[\(Groups.create("1")),\(Groups.create("2")),\(Groups.create("3"))]", Groups.create("4"))
        _ = try groups.answerGroup()
        #expect(try groups.end() == [["1", "2 503", "3 503"]])
        #expect(try groups.stored == 1)
    }

    @Test func `the answer to a batch in many parts is the one that it has in a single part`() throws {
        let requests = (0..<300).map { $0 % 3 == 0 ? Groups.create("\($0)") : Groups.stats("\($0)") }
        let batch = "[\(requests.joined(separator: ",")),7]"
        let (whole, parts) = (try TestService(), try TestService())
        parts.service.groupTimes = .zero...(.zero)
        #expect(whole.answers(batch, Groups.stats("x")) == parts.answers(batch, Groups.stats("x")))
    }

    @Test func `on a full disk, what earlier groups have stored of a batch stays, and one answer tells all`() throws {
        let service = try TestService()
        service.service.groupTimes = .zero...(.zero)
        let pages = try service.store.connection.integer("PRAGMA page_count") ?? 0
        _ = try service.store.connection.integer("PRAGMA max_page_count = \(pages + 2)")
        let long = Groups.request(
            "createVoiceInterview",
            #","technologies":[],"context":"\#(String(repeating: "x", count: 50_000))","duration":1"#, id: "2")
        let answers = service.answers("[\(Groups.create("1")),\(long),\(Groups.create("3"))]")
        let elements = try JSONText(try #require(answers.first)).root.elements
        #expect(answers.count == 1)
        #expect(elements.map { $0.members.last?.name.string } == ["result", "error", "result"])
    }
}
