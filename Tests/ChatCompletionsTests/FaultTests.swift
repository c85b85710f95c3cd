// Every fault of a server, and what becomes of it.

import Foundation
import TestSupport
import Testing

@testable import ChatCompletions

@Suite struct FaultTests {
    /// The completion of a chat with another message or reason for its end.
    private static func completion(_ message: String, finish: String = "stop") -> ModelServer.Answer {
        .response(200, body: #"{"choices":[{"message":\#(message),"finish_reason":"\#(finish)"}]}"#)
    }

    private static func error(_ status: Int, _ error: String) -> ModelServer.Answer {
        .response(status, body: #"{"error":\#(error)}"#)
    }

    @Test(arguments: [301, 302, 307, 308, 401, 402, 403, 404, 405, 406, 408, 409, 410, 451, 499])
    func `a request that is refused is not repeated`(_ status: Int) throws {
        // A redirection is not followed: the key would go to another server.
        let server = try ModelServer([
            .response(status, headers: ["Location": "/v1/chat/completions"], body: "no"), .completion("good"),
        ])
        #expect(try Asking(server).outcome() == .failure(.refused, status))
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [429, 500, 503]) func `a server that stays overloaded is asked twice`(_ status: Int) throws {
        let server = try ModelServer([.response(status, headers: ["Retry-After": "0"])])
        #expect(try Asking(server).outcome() == .failure(.overloaded, status))
        #expect(server.requests.count == 2)
    }

    @Test(arguments: [
        error(400, #"{"message":"…","type":"invalid_request_error","code":"context_length_exceeded"}"#),
        error(400, #"{"code":400,"message":"…","type":"exceed_context_size_error","n_ctx":8192}"#),
        error(500, #"{"message":"context_length_exceeded"}"#),
        error(400, #"{"message":"This model's maximum context length is 8192 tokens.","code":400}"#),
        error(400, #"{"message":"The input token count (9) exceeds the maximum number of tokens allowed (8)."}"#),
        .response(413, body: "too large"),
        .response(200, body: #"{"error":{"code":"context_length_exceeded"}}"#),
    ]) func `a prompt that is too long is told`(_ answer: ModelServer.Answer) throws {
        let server = try ModelServer([answer, .completion("good")])
        guard case .failure(.failed(let failure)) = try Asking(server).outcome() else { throw Missing() }
        #expect(failure.reason == .tooLong && failure.httpStatus != nil)
        #expect(server.requests.count == 1)
    }

    @Test func `an answer about context lengths is an answer`() throws {
        let server = try ModelServer([.completion("the error context_length_exceeded")])
        #expect(try Asking(server).outcome() == .success("the error context_length_exceeded"))
    }

    private static let badAnswers: [ModelServer.Answer] = [
        .completion("bad"), .response(200, body: "not JSON"), .response(200, body: ""), .response(204),
        .response(200, body: "{}"), .response(200, body: #"{"choices":[]}"#), .response(200, body: #"{"choices":{}}"#),
        .response(200, body: #"{"error":{"message":"overloaded"}}"#), completion("null"), completion("{}"),
        completion(#"{"content":null}"#), completion(#"{"content":["good"]}"#),
        completion(#"{"content":"good","refusal":"I cannot."}"#), completion(#"{"content":"good","refusal":{}}"#),
    ]

    @Test(arguments: badAnswers) func `an answer that is not of the form is asked for twice`(
        _ answer: ModelServer.Answer
    ) throws {
        let repaired = try ModelServer([answer, .completion("good")])
        #expect(try Asking(repaired).outcome() == .success("good"))
        let server = try ModelServer([answer])
        guard case .failure(.failed(let failure)) = try Asking(server).outcome() else { throw Missing() }
        #expect(failure.reason == .badAnswer && 200...204 ~= failure.httpStatus ?? 0)
        #expect(server.requests.count == 2)
    }

    @Test(arguments: [
        completion(#"{"content":"good"}"#), completion(#"{"content":"good","refusal":null}"#),
        completion(#"{"content":"good","refusal":""}"#),
        .response(200, body: #"{"choices":[{"message":{"content":"good"},"finish_reason":null}],"error":null}"#),
    ]) func `the members that are not needed may be absent or null`(_ answer: ModelServer.Answer) throws {
        #expect(try Asking(ModelServer([answer])).outcome() == .success("good"))
    }

    @Test func `an answer that was cut short by the model is not asked for again`() throws {
        let server = try ModelServer([
            Self.completion(#"{"content":"good"}"#, finish: "length"), .completion("good"),
        ])
        #expect(try Asking(server).outcome() == .failure(.badAnswer, 200))
        #expect(server.requests.count == 1)
    }

    @Test func `an endless answer is given up after a mebibyte`() throws {
        let server = try ModelServer([.endless, .completion("good")])
        let asking = Asking(server)
        #expect(try asking.outcome() == .failure(.badAnswer, 200))
        #expect(asking.processes.isEmpty && server.requests.count == 1)
        // What the buffers of both sockets and the pipe hold, and not what a call would keep in memory.
        #expect(server.endlessBytes < 32 * 1_024 * 1_024)
    }

    @Test func `an answer has at most a mebibyte`() throws {
        let frame = ModelServer.completion(content: "").utf8.count
        for (more, isAccepted) in [(0, true), (1, false)] {
            let text = String(repeating: "x", count: 1_024 * 1_024 - frame + more)
            let outcome = try Asking(ModelServer([.completion(text)])).outcome()
            #expect(isAccepted ? outcome == .success(text) : outcome == .failure(.badAnswer, 200))
        }
    }

    @Test func `a server that is not there is unreachable`() throws {
        let url = try { try ModelServer([.silence]).url }()
        #expect(try Asking(url).outcome() == .failure(.unreachable))
        #expect(try Asking("http://127.0.0.1:1").outcome() == .failure(.unreachable))
        // curl(1): failed to connect to host.
        let failure = ModelFailure(.unreachable, curlStatus: 7)
        #expect(try Asking("http://127.0.0.1:1").wholeOutcome() == .failure(.failed(failure)))
        #expect(try Asking("http://nowhere.invalid").outcome() == .failure(.unreachable))
        var asking = Asking(url)
        asking.curl = "/nowhere/curl"
        #expect(try asking.outcome() == .failure(.unreachable))
    }

    @Test func `an answer that is cut off is not asked for again`() throws {
        let server = try ModelServer([
            .cutOff(200, body: ModelServer.completion(content: "good")), .completion("good"),
        ])
        #expect(try Asking(server).outcome() == .failure(.unreachable, 200))
        #expect(server.requests.count == 1)
    }

    @Test func `the status of an error stands without the rest of its body`() throws {
        #expect(try Asking(ModelServer([.cutOff(401, body: "{")])).outcome() == .failure(.refused, 401))
    }

    @Test func `a server that never answers is given up in time`() throws {
        let server = try ModelServer([.silence])
        var asking = Asking(server)
        asking.timeout = 1
        let start = ContinuousClock.now
        #expect(try asking.outcome() == .failure(.timeout))
        #expect(start.duration(to: .now) >= .seconds(1))
        #expect(asking.processes.isEmpty)
    }
}
