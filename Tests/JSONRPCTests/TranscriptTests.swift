// The notation in which conversations are scripted.

import Testing

@testable import JSONRPC

@Suite struct TranscriptTests {
    @Test func `requests, answers and prose are told apart`() {
        let transcript = Transcript(
            "Prose.\n--> 1\n    2\n<-- a\n      b\n<-- c\n\n    not this\n--> 3\nmore prose\n  nor this\n--> 4\n<--\n")
        #expect(
            transcript.steps == [
                Transcript.Step(lineNumber: 2, request: "1 2", answers: ["a b", "c"]),
                Transcript.Step(lineNumber: 9, request: "3", answers: []),
                Transcript.Step(lineNumber: 12, request: "4", answers: []),
            ])
    }

    @Test func `lines may end with CR LF, and hold other separators`() {
        let transcript = Transcript("\u{FEFF}--> \u{2028}\u{85}\r\n\tb\r\n<-- c\r\n\r\n--> d\n")
        #expect(transcript.steps.map(\.request) == ["\u{2028}\u{85} b", "d"])
        #expect(transcript.steps.map(\.answers) == [["c"], []])
    }

    @Test func `an answer before any request is known`() {
        #expect(Transcript("<-- 1\n--> 2\n<-- 3\n").strayAnswers == [1])
    }

    @Test func `in Markdown only fenced blocks count`() {
        let transcript = Transcript(
            markdown: "--> no\n\n```\n--> 1\n<-- 2\n```\n<-- no\n```json\nother\n```\n   ```\n--> 3\n   ```\n")
        #expect(transcript.steps.map(\.request) == ["1", "3"])
        #expect(transcript.steps.map(\.answers) == [["2"], []])
    }

    @Test func `a difference is found, and an equal value is none`() {
        let step = Transcript.Step(lineNumber: 1, request: "", answers: [#"{"a":1,"b":[1.0]}"#])
        #expect(step.differences(from: [#"{"b":[1],"a":1}"#]).isEmpty)
        #expect(step.differences(from: [#"{"b":[2],"a":1}"#]).count == 1)
        #expect(step.differences(from: []).count == 1)
        #expect(step.differences(from: [#"{"b":[1],"a":1}"#, "2"]) == ["expected no answer"])
        #expect(step.differences(from: ["not JSON"]).count == 1)
    }
}
