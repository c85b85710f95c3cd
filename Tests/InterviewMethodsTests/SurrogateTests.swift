// Unpaired surrogates: preserved in transcription and feedback, refused in all other parameters.

import Foundation
import JSON
import JSONRPC
import TestSupport
import Testing

@testable import InterviewMethods
@testable import Interviews

@Suite struct SurrogateTests {
    private static let id = "00000000-0000-7000-8000-000000000001"
    private static let session = #""session":{"userId":"kp_bob"}"#

    /// High and low surrogates in either order, beside pairs and escaped backslashes, as member names, and nested.
    private static let values = [
        #""\ud800""#, #""\udc00""#, #""\uDBFFx""#, #""\udc00\ud800""#, #""\ud800\ud83d\ude00\udfff""#,
        #""\\ud800\ud800""#,
        #""\ud800\n\ud800\u0041""#, #"{"\ud800":1,"\ud801":{"\ud800":[]},"\ud800":"\udc00"}"#,
        String(repeating: "[", count: 100) + #""\udead""# + String(repeating: "]", count: 100),
        #"[{"speaker":"ai","text":"\ud800"},{"speaker":"user","text":"é\udc00 \ud83d\ude00"}]"#,
    ]

    private func service(_ sessions: Sessions = .trusted) throws -> TestService {
        let service = try TestService(sessions)
        let created = service.call(
            "createVoiceInterview", #"\#(Self.session),"technologies":["Swift"],"context":"","duration":30"#)
        try #require(created.contains(Self.id))
        return service
    }

    private func pinned() throws -> TestService { try service(.pinned(try #require(UserID("kp_bob")))) }

    private func whole(_ service: TestService) -> String {
        service.call("getVoiceInterviewById", #"\#(Self.session),"interviewId":"\#(Self.id)""#)
    }

    @Test(arguments: values) func `by position and in a batch, they are returned as the same escapes`(
        _ json: String
    ) throws {
        let service = try service()
        let saved = service.answers(
            #"[{"jsonrpc":"2.0","id":1,"method":"saveVoiceInterviewTranscription","params":[{"userId":"kp_bob"},"\#(Self.id)",\#(json),1,\#(json)]}]"#
        )
        #expect(saved.first?.contains(#""status":"completed""#) == true)
        #expect(whole(service).contains(#","feedback":\#(json),"transcription":\#(json)"#))
    }

    @Test(arguments: values) func `tools accept them, and every result is JSON on one line`(_ json: String)
        throws
    {
        let service = try pinned()
        let saved = service.call(
            "tools/call",
            #""name":"saveVoiceInterviewTranscription","arguments":{"interviewId":"\#(Self.id)","transcription":\#(json),"actualDuration":1,"feedback":\#(json)}"#
        )
        #expect(saved.contains(#""structuredContent":{"#))
        #expect(whole(service).contains(#","feedback":\#(json),"transcription":\#(json)"#))
        let interview = #""interviewId":"\#(Self.id)""#
        for (params, path) in [
            (("tools/call", #""name":"getVoiceInterviewById","arguments":{\#(interview)}"#), ["content", "0", "text"]),
            (("resources/read", #""uri":"voice-interview:///\#(Self.id)""#), ["contents", "0", "text"]),
            (
                ("prompts/get", #""name":"review-interview","arguments":{\#(interview)}"#),
                ["messages", "1", "content", "resource", "text"]
            ),
        ] {
            let result = try JSONText(service.call(params.0, params.1), outlineDepth: 128).root["result"]
            let text = path.reduce(result) { value, step in
                Int(step).map { index in value.flatMap { Array($0.elements)[index] } } ?? value?[step]
            }
            let inner = try JSONText(try #require(text?.string), outlineDepth: 128).root
            let interview = inner["voiceInterview"] ?? inner
            let expected = try JSONText(json, outlineDepth: 128).root
            #expect(try #require(interview["transcription"]).isSameValue(as: expected), "\(params)")
            #expect(try #require(interview["feedback"]).isSameValue(as: expected), "\(params)")
            guard let structured = result?["structuredContent"] else { continue }
            // The structured content differs from the text only in the replaced surrogates.
            let bytes = Array(inner.lineSafeBytes)
            let paired = bytes.span.withoutUnpairedSurrogates ?? bytes
            #expect(!structured.hasUnpairedSurrogate)
            #expect(try structured.isSameValue(as: JSONText(paired[...], outlineDepth: 128).root))
        }
    }

    @Test func `data derived from them has U+FFFD in their place`() throws {
        let service = try service()
        let said =
            #"[{"speaker":"ai","text":"What \ud800 is it?"},{"speaker":"user","text":"Swift \ud83d\ude00 tree\udfffs \ud83d"}]"#
        let feedback =
            #"{"summary":"Good \ud800.","strengths":["a\udc00"],"improvements":["\ud83d"],"score":9,"categories":{"\ud800":3}}"#
        let interview = #"\#(Self.session),"interviewId":"\#(Self.id)""#
        _ = service.call(
            "saveVoiceInterviewTranscription",
            #"\#(interview),"transcription":\#(said),"actualDuration":1,"feedback":\#(feedback)"#)
        #expect(
            whole(service).contains(
                #""feedbackSummary":{"score":9,"summary":"Good �.","strengths":["a�"],"improvements":["�"],"categories":[{"name":"�","score":3}]}"#
            ))
        for format in ["turns", "text", "markdown", "vtt", "srt"] {
            let transcript = service.call("getVoiceInterviewTranscript", #"\#(interview),"format":"\#(format)""#)
            #expect(transcript.contains("What � is it?") && transcript.contains("Swift 😀 tree�s �"), "\(transcript)")
        }
        #expect(service.call("getVoiceInterviewMetrics", interview).contains(#""candidateWords":{"value":2,"#))
        for query in ["tree", "s swift", "\u{FFFD} what"] {
            let found = service.call("searchVoiceInterviews", #"\#(Self.session),"query":"\#(query)""#)
            #expect(found.contains(#""isMatch":true"#) && found.contains("�"), "\(found)")
        }
        let progress = service.call("getVoiceInterviewProgress", #"\#(Self.session),"timeZone":"UTC""#)
        #expect(progress.contains(#""interviews":1"#))
    }

    @Test func `every other parameter refuses them in a message that names it`() throws {
        let service = try service()
        let pinned = try pinned()
        var kept: Set<String> = []
        for method in InterviewTable(.trusted).methods {
            for parameter in method.parameters where parameter.name != "session" {
                let given = #""\#(parameter.name)":"\udc00""#
                let problem = #"{"path":"/\#(parameter.name)","reason":"must not contain an unpaired surrogate"}"#
                let answer = service.call(method.name, "\(Self.session),\(given)")
                try #require(answer.contains(#""code":-32602"#))
                if !answer.contains(problem) { kept.insert(parameter.name) }
                guard method.audience == .everyone else { continue }
                let result = pinned.call("tools/call", #""name":"\#(method.name)","arguments":{\#(given)}"#)
                #expect(
                    result.contains("`/\(parameter.name)` must not contain an unpaired surrogate.")
                        == answer.contains(problem))
            }
        }
        #expect(kept == ["transcription", "feedback", "turns"])
    }

    @Test(arguments: [
        #""name":"\ud800""#, #""name":"getVoiceInterviewStats","x":"\ud800""#,
        #""name":"getVoiceInterviewStats","\ud800":1"#, #""name":"getVoiceInterviewStats","_meta":{"a":"\ud800"}"#,
        #""name":"getVoiceInterviewStats","arguments":"\ud800""#,
    ]) func `a tool call refuses them outside of the arguments`(_ params: String) throws {
        #expect(try pinned().call("tools/call", params).contains(#""error":{"code":-32602"#))
    }
}
