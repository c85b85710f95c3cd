// Arguments of tools that are JSON in a string, as some hosts send them.

import JSON
import JSONRPC
import Testing

@testable import InterviewMethods
@testable import Interviews

@Suite struct EncodedArgumentTests {
    private static let alice = #""session":{"userId":"kp_alice"}"#

    private func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func call(_ service: TestService, _ tool: String, _ arguments: String) -> String {
        service.call("tools/call", #""name":"\#(tool)","arguments":{\#(arguments)}"#)
    }

    /// A call of each method that continues the one before, and the names of the parameters that are not strings.
    private static let calls: [(tool: String, arguments: [(name: String, value: String)], encoded: Set<String>)] = {
        let id = ("interviewId", #""00000000-0000-7000-8000-000000000001""#)
        return [
            (
                "createVoiceInterview",
                [("technologies", #"["Swift","\u00e9\"\u2028"]"#), ("context", #""30""#), ("duration", "30")],
                ["technologies", "duration"]
            ),
            ("updateVoiceInterviewStatus", [id, ("status", #""active""#), ("conversationId", #""7""#)], []),
            (
                "saveVoiceInterviewTranscription",
                [id, ("transcription", #""[1]""#), ("actualDuration", "6e1"), ("feedback", #""{}""#), ("score", "80")],
                ["actualDuration", "score"]
            ),
            (
                "getUserVoiceInterviews",
                [("limit", "5"), ("cursor", "null"), ("status", #"["completed"]"#), ("technology", "null")],
                ["limit", "status"]
            ),
            ("getVoiceInterviewById", [id], []),
            ("getVoiceInterviewStats", [], []),
            ("searchVoiceInterviews", [("query", #""30""#), ("limit", "null")], ["limit"]),
        ]
    }()

    @Test(arguments: SessionKind.allCases)
    func `a tool accepts JSON in a string for each parameter that is not a string, and a method does not`(
        _ kind: SessionKind
    ) throws {
        let plain = try TestService(try kind.sessions())
        let encoding = try TestService(try kind.sessions())
        let session = kind.session().dropLast()
        for (tool, arguments, encoded) in Self.calls {
            let given = arguments.map { #""\#($0.name)":\#($0.value)"# } + (session.isEmpty ? [] : [String(session)])
            var sent = arguments.map {
                #""\#($0.name)":\#(encoded.contains($0.name) ? quoted($0.value) : $0.value)"#
            }
            if !session.isEmpty { sent.append(#""session":"# + quoted(String(session.dropFirst(10)))) }
            let answer = call(encoding, tool, sent.joined(separator: ","))
            #expect(answer == call(plain, tool, given.joined(separator: ",")))
            #expect(answer.contains("structuredContent"), "\(answer)")
            if sent.count > arguments.count || !encoded.isEmpty {
                let refused = encoding.call(tool, sent.joined(separator: ","))
                #expect(refused.contains(#""code":-32602"#) || refused.contains(#""code":401"#), "\(refused)")
            }
        }
    }

    @Test(arguments: [
        ("limit", "5"), ("limit", " 5 "), ("limit", "5.0"), ("limit", "null"), ("status", #"["pending"]"#),
        ("status", #" [ "pending" ] "#), ("status", "null"),
    ])
    func `the text must be one JSON value of the parameter's type`(_ name: String, _ text: String) throws {
        let answer = call(
            try TestService(), "getUserVoiceInterviews", #"\#(Self.alice),"\#(name)":\#(quoted(text))"#)
        #expect(answer.contains("structuredContent"), "\(answer)")
    }

    @Test(arguments: [
        ("limit", ""), ("limit", "five"), ("limit", "5 5"), ("limit", "5,"), ("limit", "[5]"), ("limit", "\"5\""),
        ("limit", "0"), ("limit", "5.5"), ("limit", "NaN"), ("limit", "+5"), ("limit", "true"), ("limit", "\u{FEFF}5"),
        ("status", "pending"), ("status", #""pending""#), ("status", #"{"0":"pending"}"#), ("status", "[pending]"),
        ("status", "[]"), ("status", #"["pending"],"limit":5"#),
    ])
    func `any other text is judged as a string`(_ name: String, _ text: String) throws {
        let service = try TestService()
        let answer = call(service, "getUserVoiceInterviews", #"\#(Self.alice),"\#(name)":\#(quoted(text))"#)
        #expect(answer.contains(#""text":"`/\#(name)` must be "#), "\(answer)")
    }

    @Test(arguments: [
        (#"["Swift",""]"#, "`/technologies/1` must be"), (#"["Swift",7]"#, "`/technologies/1` must be"),
        (#"["\ud800"]"#, "`/technologies/0` must not contain an unpaired surrogate"),
        (#"["\u0000"]"#, "`/technologies/0` must be"),
        (String(repeating: "[", count: 129) + String(repeating: "]", count: 129), "`/technologies` must be an array"),
    ])
    func `the value in a string is judged like an argument`(_ text: String, _ advice: String) throws {
        let arguments = #"\#(Self.alice),"context":"","duration":1,"technologies":\#(quoted(text))"#
        let answer = call(try TestService(), "createVoiceInterview", arguments)
        #expect(answer.contains(advice) && answer.contains(#""isError":true"#), "\(answer)")
    }

    @Test(arguments: [
        (#"{"userId":"kp_alice","userId":"kp_bob"}"#, "must not have duplicate members"),
        (#"{"userId":"kp_alice","x":1}"#, "and no other member"), (#"{"userId":"\ud800"}"#, "unpaired surrogate"),
        (#"{"userId":7}"#, "`session.userId` must be a string"), ("kp_alice", "`session` must be an object"),
        (#""{\"userId\":\"kp_alice\"}""#, "`session` must be an object"), ("null", "`session` must be an object"),
    ])
    func `a session in a string is judged like a session`(_ text: String, _ advice: String) throws {
        let answer = call(try TestService(), "getVoiceInterviewStats", #""session":\#(quoted(text))"#)
        #expect(answer.contains(advice) && answer.contains(#""isError":true"#), "\(answer)")
    }

    @Test func `an unpaired surrogate in a string is not repaired`() throws {
        let answer = call(
            try TestService(), "createVoiceInterview",
            #"\#(Self.alice),"context":"","duration":1,"technologies":"[\"\ud800\"]""#)
        #expect(answer.contains("must not contain an unpaired surrogate") && !answer.contains("kp_alice"), "\(answer)")
    }

    @Test func `an argument that is given twice is refused, also in strings`() throws {
        let arguments = #"\#(Self.alice),"limit":"1","limit":"2""#
        #expect(
            call(try TestService(), "getUserVoiceInterviews", arguments).contains("`/limit` is a duplicate member"))
    }
}
