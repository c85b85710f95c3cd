// Tests of the notation of scripts (`-->` a line sent, `<--` the line expected), and of the comparison of answers.

import Testing

@testable import JSONRPC

@Suite struct ScriptTests {
    @Test func `requests, answers and prose are distinguished`() {
        let script = Script(
            "Prose.\n--> 1\n    2\n<-- a\n      b\n<-- c\n\n    not this\n--> 3\nmore prose\n  nor this\n--> 4\n<--\n")
        #expect(script.steps.map(\.lineNumber) == [2, 9, 12])
        #expect(script.steps.map(\.request) == ["1 2", "3", "4"])
        #expect(script.steps.map { $0.answers.map(\.text) } == [["a b", "c"], [], []])
        #expect(script.steps[0].answers.map(\.lineNumber) == [4, 6])
    }

    @Test func `lines may end with CR LF and contain other separators`() {
        let script = Script("\u{FEFF}--> \u{2028}\u{85}\r\n\tb\r\n<-- c\r\n\r\n--> d\n")
        #expect(script.steps.map(\.request) == ["\u{2028}\u{85} b", "d"])
        #expect(script.steps.map { $0.answers.map(\.text) } == [["c"], []])
    }

    @Test func `an answer before any request is reported`() {
        #expect(Script("<-- 1\n--> 2\n<-- 3\n").answersBeforeRequests == [1])
    }

    @Test func `in Markdown only fenced blocks count`() {
        let script = Script(
            markdown: "--> no\n\n```\n--> 1\n<-- 2\n```\n<-- no\n```json\nother\n```\n   ```\n--> 3\n   ```\n")
        #expect(script.steps.map(\.request) == ["1", "3"])
        #expect(script.steps.map { $0.answers.map(\.text) } == [["2"], []])
    }

    /// The differences between answers and those that a script expects.
    private func differences(_ expected: String, _ actual: String...) throws -> [String] {
        let step = try #require(Script("--> 1\n" + expected).steps.first)
        return step.differences(from: actual).map { "\($0.lineNumber): \($0.sentence)" }
    }

    @Test(arguments: [
        (#"{"a":1,"b":[1.0]}"#, #"{"b":[1],"a":1}"#, []),
        (
            #"{"result":{"score":81,"id":"x"}}"#, #"{"result":{"id":"y","score":80}}"#,
            ["2: /result/score: expected 81, got 80", #"2: /result/id: expected "x", got "y""#]
        ),
        (
            #"{"a":1,"b/c":2,"d":3}"#, #"{"b/c":2.5,"e":[],"a":1}"#,
            ["2: /b~1c: expected 2, got 2.5", "2: /d: expected 3, got nothing", "2: /e: expected nothing, got []"]
        ),
        ("[1,[2,3]]", "[1,[2],4]", ["2: /1/1: expected 3, got nothing", "2: /2: expected nothing, got 4"]),
        ("[1]", "[]", ["2: /0: expected 1, got nothing"]),
        (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#, ["2: /a: expected 1, got 2", "2: /a: expected 2, got 1"]),
        (#"{"a":null}"#, "{}", ["2: /a: expected null, got nothing"]),
        (#"{"a":[]}"#, #"{"a":{}}"#, ["2: /a: expected [], got {}"]),
        (
            #"{"result":1}"#, #"{"error":2}"#,
            ["2: /result: expected 1, got nothing", "2: /error: expected nothing, got 2"]
        ),
        ("[]", "{}", ["2: expected [], got {}"]), ("1", #"{"a":"b"}"#, [#"2: expected 1, got {"a":"b"}"#]),
    ]) func `each difference is reported with its path`(
        _ expected: String, _ actual: String, _ differences: [String]
    ) throws {
        #expect(try self.differences("<-- " + expected, actual) == differences)
    }

    @Test func `a difference has the line of the expected value, or of the value that would contain it`() throws {
        let expected = #"""
            <-- {"a":
                  1,"b":{
                  "é":[2,
                  3]},
                  "c":4}
            <-- 5
            """#
        #expect(
            try differences(expected, #"{"a":0,"b":{"é":[1,0,0],"d":0}}"#, "6") == [
                "3: /a: expected 1, got 0", "4: /b/é/0: expected 2, got 1", "5: /b/é/1: expected 3, got 0",
                "4: /b/é/2: expected nothing, got 0", "3: /b/d: expected nothing, got 0",
                "6: /c: expected 4, got nothing",
                "7: expected 5, got 6",
            ])
    }

    @Test func `a missing or an additional answer is a difference`() throws {
        #expect(try differences("<-- 1\n<-- 2", "1") == ["3: expected 2, got no answer"])
        #expect(try differences("<-- 1", "1", "2") == ["1: expected no answer, got 2"])
        #expect(try differences("<-- 1", "{") == ["2: the answer is not JSON: the text ends unexpectedly"])
    }

    @Test func `for long values, the first difference is shown`() throws {
        let long = String(repeating: "x", count: 5_000)
        let difference = try #require(try differences(#"<-- {"a":"\#(long)1\#(long)"}"#, #"{"a":"\#(long)2"}"#).first)
        #expect(
            difference.hasPrefix("2: /a: expected …xxx") && difference.contains("x1x") && difference.contains("x2\""))
        #expect(difference.utf8.count < 400)
        #expect(try differences("<-- [1]", #"["\#(long)"]"#).first?.hasPrefix(#"2: /0: expected 1, got "xxx"#) == true)
    }

    @Test func `an expected answer that is not JSON is an error in the script`() {
        let script = Script("<-- 0\n--> not JSON\n<-- {\n    \"a\":1,\n    }\n<-- 1 2\n<-- {}\n")
        #expect(
            script.syntaxErrors.map { "\($0.lineNumber): \($0.sentence)" } == [
                "1: an answer precedes the first request",
                "5: the expected answer is not JSON: a member name in double quotes was expected",
                "6: the expected answer is not JSON: unexpected text follows the value",
            ])
        #expect(Script("--> not JSON\n<-- 1\n").syntaxErrors.isEmpty)
    }
}
