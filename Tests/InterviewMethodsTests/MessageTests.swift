// Error messages, for clients that show nothing else of an error.

import Foundation
import Interviews
import JSON
import TestSupport
import Testing

@testable import InterviewMethods

@Suite struct MessageTests {
    private static let byId = #"`{"userId": "kp_…"}`"#
    private static let byToken = #"`{"token": "eyJ…"}`"#

    private func error(of answer: String) throws -> (code: Int?, message: String) {
        let error = try JSONText(answer, outlineDepth: 8).root["error"]
        return (error?["code"]?.integer, error?["message"]?.string ?? "")
    }

    @Test(arguments: [
        (SessionKind.trusted, byId), (.token, byToken), (.pinned, byId), (.pinnedByToken, "\(byId) or \(byToken)"),
    ]) func `an unauthenticated caller is shown the form of a session`(_ kind: SessionKind, _ form: String) throws {
        let service = try TestService(try kind.sessions())
        for session in ["7", "\"kp_bob\"", "{}", #"{"userId":7}"#, #"{"token":7}"#, #"{"user":"kp_bob"}"#, "[]"] {
            let refused = try error(of: service.call("getVoiceInterviewStats", #""session":\#(session)"#))
            #expect(refused.code == 401 && refused.message.hasSuffix(". Write it as \(form)."), "\(refused.message)")
        }
        let missing = service.call("getVoiceInterviewStats", "")
        switch kind {
        case .trusted, .token:
            #expect(try error(of: missing).message == "`session` is missing and must say who is calling: \(form).")
        case .pinned, .pinnedByToken: #expect(missing.contains("\"result\""))
        }
    }

    @Test func `the message for a rejected token does not repeat the form`() throws {
        let service = try TestService(try SessionKind.token.sessions())
        let refused = try error(of: service.call("getVoiceInterviewStats", #""session":{"token":"x"}"#))
        #expect(refused.code == 401 && !refused.message.contains("Write it as"))
    }

    @Test func `the message for a value that is too long names it and its limit`() throws {
        let service = try TestService()
        func save(_ transcription: String, _ feedback: String) throws -> String {
            let id = "00000000-0000-7000-8000-000000000001"
            return try error(
                of: service.call(
                    "saveVoiceInterviewTranscription",
                    #""session":{"userId":"u"},"interviewId":"\#(id)","transcription":\#(transcription),"actualDuration":1,"feedback":\#(feedback)"#
                )
            ).message
        }
        func text(_ count: Int) -> String { "\"" + String(repeating: "x", count: count) + "\"" }
        #expect(
            try save(text(Limits.transcriptionBytes), "1") == "`transcription` may have at most 8388608 bytes of JSON.")
        #expect(try save("1", text(Limits.feedbackBytes)) == "`feedback` may have at most 1048576 bytes of JSON.")
    }

    @Test(arguments: [
        (
            "createVoiceInterview", #""technologies":7,"context":"","duration":1"#,
            "array of 0 to 50 technologies, each a string of 1 to 100 characters without U+0000, not blank"
        ),
        (
            "createVoiceInterview", #""technologies":[],"context":"","duration":0.5"#,
            "whole number of minutes from 1 to 480"
        ),
        ("getUserVoiceInterviews", #""limit":1001"#, "whole number of interviews from 1 to 1000"),
        (
            "getUserVoiceInterviews", #""status":[]"#,
            #"array of 1 to 4 statuses, each one of "pending", "active", "completed", "failed""#
        ),
        ("searchVoiceInterviews", #""query":"a","limit":0"#, "whole number of hits from 1 to 100"),
        (
            "saveVoiceInterviewTranscription", #""interviewId":"a","transcription":1,"actualDuration":-1"#,
            "number of seconds from 0 to 86400"
        ),
    ]) func `a message has the units of numbers and no given value`(
        _ method: String, _ params: String, _ expectation: String
    ) throws {
        let refused = try error(of: TestService().call(method, #""session":{"userId":"u"},\#(params)"#))
        #expect(refused.code == -32602)
        #expect(refused.message.wholeMatch(of: /`\/\w+` must be an? (.*)\./)?.1 == expectation[...])
    }
}
