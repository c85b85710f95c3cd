// Both eras of the Model Context Protocol and plain JSON-RPC on one pipe.

import JSON
import JSONRPC
import Synchronization
import TestSupport
import Testing

@testable import ModelContext

/// The context in which the methods of the tests are executed: a sum.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ number: Int) -> Int {
        count.withLock { count in
            count += number
            return count
        }
    }
}

extension FaultKind {
    fileprivate static let unlucky = FaultKind(1, "unlucky", "Choose another number.")
    fileprivate static let broken = FaultKind(2, "broken", "Nothing can be done.")
}

extension ResultType<Int> {
    fileprivate static let sum = ResultType.record(nil, ResultType<Int>.Member("sum", { $0 }, .integer, "The sum."))
}

/// A server for one host.
final class TestPipe {
    let counter = Counter()
    private let host: ModelContextServer<Counter>

    static let methods: [Method<Counter>] = [
        Method(
            "add", "Adds.", caller: .open, Parameter("number", .integer(1...100), "What to add."),
            result: .sum, effect: .writes, refusals: [.unlucky]
        ) { counter, _, number throws(Fault) in
            guard number != 13 else { throw Fault(.unlucky, "Thirteen is not added.") }
            guard number != 99 else { throw Fault(.broken, "The counter is broken.") }
            return counter.add(number)
        },
        Method(
            "rpc.about", "Tells.", caller: .open, result: .sum, effect: .reads, audience: .programs
        ) { counter, _ in counter.value },
    ]

    static let identity = Identity(name: "counter", version: "1", instructions: "Add.")

    init(_ offer: Offer<Counter>? = nil) {
        host = ModelContextServer(Server(Self.methods), Self.identity, uncorrectable: [.broken], offer)
    }

    /// The answers to lines that arrive together.
    func answers(_ lines: String...) -> [String] {
        var splitter = LineSplitter()
        var writer = JSONWriter()
        var inFlight = RequestsInFlight<Counter>(uncancellable: ModelContextServer<Counter>.uncancellable)
        for line in splitter.split(Array((lines.joined(separator: "\n") + "\n").utf8)) {
            inFlight.append(host.request(for: line), lineBytes: line.byteCount)
        }
        var begun: [BegunCall<Counter>] = []
        for offset in 0..<inFlight.count {
            inFlight[offset].write(to: &writer) { _ = $0.answer(in: counter, beginning: &begun, to: &$1) }
        }
        return String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The answer to one request.
    /// - Parameters:
    ///   - params: members of `params`.
    ///   - version: the revision in `_meta` of a modern request; empty for a legacy request.
    func call(_ method: String, _ params: String = "", version: String = "", id: String = "1") -> String {
        let meta =
            #""_meta":{"io.modelcontextprotocol/protocolVersion":"\#(version)","#
            + #""io.modelcontextprotocol/clientCapabilities":{},"com.example/other":[1]}"#
        let members = [version.isEmpty ? "" : meta, params].filter { !$0.isEmpty }.joined(separator: ",")
        return answers(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(members)}}"#).first ?? ""
    }

    func modern(_ method: String, _ params: String = "", id: String = "1") -> String {
        call(method, params, version: "2026-07-28", id: id)
    }

    func initialize(_ version: String) -> String {
        call(
            "initialize", #""protocolVersion":"\#(version)","capabilities":{},"clientInfo":{"name":"t","version":"1"}"#)
    }
}

@Suite struct EraTests {
    @Test func `plain, legacy and modern requests work on one pipe`() {
        let pipe = TestPipe()
        #expect(pipe.call("add", #""number":1"#) == #"{"jsonrpc":"2.0","id":1,"result":{"sum":1}}"#)
        #expect(pipe.call("tools/list").contains(#""result":{"tools":["#))
        #expect(pipe.initialize("2025-11-25").contains(#""protocolVersion":"2025-11-25""#))
        #expect(pipe.call("ping") == #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
        let called = pipe.modern("tools/call", #""name":"add","arguments":{"number":2}"#)
        #expect(
            called
                == #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","content":[{"type":"text","text":"{\"sum\":3}"}],"structuredContent":{"sum":3},"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"counter","version":"1"}}}}"#
        )
        #expect(pipe.call("add", #""number":1,"_meta":{"x":1}"#, id: "1.0").contains(#""id":1.0,"result":{"sum":4}"#))
        #expect(pipe.call("add", #""number":1"#, id: "null").contains(#""id":null,"result":{"sum":5}"#))
    }

    @Test(arguments: [
        ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1.0", "2025-11-25"), ("", "2025-11-25"),
    ]) func `initialize negotiates a revision`(_ requested: String, _ agreed: String) {
        let answer = TestPipe().initialize(requested)
        #expect(answer.contains(#""result":{"protocolVersion":"\#(agreed)","capabilities":{"tools":{}},"#))
        #expect(answer.contains(#""serverInfo":{"name":"counter","version":"1"},"instructions":"Add."}"#))
    }

    @Test func `initialize needs a revision, and is refused in a batch`() {
        let pipe = TestPipe()
        #expect(pipe.call("initialize").contains(#""path":"/protocolVersion""#))
        let hello = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}"#
        #expect(pipe.answers("[\(hello)]").first?.contains(#""code":-32600"#) == true)
    }

    @Test func `initialize can be repeated, and negotiates the revision again`() {
        let pipe = TestPipe()
        let batch = #"[{"jsonrpc":"2.0","id":1,"method":"add","params":{"number":1}}]"#
        for version in ["2025-11-25", "2025-03-26", "2025-03-26", "2025-06-18", "2024-11-05"] {
            #expect(pipe.initialize(version) == TestPipe().initialize(version))
            // Only 2024-11-05 and 2025-03-26 have batches.
            #expect(pipe.answers(batch).first?.hasPrefix("[") == (version < "2025-06-18"), "\(version)")
        }
        #expect(pipe.call("initialize").contains(#""path":"/protocolVersion""#))
        #expect(pipe.answers(batch).first?.hasPrefix("[") == true)
    }

    @Test func `the _meta of a modern request must be complete, and is checked before the method`() {
        let pipe = TestPipe()
        let missing = pipe.call("server/discover")
        #expect(missing.contains(#""code":-32602"#))
        #expect(missing.contains(#""path":"/_meta/io.modelcontextprotocol~1protocolVersion""#))
        #expect(missing.contains(#""path":"/_meta/io.modelcontextprotocol~1clientCapabilities""#))
        for meta in [
            #""io.modelcontextprotocol/protocolVersion":"2026-07-28""#,
            #""io.modelcontextprotocol/clientCapabilities":{}"#,
            #""io.modelcontextprotocol/protocolVersion":7,"io.modelcontextprotocol/clientCapabilities":{}"#,
            #""io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]"#,
        ] { #expect(pipe.call("tools/list", "\"_meta\":{\(meta)}").contains(#""code":-32602"#)) }
        for version in ["2025-11-25", "2027-01-01", "1900-01-01"] {
            for method in ["tools/list", "none", "ping", "server/discover", "initialize"] {
                let refused = pipe.call(method, version: version)
                #expect(refused.contains(#""code":-32022"#) && refused.contains(#""supported":["2026-07-28"]"#))
                #expect(refused.contains(#""requested":"\#(version)""#))
            }
        }
        #expect(pipe.call("none", version: "2025-11-25", id: "null").contains(#""code":-32600"#))
        #expect(pipe.modern("none", #""a":1,"a":2"#).contains(#""code":-32601"#))
        #expect(pipe.modern("tools/list", #""a":1,"a":2"#).contains(#""code":-32602"#))
        for twice in [
            #""io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/protocolVersion":"1","io.modelcontextprotocol/clientCapabilities":{}"#,
            #""io.modelcontextprotocol/protocolVersion":"\ud800","io.modelcontextprotocol/clientCapabilities":{}"#,
        ] { #expect(pipe.call("tools/list", "\"_meta\":{\(twice)}").contains(#""code":-32602"#)) }
    }

    @Test(arguments: ["ping", "initialize", "logging/setLevel", "resources/subscribe", "none", "resources/list"])
    func `a modern request for a method that the server does not have is refused`(_ method: String) {
        #expect(TestPipe().modern(method).contains(#""code":-32601"#))
    }

    @Test(arguments: [
        "logging/setLevel", "resources/subscribe", "resources/list", "prompts/get", "completion/complete",
    ])
    func `a legacy request for a capability that was not offered is refused`(_ method: String) {
        let pipe = TestPipe()
        _ = pipe.initialize("2025-11-25")
        #expect(pipe.call(method).contains(#""code":-32601"#))
    }

    @Test func `server/discover describes the server`() {
        let answer = TestPipe().modern("server/discover")
        #expect(
            answer.contains(#""resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"#)
        )
        #expect(answer.contains(#""instructions":"Add.","ttlMs":3600000,"cacheScope":"public","_meta":{"#))
    }

    @Test(arguments: [
        ("null", #"{"jsonrpc":"2.0","error":"#), ("1.5", #"{"jsonrpc":"2.0","id":1.5,"error":"#),
        ("1.0", #"{"jsonrpc":"2.0","id":1.0,"error":"#), ("1e3", #"{"jsonrpc":"2.0","id":1e3,"error":"#),
        ("true", #"{"jsonrpc":"2.0","error":"#), ("[]", #"{"jsonrpc":"2.0","error":"#),
    ]) func `an id is a string or an integer`(_ id: String, _ beginning: String) {
        let pipe = TestPipe()
        _ = pipe.initialize("2025-11-25")
        for answer in [pipe.call("ping", id: id), pipe.modern("tools/list", id: id)] {
            #expect(answer.hasPrefix(beginning) && answer.contains(#""code":-32600"#), "\(answer)")
        }
        for id in ["-7", "\"a\"", "18446744073709551616", "\"\""] {
            #expect(pipe.call("ping", id: id) == #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#)
        }
    }

    @Test func `an error for an unknown id has no id after the first MCP request`() {
        let pipe = TestPipe()
        #expect(pipe.answers("{").first?.hasPrefix(#"{"jsonrpc":"2.0","id":null,"error""#) == true)
        _ = pipe.modern("tools/list")
        for line in ["{", "[]", "7", #"{"jsonrpc":"2.0","id":[],"method":"add"}"#] {
            #expect(pipe.answers(line).first?.hasPrefix(#"{"jsonrpc":"2.0","error""#) == true)
        }
    }

    @Test func `batches are refused if the revision has none, and nothing in them is executed`() {
        let add = #"{"jsonrpc":"2.0","id":1,"method":"add","params":{"number":1}}"#
        for (version, isAllowed) in [
            ("2024-11-05", true), ("2025-03-26", true), ("2025-06-18", false), ("2025-11-25", false),
        ] {
            let pipe = TestPipe()
            _ = pipe.initialize(version)
            let answer = pipe.answers("[\(add),\(add)]").first ?? ""
            #expect(answer.hasPrefix(isAllowed ? "[{" : #"{"jsonrpc":"2.0","error":{"code":-32600"#))
            #expect(pipe.counter.value == (isAllowed ? 2 : 0))
        }
        let pipe = TestPipe()
        let modern =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#
        #expect(
            pipe.answers("[\(add),\(modern)]").first?.hasPrefix(#"{"jsonrpc":"2.0","error":{"code":-32600"#) == true)
        #expect(pipe.counter.value == 0)
        #expect(pipe.answers("[\(add)]").first?.hasPrefix("[{") == true)
    }

    @Test func `notifications are never answered, and tools/call as a notification is not executed`() {
        let pipe = TestPipe()
        let lines = ["initialized", "cancelled", "progress", "roots/list_changed", "none"].map {
            #"{"jsonrpc":"2.0","method":"notifications/\#($0)"}"#
        }
        for line in lines + [
            #"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"number":1}}}"#,
            #"{"jsonrpc":"2.0","method":"$/cancelRequest"}"#, #"{"jsonrpc":"2.0","method":"ping"}"#,
        ] { #expect(pipe.answers(line).isEmpty, "\(line)") }
        #expect(pipe.counter.value == 0)
    }
}

@Suite struct CancellationTests {
    private func add(_ id: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"add","params":{"number":1}}"#
    }

    @Test(arguments: ["1", "\"a\"", "1.0"])
    func `a request that is cancelled while it waits is not executed`(_ id: String) {
        let pipe = TestPipe()
        let cancelled = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"#
        #expect(pipe.answers(add(id), add("2"), cancelled) == [#"{"jsonrpc":"2.0","id":2,"result":{"sum":1}}"#])
        let cancel = #"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":\#(id)}}"#
        let answers = pipe.answers(add(id), cancel, add("3"))
        #expect(answers.count == 2 && answers[0].contains(#""id":\#(id),"error":{"code":-32800"#))
        #expect(pipe.counter.value == 2)
    }

    @Test func `one request of a batch can be cancelled`() {
        let pipe = TestPipe()
        let cancelled = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#
        #expect(
            pipe.answers("[\(add("1")),\(add("2"))]", cancelled) == [#"[{"jsonrpc":"2.0","id":2,"result":{"sum":1}}]"#])
        #expect(pipe.answers("[\(add("1"))]", cancelled).isEmpty)
    }

    @Test func `a later request of a batch is not cancelled, and a handshake never is`() {
        let pipe = TestPipe()
        let cancelled = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#
        #expect(pipe.answers("[\(cancelled),\(add("1"))]") == [#"[{"jsonrpc":"2.0","id":1,"result":{"sum":1}}]"#])
        #expect(
            pipe.answers("[\(add("1")),\(cancelled),\(add("1"))]") == [
                #"[{"jsonrpc":"2.0","id":1,"result":{"sum":2}}]"#
            ])
        let hello = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}"#
        #expect(pipe.answers(hello, cancelled).first?.contains("2025-03-26") == true)
    }

    @Test func `of many requests, those with the ids are cancelled, each once`() {
        let pipe = TestPipe()
        var lines: [String] = []
        for id in 0..<2_000 {
            lines.append(add("\(id)"))
            let method =
                id % 2 == 0 ? #""notifications/cancelled","params":{"requestId""# : #""$/cancelRequest","params":{"id""#
            if id % 4 < 2 { lines += Array(repeating: #"{"jsonrpc":"2.0","method":\#(method):\#(id).0}}"#, count: 3) }
        }
        let answers = pipe.answers(lines.joined(separator: "\n"))
        #expect(answers.filter { $0.contains(#""code":-32800"#) }.count == 500)
        #expect(answers.count == 1_500 && pipe.counter.value == 1_000)
    }

    @Test(arguments: ["2", "null", "[1]", "{}", "\"1\"", "10"])
    func `a request with another id, a later one, and an answered one are not cancelled`(_ id: String) {
        let pipe = TestPipe()
        let cancelled = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"#
        #expect(pipe.answers(add("1"), cancelled, add("2")).count == 2)
        #expect(pipe.answers(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#).isEmpty)
        #expect(pipe.counter.value == 2)
    }
}

@Suite struct ToolTests {
    @Test func `the list of tools is one page with the same bytes each time, without methods for programs`() throws {
        let pipe = TestPipe()
        let list = pipe.call("tools/list")
        #expect(list == pipe.call("tools/list"))
        #expect(
            list
                == #"{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"add","description":"Adds.","inputSchema":{"type":"object","properties":{"number":{"description":"What to add.","type":"integer","minimum":1,"maximum":100}},"required":["number"],"additionalProperties":false},"outputSchema":{"type":"object","properties":{"sum":{"type":"integer"}}},"annotations":{"readOnlyHint":false,"destructiveHint":false,"idempotentHint":false,"openWorldHint":false}}]}}"#
        )
        #expect(pipe.call("tools/list", #""cursor":"x""#).contains(#""code":-32602"#))
        #expect(pipe.call("tools/list", #""cursor":"""#).contains(#""code":-32602"#))
        #expect(pipe.modern("tools/list").contains(#""ttlMs":3600000,"cacheScope":"public""#))
    }

    @Test(arguments: [
        (#""name":"add","arguments":{"number":0}"#, "`/number` must be a whole number from 1 to 100."),
        (
            #""name":"add","arguments":{"number":1,"x":2}"#,
            "`/x` is not a parameter of this method, which takes number."
        ),
        (#""name":"add","arguments":{"number":1,"number":2}"#, "`/number` is a duplicate member."),
        (#""name":"add""#, "`/number` is missing and must be a whole number from 1 to 100."),
        (#""name":"add","arguments":null"#, "`/number` is missing and must be a whole number from 1 to 100."),
        (
            #""name":"add","arguments":{"x":2}"#,
            "`/x` is not a parameter of this method, which takes number. `/number` is missing and must be a whole number from 1 to 100."
        ),
        (#""name":"add","arguments":{"number":13}"#, "Thirteen is not added."),
    ]) func `an error that a model can correct is a result`(_ params: String, _ advice: String) {
        let pipe = TestPipe()
        let answer = pipe.call("tools/call", params)
        #expect(
            answer.contains(#""result":{"content":[{"type":"text","text":""#) && answer.contains(advice), "\(answer)")
        #expect(answer.hasSuffix(#""isError":true}}"#) && !answer.contains("structuredContent"))
        #expect(pipe.counter.value == 0)
    }

    @Test(arguments: [
        (#""name":"add","arguments":{"number":99}"#, 2), (#""name":"rpc.about""#, -32602), (#""name":"none""#, -32602),
        ("", -32602), (#""name":7"#, -32602), (#""name":"add","arguments":[1]"#, -32602),
        (#""name":"add","name":"add","arguments":{"number":1}"#, -32602),
        (#""name":"\ud800","arguments":{"number":1}"#, -32602),
    ]) func `an error that a model cannot correct is an error response`(_ params: String, _ code: Int) {
        let pipe = TestPipe()
        #expect(pipe.call("tools/call", params).contains(#""error":{"code":\#(code),"#))
        #expect(pipe.counter.value == 0)
    }
}
