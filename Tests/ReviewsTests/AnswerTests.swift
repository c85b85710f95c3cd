// Answers of the form are read; any other is not, and none crashes.

import Foundation
import Insight
import Testing

@testable import Reviews

@Suite struct AnswerTests {
    private func read(_ answer: String) throws -> Review? {
        try Fixture.material("I wrote the tests first.").review(reading: answer)
    }

    @Test(arguments: [
        (["80", "70", "60", "50", "40"], 60), (["0", "0", "0", "0", "0"], 0),
        (["100", "100", "100", "100", "100"], 100),
        (["1", "1", "1", "0", "0"], 1), (["1", "1", "0", "0", "0"], 0), (["72.5", "72.5", "72.5", "72.5", "72.5"], 73),
        (["1e2", "-0", "0.0", "5E1", "1e-400"], 30),
    ]) func `the score is the rounded mean of the categories`(_ scores: [String], _ score: Int) throws {
        #expect(try read(Answer(scores: scores).json)?.score == score)
    }

    @Test(arguments: [
        "-1", "101", "100.0000000000000000001", "1e400", "1e99999999999999999999", "-1e-400", "\"80\"", "null", "true",
        "[80]", "{}",
    ]) func `a score out of range, or that is no number, is not of the form`(_ score: String) throws {
        #expect(try read(Answer(scores: ["80", "80", score, "80", "80"]).json) == nil)
    }

    @Test(arguments: ["NaN", "Infinity", "0x10", "08"]) func `a score that is not JSON is not of the form`(
        _ score: String
    ) throws {
        #expect(try read(Answer(scores: ["80", "80", score, "80", "80"]).json) == nil)
    }

    @Test(arguments: [
        Answer(summary: "\" \\n \""), Answer(summary: "null"), Answer(summary: "7"),
        Answer(scores: ["1", "2", "3", "4"]),
        Answer(comment: "null"), Answer(comment: "7"), Answer(strengths: "{}"), Answer(strengths: "\"x\""),
        Answer(strengths: "[\"x\"]"), Answer(strengths: "[{}]"), Answer(strengths: "[{\"point\":7}]"),
        Answer(improvements: "[{\"advice\":\"a\"}]"), Answer(improvements: "true"), Answer(questions: "7"),
        Answer(questions: #"[{"turn":"0","question":"q","verdict":"partly","comment":""}]"#),
        Answer(questions: #"[{"turn":0,"verdict":"partly","comment":""}]"#),
        Answer(questions: #"[{"turn":0,"question":"q","verdict":"maybe","comment":""}]"#),
        Answer(questions: #"[{"turn":0,"question":"q","verdict":"partly"}]"#),
    ]) func `an answer that lacks something is not of the form`(_ answer: Answer) throws {
        #expect(try read(answer.json) == nil)
    }

    @Test(arguments: [
        "", " ", "{}", "[]", "null", "7", "\"text\"", "{", "I cannot do that.", "```", "``````", "<think>",
    ])
    func `a text without the form is not read`(_ answer: String) throws {
        #expect(try read(answer) == nil)
    }

    @Test func `the form is read from what is around it`() throws {
        let json = Answer().json
        let expected = try #require(try read(json))
        for answer in [
            " \n\(json)\n", "```json\n\(json)\n```", "```\n\(json)\n```", "Here it is:\n```json\n\(json)\n```\nDone.",
            "<think>\nHm. {\"summary\":1} ```json\n{}\n```\n</think>\n\(json)",
            "Hm, it seems good.\n</think>\n\n```json\n\(json)\n```",
        ] {
            #expect(try read(answer) == expected, "\(answer.debugDescription)")
        }
        #expect(try read("<think>```json\n\(json)\n```") == nil)
        let summary = Answer(summary: #""The tags <think> and </think> were explained.""#)
        #expect(try read(summary.json)?.summary == "The tags <think> and </think> were explained.")
    }

    @Test func `lists that are null or left out are empty`() throws {
        let review = try read(Answer(strengths: "null", improvements: "null", questions: "null").json)
        #expect(review?.strengths == [] && review?.improvements == [] && review?.questions == [])
        let answer = Answer().json.replacing(#""strengths":[],"improvements":[],"questions":[]"#, with: #""other":1"#)
        #expect(answer.contains("other"))
        #expect(try read(answer) == review)
    }

    @Test func `a point that says nothing is dropped, and so is a question about no turn`() throws {
        let points = #"[{"point":" \n","advice":""},{"point":"p","advice":""}]"#
        let questions = ["0.5", "1e300", "99999999999999999999"].map {
            #"{"turn":\#($0),"question":"q","verdict":"partly","comment":""}"#
        }
        let review = try read(
            Answer(strengths: points, improvements: points, questions: "[\(questions.joined(separator: ","))]").json)
        #expect(review?.strengths.map(\.point) == ["p"] && review?.improvements.map(\.point) == ["p"])
        #expect(review?.questions.isEmpty == true)
    }

    @Test func `of too many elements the first are kept`() throws {
        let points = (0..<9).map { #"{"point":"\#($0)","advice":"a"}"# } + ["7"]
        let questions = (0..<60).map { #"{"turn":0,"question":"\#($0)","verdict":"answered","comment":""}"# } + ["7"]
        let review = try read(
            Answer(
                strengths: "[\(points.joined(separator: ","))]", improvements: "[\(points.joined(separator: ","))]",
                questions: "[\(questions.joined(separator: ","))]"
            ).json)
        #expect(review?.strengths.map(\.point) == (0..<5).map(String.init))
        #expect(review?.improvements.map(\.point) == (0..<5).map(String.init))
        #expect(review?.questions.map(\.question) == (0..<50).map(String.init))
    }

    @Test(arguments: [(0, true), (2, true), (1, false), (3, false), (4, false), (-1, false), (Int.max, false)])
    func `a question is kept only if its turn is of the interviewer`(_ turn: Int, _ isKept: Bool) throws {
        let question = #"[{"turn":\#(turn),"question":"q","verdict":"notAnswered","comment":"c"}]"#
        let review = try #require(try read(Answer(questions: question).json))
        #expect(
            review.questions
                == (isKept ? [.init(turn: turn, question: "q", verdict: .notAnswered, comment: "c")] : []))
    }

    @Test func `of members with one name the first counts, and unpaired surrogates are replaced`() throws {
        let review = try read(Answer(summary: #""a\ud800","summary":"b""#).json)
        #expect(review?.summary == "a\u{FFFD}")
        let strengths = #"[{"point":"\udc00p\u0000","point":7,"quote":{"turn":1,"text":"\ud800 I wrote the"}}]"#
        #expect(
            try read(Answer(strengths: strengths).json)?.strengths == [
                .init(point: "\u{FFFD}p", quote: .init(turn: 1, text: "I wrote the"))
            ])
    }

    @Test func `texts that are too long are cut`() throws {
        let long = #""\#(String(repeating: "é", count: 5_000))""#
        let review = try #require(
            try read(Answer(summary: long, comment: long, strengths: #"[{"point":\#(long)}]"#).json))
        #expect(review.summary.unicodeScalars.count == 4_000 && review.summary.hasSuffix("é…"))
        #expect(review.categories.map { $0.comment.unicodeScalars.count } == Array(repeating: 1_000, count: 5))
        #expect(review.strengths.map { $0.point.unicodeScalars.count } == [1_000])
    }
}

@Suite struct HostileAnswerTests {
    private static let size = 1024 * 1024

    private static func repeated(_ text: String, _ before: String = "", _ after: String = "") -> String {
        before + String(repeating: text, count: size / text.utf8.count) + after
    }

    /// With names, because the answers are too long for the output of the tests.
    static let answers: [String: String] = [
        "open arrays": repeated("["),
        "open objects": repeated(#"{"a":"#),
        "nested": repeated("[", "{\"summary\":") + repeated("]", "", "}"),
        "fences": repeated("```"),
        "fences with braces": repeated("```{\n"),
        "lines of objects": repeated("{}\n"),
        "thoughts": repeated("<think>"),
        "ends of thoughts": repeated("</think>"),
        "spaces": repeated(" "),
        "zeros": repeated("0,", "[", "0]"),
        "one number": repeated("9"),
        "NUL": repeated("\0"),
        "marks": repeated("\u{301}", "{\"summary\":\"a", "\"}"),
        "surrogates": repeated(#"\ud800"#, "\"", "\""),
        "members": repeated(#""categories":{},"#, "{", #""a":1}"#),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: answers.keys.sorted())
    func `a hostile answer is not read, and does no harm`(_ name: String) throws {
        let answer = try #require(Self.answers[name])
        #expect(try Fixture.material("I wrote the tests.").review(reading: answer) == nil)
    }

    @Test(.timeLimit(.minutes(1))) func `huge parts of the form are read and cut`() throws {
        let material = try Fixture.material("I wrote the tests.")
        let long = Self.repeated("a ", "\"", "\"")
        let quote = #"{"turn":1,"text":\#(long)}"#
        let strength = #"{"point":"p","quote":\#(quote)}"#
        let review = material.review(reading: Answer(summary: long, strengths: "[\(strength),\(strength)]").json)
        #expect(review?.summary.unicodeScalars.count == 4_000 && review?.unverifiedQuotes == 2)
        let many = Self.repeated(#"{"point":"p"},"#, "[", "7]")
        #expect(material.review(reading: Answer(strengths: many).json)?.strengths.count == 5)
        let digits = Self.repeated("0", "1.", "1")
        #expect(material.review(reading: Answer(scores: [digits, "1", "1", "1", "1"]).json)?.score == 1)
        let marks = "a" + String(repeating: "\u{301}", count: 100_000)
        #expect(material.review(reading: Answer.quoting(marks, turn: 1).json)?.unverifiedQuotes == 1)
    }
}

extension Answer: CustomTestStringConvertible {
    var testDescription: String { json }
}
