// One review by a real language model, a small one: a poor reviewer, whose nonsense is checked like that of any other.

import Foundation
import JSON
import TestSupport
import Testing
import ToolSupport

@Suite struct RealModelTests {
    private static let turns = [
        "Tell me about B-trees.",
        """
        They are flat and wide, so that a lookup reads few pages. I have used them in a store of my own, and measured that \
        three pages were read in a file of ten gigabytes.
        """,
    ]

    @Test func `a review is stored, of the form, and every quote in it was said`() throws {
        let environment = try PythonEnvironment.model.needed()
        let server = try environment.start("Clients/model.py")
        let url = try #require(server.line())
        let program = try Program(
            arguments: ["--database", ":memory:", "--model-url", url, "--model", "smollm2", "--model-timeout", "3600"],
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        let session = #""session":{"userId":"kp_alice"}"#
        let created = try program.call(
            #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":{\#(session),"technologies":["SQLite"],"context":"","duration":30}}"#
        )
        let id = try #require(created.firstMatch(of: /"id":"([0-9a-f-]{36})"/)).1
        let interview = #"\#(session),"interviewId":"\#(id)""#
        let said =
            #"[{"speaker":"ai","text":"\#(Self.turns[0])"},{"speaker":"user","text":"\#(Self.turns[1])"}]"#
        _ = try program.call(
            #"{"jsonrpc":"2.0","id":2,"method":"saveVoiceInterviewTranscription","params":{\#(interview),"transcription":\#(said),"actualDuration":60}}"#
        )
        let request = #"{"jsonrpc":"2.0","id":3,"method":"generateVoiceInterviewFeedback","params":{\#(interview)}}"#
        var answer = try program.call(request)
        // Its texts are random, and so small a model may write until its context is full. Then nothing is stored.
        for _ in 1...4 where answer.contains(#""kind":"modelFailed","reason":"badAnswer""#) {
            answer = try program.call(request)
        }
        let result = try #require(try JSONText(answer, outlineDepth: 16).root.member("result"), "\(answer)")
        let feedback = try #require(result.member("feedback"))
        try expectForm(feedback)
        let whole = try program.call(
            #"{"jsonrpc":"2.0","id":4,"method":"getVoiceInterviewById","params":{\#(interview)}}"#)
        #expect(whole.contains(String(decoding: feedback.bytes, as: UTF8.self)))
        #expect(feedback.member("score")?.double == result.member("voiceInterview")?.member("score")?.double)
    }

    private func expectForm(_ feedback: JSONSlice) throws {
        let names = [
            "score", "summary", "categories", "strengths", "improvements", "questions", "unverifiedQuotes", "model",
        ]
        #expect(feedback.members.map { $0.name.string } == names)
        let scores = try #require(feedback.member("categories")).elements.map { $0.member("score")?.double }
        #expect(scores.count == 5 && scores.allSatisfy { $0.map { 0...100 ~= $0 } == true })
        let mean = scores.reduce(0) { $0 + ($1 ?? 0) } / 5
        #expect(feedback.member("score")?.double == mean.rounded(.toNearestOrAwayFromZero))
        #expect(feedback.member("summary")?.string?.isEmpty == false)
        for list in ["strengths", "improvements"] {
            let points = Array(try #require(feedback.member(list)).elements)
            #expect(points.count <= 5)
            for quote in points.compactMap({ $0.member("quote") }) {
                let text = try #require(quote.member("text")?.string)
                #expect(quote.member("turn")?.integer == 1 && Self.turns[1].contains(text))
            }
        }
        for question in try #require(feedback.member("questions")).elements {
            #expect(question.member("turn")?.integer == 0)
            #expect(["answered", "partly", "notAnswered"].contains(question.member("verdict")?.string))
        }
    }
}
