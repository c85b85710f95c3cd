// Tests with the examples of the specification (JSON-RPC 2.0 §7), on a server with their methods.

import JSON
import JSONRPC
import TestSupport
import Testing

/// A server with the methods of the specification's examples.
struct SpecificationServer {
    private let server = Server<Void>([
        Method(
            "subtract", "Subtracts.", caller: .open, Parameter("minuend", .integer(-1_000...1_000), "From this."),
            Parameter("subtrahend", .integer(-1_000...1_000), "This."), result: .integer, effect: .reads
        ) { _, _, minuend, subtrahend in minuend - subtrahend },
        Method(
            "sum", "Adds three.", caller: .open, Parameter("a", .integer(0...9), ""),
            Parameter("b", .integer(0...9), ""),
            Parameter("c", .integer(0...9), ""), result: .integer, effect: .reads
        ) { _, _, a, b, c in a + b + c },
        Method("get_data", "Gives data.", caller: .open, result: .data, effect: .reads) { _, _ in },
        Method(
            "update", "Takes five.", caller: .open, Parameter("a", .integer(0...9), ""),
            Parameter("b", .integer(0...9), ""),
            Parameter("c", .integer(0...9), ""), Parameter("d", .integer(0...9), ""),
            Parameter("e", .integer(0...9), ""),
            result: .integer, effect: .writes
        ) { _, _, a, _, _, _, _ in a },
        Method(
            "notify_hello", "Takes one.", caller: .open, Parameter("a", .integer(0...9), ""), result: .integer,
            effect: .reads
        ) { _, _, a in a },
        Method(
            "notify_sum", "Takes three.", caller: .open, Parameter("a", .integer(0...9), ""),
            Parameter("b", .integer(0...9), ""), Parameter("c", .integer(0...9), ""), result: .integer, effect: .reads
        ) { _, _, a, _, _ in a },
    ])

    func answers(to request: String) -> [String] {
        var splitter = LineSplitter()
        var writer = JSONWriter()
        var begun: [BegunCall<Void>] = []
        for line in splitter.split(Array(request.utf8) + [UInt8(ascii: "\n")]) {
            server.request(for: line).write(to: &writer) { _ = $0.answer(in: (), beginning: &begun, to: &$1) }
        }
        return writer.bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension ResultType<Void> {
    static let data = ResultType(.json) { _, writer in
        writer.beginArray()
        writer.string("hello")
        writer.integer(5)
        writer.endArray()
    }
}

@Suite struct SpecificationTests {
    /// The examples as printed. The server's errors have `data` and other messages, both of which §5.1 leaves open.
    static let examples = Script(
        """
        rpc call with positional parameters:
        --> {"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}
        <-- {"jsonrpc": "2.0", "result": 19, "id": 1}
        --> {"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}
        <-- {"jsonrpc": "2.0", "result": -19, "id": 2}

        rpc call with named parameters:
        --> {"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3}
        <-- {"jsonrpc": "2.0", "result": 19, "id": 3}
        --> {"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4}
        <-- {"jsonrpc": "2.0", "result": 19, "id": 4}

        a Notification:
        --> {"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}
        --> {"jsonrpc": "2.0", "method": "foobar"}

        rpc call of non-existent method:
        --> {"jsonrpc": "2.0", "method": "foobar", "id": "1"}
        <-- {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "1"}

        rpc call with invalid JSON:
        --> {"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]
        <-- {"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}

        rpc call with invalid Request object:
        --> {"jsonrpc": "2.0", "method": 1, "params": "bar"}
        <-- {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}

        rpc call Batch, invalid JSON:
        --> [
              {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
              {"jsonrpc": "2.0", "method"
            ]
        <-- {"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}

        rpc call with an empty Array:
        --> []
        <-- {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}

        rpc call with an invalid Batch (but not empty):
        --> [1]
        <-- [
              {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
            ]

        rpc call with invalid Batch:
        --> [1,2,3]
        <-- [
              {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
              {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
              {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
            ]

        rpc call Batch:
        --> [
              {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
              {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
              {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
              {"foo": "boo"},
              {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
              {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
            ]
        <-- [
              {"jsonrpc": "2.0", "result": 7, "id": "1"},
              {"jsonrpc": "2.0", "result": 19, "id": "2"},
              {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
              {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},
              {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
            ]

        rpc call Batch (all notifications):
        --> [
              {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
              {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
            ]
        <--
        """)

    @Test func `there are fifteen examples`() {
        #expect(Self.examples.steps.count == 15)
    }

    @Test(arguments: examples.steps) func `an example is answered as printed`(_ step: Script.Step) throws {
        let answers = SpecificationServer().answers(to: step.request)
        #expect(answers.count == step.answers.count)
        for (expected, actual) in zip(step.answers, answers) {
            let (expected, actual) = (try JSONText(expected.text).root, try JSONText(actual).root)
            #expect(expected.isSameButForTheWordsOfErrors(as: actual), "\(step.request)")
        }
    }
}

extension JSONSlice {
    /// Whether two answers are equal. Errors are compared by their codes only.
    fileprivate func isSameButForTheWordsOfErrors(as other: JSONSlice) -> Bool {
        switch kind {
        case .array:
            let pairs = zip(elements, other.elements)
            return elements.count == other.elements.count
                && pairs.allSatisfy { $0.isSameButForTheWordsOfErrors(as: $1) }
        case .object:
            return members.count == other.members.count
                && members.allSatisfy { name, value in
                    guard let theirs = other.members.first(where: { $0.name.string == name.string })?.value else {
                        return false
                    }
                    return name.isString("error") ? value.code == theirs.code : value.isSameValue(as: theirs)
                }
        case .string, .number, .true, .false, .null: return isSameValue(as: other)
        }
    }

    private var code: Int? { members.first { $0.name.isString("code") }?.value.integer }
}
