// Conversations with the built program: scripts, the life of an interview, ten thousand pipelined requests.

import Foundation
import JSONRPC
import TestSupport
import Testing

@Suite struct ConversationTests {
    static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: package + "/Tests/Scripts")) ?? []
        return ["README.md", "protocol.md"] + names.sorted().map { "Tests/Scripts/" + $0 }
    }()

    @Test(arguments: files) func `a script has the expected answers`(_ file: String) throws {
        let text = try contents(file)
        let script = file.hasSuffix(".md") ? Script(markdown: text) : Script(text)
        try #require(!script.steps.isEmpty)
        let folder = try TestFolder()
        let secrets = folder.file("secrets.json")
        try #"{"elevenlabs":["wsec_test_secret"]}"#.write(toFile: secrets, atomically: true, encoding: .utf8)
        let program = try Program("--deterministic", "--database", ":memory:", "--webhook-secrets", secrets)
        let answers = program.converse(script.steps.map { $0.request + "\n" }.joined())
        #expect(try program.status() == 0)
        var rest = answers[...]
        for step in script.steps {
            let differences = step.differences(from: Array(rest.prefix(step.answers.count)))
            #expect(differences.isEmpty, "\(file):\(step.lineNumber)")
            rest = rest.dropFirst(step.answers.count)
        }
        #expect(rest.isEmpty)
    }

    private func request(_ id: Int, _ method: String, _ params: String = "") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"kp_alice"}\#(params)}}"#
    }

    @Test func `the life of an interview, with a reconnection and repeated calls`() throws {
        let folder = try TestFolder()
        let program = try Program("serve", "--database", folder.file("db"))
        let created = try program.call(
            request(1, "createVoiceInterview", #","technologies":["Swift"],"context":"Senior.","duration":30"#))
        let id = try #require(
            created.firstMatch(of: /"id":"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"/)
        ).1
        let interview = #","interviewId":"\#(id)""#
        for conversation in ["conv_1", "conv_2"] {
            let active = try program.call(
                request(
                    2, "updateVoiceInterviewStatus",
                    interview + #","status":"active","conversationId":"\#(conversation)""#))
            #expect(active.contains(#""conversationId":"\#(conversation)","status":"active""#))
        }
        let said = #"[1.0,18446744073709551616,{"z":"\u0000","a":"\u2028","z":"\ud83d\ude00"}]"#
        for seconds in ["1200", "1260.5"] {
            let saved = try program.call(
                request(
                    3, "saveVoiceInterviewTranscription",
                    interview + #","transcription":\#(said),"actualDuration":\#(seconds)"#))
            #expect(saved.contains(#""status":"completed""#) && saved.contains(#""actualDuration":\#(seconds)}"#))
        }
        let completed = try program.call(
            request(4, "updateVoiceInterviewStatus", interview + #","status":"completed""#))
        #expect(completed.contains(#""conversationId":"conv_2","status":"completed""#))
        let whole = try program.call(request(5, "getVoiceInterviewById", interview))
        #expect(whole.contains(#""transcription":\#(said),"conversations":[{"id":"conv_1","startedAt":"2"#))
        program.signal(SIGKILL)
        #expect(try program.status() == -SIGKILL)
        let next = try Program("--database", folder.file("db"))
        #expect(try next.call(request(5, "getVoiceInterviewById", interview)) == whole)
        try next.endInput()
        #expect(try next.status() == 0)
        #expect(next.errorText().isEmpty)
    }

    @Test func `ten thousand pipelined requests have ten thousand answers, in order`() throws {
        let folder = try TestFolder()
        let program = try Program("--database", folder.file("db"))
        let requests = (0..<10_000).map { index in
            index % 2 == 0
                ? request(
                    index, "createVoiceInterview", #","technologies":["Swift"],"context":"\#(index)","duration":30"#)
                : request(index, "getUserVoiceInterviews", #","limit":1"#)
        }
        let answers = program.converse(requests.joined(separator: "\n"))
        #expect(try program.status() == 0)
        #expect(answers.count == 10_000)
        for (index, answer) in answers.enumerated() {
            // Each list has the interview created just before it, in the same transaction or an earlier one.
            let isRight =
                answer.hasPrefix(#"{"jsonrpc":"2.0","id":\#(index),"result""#)
                && answer.contains(#""context":"\#(index / 2 * 2)""#)
            guard isRight else {
                Issue.record("answer \(index): \(answer)")
                return
            }
        }
    }

    @Test func `a transcription of 43 KB is returned byte for byte`() throws {
        let program = try Program("--database", ":memory:", "--deterministic")
        let segments = (0..<200).map {
            #"{"id":"\#($0)-abc","speaker":"user","text":"\#(String(repeating: "word ", count: 25))","timestamp":"2026-01-01T10:00:00.000Z","confidence":0.95}"#
        }
        let said = "[" + segments.joined(separator: ",") + "]"
        #expect(said.utf8.count > 40_000)
        let id = #","interviewId":"00000000-0000-7000-8000-000000000001""#
        _ = try program.call(request(1, "createVoiceInterview", #","technologies":[],"context":"","duration":1"#))
        _ = try program.call(
            request(2, "saveVoiceInterviewTranscription", id + #","transcription":\#(said),"actualDuration":1"#))
        #expect(try program.call(request(3, "getVoiceInterviewById", id)).hasSuffix(#""transcription":\#(said)}}}"#))
    }
}
