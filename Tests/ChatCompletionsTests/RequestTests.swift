// What a server is asked, and how it is asked again with weaker forms.

import Foundation
import JSON
import TestSupport
import Testing

@testable import ChatCompletions

@Suite struct RequestTests {
    private static let beginning =
        #"{"model":"m","messages":[{"role":"system","content":"Judge."},{"role":"user","content":"I did."}]"#
    private static let forms = [
        #","response_format":{"type":"json_schema","json_schema":{"name":"review","strict":true,"schema":{"type":"object"}}}}"#,
        #","response_format":{"type":"json_object"}}"#, "}",
    ].map { beginning + $0 }

    private func bodies(_ server: ModelServer) -> [String] {
        server.requests.map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test func `the request is a POST of the prompts and the schema`() throws {
        let server = try ModelServer([.completion("good")])
        #expect(try Asking(server).outcome() == .success("good"))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.path == "/v1/chat/completions")
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("Authorization") == nil && request.header("Expect") == nil)
        #expect(bodies(server) == [Self.forms[0]])
    }

    @Test func `texts arrive unchanged, also large ones`() throws {
        let text = "ä\"\\\n\r\u{0}\u{2028}😀" + String(repeating: "x", count: 3_000_000)
        let server = try ModelServer([.completion("good")])
        let prompt = ChatPrompt(system: text, user: "", schemaName: "s", schema: Array("{}".utf8))
        #expect(try Asking(server).model().complete(prompt, Interruption()) { $0 } == "good")
        let body = try JSONText(#require(server.requests.first).body[...])
        #expect(body.root.member("messages")?.elements[0].member("content")?.string == text)
    }

    @Test(arguments: ["sk-abc", #"a"b\c\n\"#, "a b'#$(id)`é😀"]) func `a key arrives unchanged`(_ key: String) throws {
        let server = try ModelServer([.completion("good")])
        var asking = Asking(server)
        asking.key = key
        #expect(try asking.outcome() == .success("good"))
        #expect(server.requests.map { $0.header("Authorization") } == ["Bearer \(key)"])
    }

    @Test(arguments: [400, 415, 422, 501]) func `a form that is refused is asked for in a weaker way`(_ status: Int)
        throws
    {
        let refusal = ModelServer.Answer.response(status, body: #"{"error":{"message":"response_format"}}"#)
        for count in 0...2 {
            let server = try ModelServer(Array(repeating: refusal, count: count) + [.completion("good")])
            #expect(try Asking(server).outcome() == .success("good"))
            #expect(bodies(server) == Array(Self.forms.prefix(count + 1)))
        }
        let server = try ModelServer([refusal])
        #expect(try Asking(server).outcome() == .failure(.refused, status))
        #expect(bodies(server) == Self.forms)
    }

    @Test func `every kind of retry has its own number`() throws {
        let server = try ModelServer([
            .response(400), .response(503, headers: ["Retry-After": "0"]), .completion("bad"), .response(400),
            .completion("good"),
        ])
        #expect(try Asking(server).outcome() == .success("good"))
        #expect(bodies(server) == [0, 1, 1, 1, 2].map { Self.forms[$0] })
    }

    @Test func `four calls at once are answered`() throws {
        let server = try ModelServer([.held(.completion("good"))])
        let calls = (0..<4).map { _ in Call(Asking(server)) }
        try server.waitForRequests(4)
        server.release()
        for call in calls { #expect(try call.result() == .success("good")) }
        #expect(server.requests.count == 4)
    }

    @Test func `what is accepted becomes the value`() throws {
        let server = try ModelServer([.completion("12"), .completion("x"), .completion("13")])
        let model = try Asking(server).model()
        #expect(try model.complete(prompt, Interruption()) { Int($0) } == 12)
        #expect(try model.complete(prompt, Interruption()) { Int($0) } == 13)
    }
}
