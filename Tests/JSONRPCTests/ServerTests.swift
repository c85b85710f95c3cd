// Tests of the decisions that the specification leaves open, with literal requests and answers.

import JSON
import JSONRPC
import TestSupport
import Testing

@Suite struct ServerTests {
    private let server = SpecificationServer()

    private func error(_ request: String) throws -> (id: String, code: Int, data: String, message: String) {
        let answers = server.answers(to: request)
        try #require(answers.count == 1)
        let members = try JSONText(answers[0], outlineDepth: 8).root.members
        let error = try #require(members.first { $0.name.isString("error") }).value
        func text(_ name: String, of members: JSONMembers) -> String {
            members.first { $0.name.isString(name) }.map { String(decoding: $0.value.bytes, as: UTF8.self) } ?? ""
        }
        let message = error.members.first { $0.name.isString("message") }?.value.string
        return (
            text("id", of: members), Int(text("code", of: error.members)) ?? 0, text("data", of: error.members),
            message ?? ""
        )
    }

    private func fault(_ request: String) throws -> (id: String, code: Int, data: String) {
        let error = try error(request)
        return (error.id, error.code, error.data)
    }

    @Test(
        arguments: [
            "0", "-0", "1.0", "1e400", "1E+2", "18446744073709551616", "\"\"", #""\u0041\/""#, "\"é\u{7F}\"", "null",
        ] as [Sample])
    func `an id is returned byte for byte`(_ sample: Sample) {
        let id = sample.text
        let request = #"{"jsonrpc":"2.0","id":\#(id),"method":"subtract","params":[5,3]}"#
        #expect(server.answers(to: request) == [#"{"jsonrpc":"2.0","id":\#(id),"result":2}"#])
    }

    @Test func `a batch keeps its order, up to a thousand elements`() throws {
        let element = #"{"jsonrpc":"2.0","id":7,"method":"subtract","params":[1,1]}"#
        let thousand = "[" + Array(repeating: element, count: 1_000).joined(separator: ",") + "]"
        #expect(try JSONText(try #require(server.answers(to: thousand).first)).root.elements.count == 1_000)
        let more = "[" + Array(repeating: element, count: 1_001).joined(separator: ",") + "]"
        #expect(try fault(more) == ("null", -32600, #"{"kind":"invalidRequest"}"#))
    }

    @Test func `the error for a line has the id, if it is known`() throws {
        #expect(try fault(#"{"jsonrpc":"2.0","id":1,"#) == ("null", -32700, #"{"kind":"parseError","offset":24}"#))
        #expect(try fault(#"{"jsonrpc":"2.0","id":1}"#) == ("1", -32600, #"{"kind":"invalidRequest"}"#))
        #expect(try fault(#"{"jsonrpc":"2.0","id":1,"method":"x"}"#) == ("1", -32601, #"{"kind":"methodNotFound"}"#))
        #expect(
            try fault(#"{"jsonrpc":"2.0","id":1,"method":"subtract","params":[1,"2",3]}"#) == (
                "1", -32602,
                #"{"kind":"invalidParams","problems":["#
                    + #"{"path":"/2","reason":"is one parameter too many: by position this method takes at most 2"},"#
                    + #"{"path":"/1","reason":"must be a whole number from -1000 to 1000"}]}"#
            ))
        let long = String(repeating: "x", count: Line.maximumBytes + 1)
        #expect(try fault(long) == ("null", 413, #"{"kind":"tooLarge","limit":16777216}"#))
    }

    @Test func `a request that is nested too deeply is refused with its id, also in a batch`() throws {
        func request(_ depth: Int) -> String {
            #"{"jsonrpc":"2.0","id":3,"method":"subtract","x":"# + String(repeating: "[", count: depth)
                + String(repeating: "]", count: depth) + #","params":[2,1]}"#
        }
        #expect(server.answers(to: request(127)) == [#"{"jsonrpc":"2.0","id":3,"result":1}"#])
        #expect(try error(request(128)).id == "3")
        #expect(try error(request(128)).code == -32600)
        let batch = try #require(server.answers(to: "[" + request(126) + "," + request(127) + "]").first)
        let elements = try JSONText(batch).root.elements
        #expect(
            elements.map { $0.members.map { $0.name.string ?? "" } } == [
                ["jsonrpc", "id", "result"], ["jsonrpc", "id", "error"],
            ])
    }

    @Test func `an unpaired surrogate is reported for its parameter`() throws {
        let named = #"{"jsonrpc":"2.0","id":1,"method":"subtract","params":{"minuend":1,"subtrahend":"\ud800"}}"#
        #expect(try error(named).code == -32602)
        #expect(
            try error(named).data.contains(#"{"path":"/subtrahend","reason":"must not contain an unpaired surrogate"}"#)
        )
        #expect(try error(#"{"jsonrpc":"2.0","id":1,"method":"\udfff"}"#).code == -32600)
        #expect(try error(#"{"jsonrpc":"2.0","id":"\udfff","method":"subtract"}"#).id == "null")
    }

    @Test func `a call with many problems gets a bounded answer`() throws {
        let names = (0..<5_000).map { "\"x\($0)\":0" }.joined(separator: ",")
        let (_, _, data, message) = try error(#"{"jsonrpc":"2.0","id":1,"method":"get_data","params":{\#(names)}}"#)
        let problems = try #require(try JSONText(data).root.members.last).value.elements
        #expect(problems.count == Problems.maximumCount)
        #expect(message == "`/x0` is not a parameter of this method, which takes none. `problems` lists 999 more.")
    }

    @Test(arguments: [
        (#"{"minuend":"1","subtrahend":2}"#, "`/minuend` must be a whole number from -1000 to 1000."),
        (#"{"minuend":1}"#, "`/subtrahend` is missing and must be a whole number from -1000 to 1000."),
        ("[1,2.5]", "`/1` must be a whole number from -1000 to 1000."),
        ("[]", "`/0` is missing and must be a whole number from -1000 to 1000. `problems` lists 1 more."),
        (
            "[1,1e9,3]",
            "`/2` is one parameter too many: by position this method takes at most 2. `problems` lists 1 more."
        ),
    ]) func `the message has the first problem and the number of others`(
        _ params: String, _ message: String
    ) throws {
        let refused = try error(#"{"jsonrpc":"2.0","id":1,"method":"subtract","params":\#(params)}"#)
        #expect(refused.code == -32602 && refused.message == message)
    }

    @Test func `a message shows the beginning of a long name`() throws {
        let name = String(repeating: "\u{e9}", count: 100_000)
        let refused = try error(#"{"jsonrpc":"2.0","id":1,"method":"get_data","params":{"\#(name)":1}}"#)
        #expect(refused.message.hasPrefix("`/ééé") && refused.message.contains("é…` is not a parameter"))
        #expect(refused.message.utf8.count < 600)
        #expect(refused.data.contains("\"/\(name)\""))
    }

    @Test func `the error for a line with part of a request, or with several, asks for one request per line`() throws {
        let request = """
            {
              "jsonrpc": "2.0",
              "id": 1,
              "method": "subtract",
              "params": {
                "minuend": [
                  true,
                  [
                  ]
                ],
                "subtrahend": {}
              }
            }
            """
        let lines = request.split(separator: "\n").map(String.init)
        let flat = lines.joined()
        let more = [flat + flat, flat + " " + flat, flat + "," + flat, String(flat.dropLast()), flat + "}", "[" + flat]
        for line in lines + more {
            let refused = try error(line)
            #expect(refused.code == -32700 && refused.message.hasSuffix("; write one request per line."), "\(line)")
        }
        for line in [#"{"jsonrpc":"2.0",}"#, "{'id':1}", "[1,]", "hello", "\"\\x\"", "[01]", "\"\t\""] {
            let refused = try error(line)
            #expect(refused.code == -32700 && !refused.message.contains("one request per line"), "\(line)")
        }
    }

    @Test func `a notification is executed and never answered, also if it fails`() {
        for params in ["[5,3]", "[5]", "{}", #"{"x":"\ud800"}"#] {
            #expect(server.answers(to: #"{"jsonrpc":"2.0","method":"subtract","params":\#(params)}"#).isEmpty)
        }
    }
}
