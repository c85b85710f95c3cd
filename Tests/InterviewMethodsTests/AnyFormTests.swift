// Transcription and feedback may be any JSON; their schemas describe the usual forms.

import JSON
import JSONRPC
import TestSupport
import Testing

@testable import InterviewMethods

@Suite struct AnyFormTests {
    private static let save = #""session":{"userId":"kp_alice"},"interviewId":"00000000-0000-7000-8000-000000000001""#

    /// The schemas of a parameter of `saveVoiceInterviewTranscription`, as `rpc.discover` and `tools/list` have them.
    private func schemas(of parameter: String) throws -> [JSONSlice] {
        let service = try TestService()
        let name = "saveVoiceInterviewTranscription"
        let document = try JSONText(service.call("rpc.discover", ""), outlineDepth: 32).root["result"]
        let method = try #require(document?["methods"]?.elements.first { $0["name"]?.string == name })
        let descriptor = try #require(method["params"]?.elements.first { $0["name"]?.string == parameter })
        let list = try JSONText(service.call("tools/list", ""), outlineDepth: 32).root["result"]
        let tool = try #require(list?["tools"]?.elements.first { $0["name"]?.string == name })
        return [
            try #require(descriptor["schema"]), try #require(tool["inputSchema"]?["properties"]?[parameter]),
        ]
    }

    @Test(arguments: ["transcription", "feedback"])
    func `the schema names an array of objects, an object and a string`(_ parameter: String) throws {
        for schema in try schemas(of: parameter) {
            for json in [#"[{"speaker":"ai","text":"Hello."}]"#, "[]", "{}", #"{"note":7}"#, #""Hello.""#] {
                #expect(try JSONText(json).root.faults(by: schema).isEmpty, "\(json)")
            }
            for json in ["7", "true", "[7]"] {
                #expect(try !JSONText(json).root.faults(by: schema).isEmpty, "\(json)")
            }
            #expect(schema["not"] == nil)
        }
    }

    @Test(arguments: [
        "7", "1.50", "true", "false", "[7,null]", "[]", #"[{"x":null}]"#, "{}", #""""#, #""[7]""#, #""null""#,
    ])
    func `any JSON but null is stored, and returned as its schema says`(_ json: String) throws {
        for isTool in [false, true] {
            let service = try TestService()
            _ = service.call(
                "createVoiceInterview",
                #""session":{"userId":"kp_alice"},"technologies":[],"context":"","duration":1"#)
            func call(_ name: String, _ params: String) throws -> JSONSlice {
                let answer =
                    isTool
                    ? service.call("tools/call", #""name":"\#(name)","arguments":{\#(params)}"#)
                    : service.call(name, params)
                let result = try #require(try JSONText(answer, outlineDepth: 32).root["result"], "\(answer)")
                return isTool ? try #require(result["structuredContent"], "\(answer)") : result
            }
            let said = #","actualDuration":1,"transcription":\#(json),"feedback":\#(json)"#
            _ = try call("saveVoiceInterviewTranscription", Self.save + said)
            let whole = try call("getVoiceInterviewById", Self.save)
            for member in ["transcription", "feedback"] {
                let given = try #require(whole["voiceInterview"]?[member])
                #expect(String(decoding: given.bytes, as: UTF8.self) == json)
            }
            let list = try JSONText(service.call("tools/list", ""), outlineDepth: 32).root["result"]
            let tool = try #require(
                list?["tools"]?.elements.first { $0["name"]?.isString("getVoiceInterviewById") == true })
            #expect(whole.faults(by: try #require(tool["outputSchema"])).isEmpty)
            let transcript = try call("getVoiceInterviewTranscript", Self.save)
            let reading = try #require(
                list?["tools"]?.elements.first { $0["name"]?.isString("getVoiceInterviewTranscript") == true })
            #expect(transcript.faults(by: try #require(reading["outputSchema"])).isEmpty)
        }
    }

    @Test(arguments: ["turns", "text", "markdown", "vtt", "srt"])
    func `a transcript that has more than is read says so, and has no figures`(_ format: String) throws {
        let service = try TestService()
        _ = service.call(
            "createVoiceInterview",
            #""session":{"userId":"kp_alice"},"technologies":[],"context":"","duration":1"#)
        for (count, isTruncated) in [(10_000, false), (10_001, true)] {
            let turns = repeatElement(#"{"role":"user","content":"a"}"#, count: count).joined(separator: ",")
            _ = service.call(
                "saveVoiceInterviewTranscription", Self.save + #","actualDuration":1,"transcription":[\#(turns)]"#)
            let answer = service.call("getVoiceInterviewTranscript", Self.save + #","format":"\#(format)""#)
            #expect(answer.contains(#""source":"retell","from":"saved","isTruncated":true,"#) == isTruncated)
            #expect(answer.contains("isTruncated") == isTruncated)
            let metrics = service.call("getVoiceInterviewMetrics", Self.save)
            #expect(metrics.contains(#"{"metric":"words","reason":"tooLong"}"#) == isTruncated)
        }
    }

    @Test(arguments: ["transcription", "feedback"]) func `null is not accepted`(_ parameter: String) throws {
        let other = parameter == "feedback" ? #","transcription":{}"# : ""
        let answer = try TestService().call(
            "saveVoiceInterviewTranscription", Self.save + #","actualDuration":1,"\#(parameter)":null"# + other)
        // A feedback of null counts as left out, and the interview does not exist.
        #expect(answer.contains(parameter == "feedback" ? #""code":404"# : "must be a JSON value other than null"))
    }
}
