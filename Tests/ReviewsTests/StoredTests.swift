// The stored form of a review: its members, its bound, and that it is read as any feedback.

import JSON
import Testing

@testable import Insight
@testable import Reviews

@Suite struct StoredTests {
    private static let answer = Answer(
        scores: ["80", "72.5", "60", "50", "40"],
        strengths: #"[{"point":"Tests","quote":{"turn":3,"text":"i wrote THE tests"}},{"point":"Calm","quote":null}]"#,
        improvements:
            #"[{"point":"Depth","advice":"Read.","quote":"never said by anyone"},{"point":"Pace","advice":""}]"#,
        questions: #"[{"turn":0,"question":"Who?","verdict":"partly","comment":"No name."}]"#)

    private func review(_ answer: Answer) throws -> Review {
        try #require(try Fixture.material("I wrote the tests.").review(reading: answer.json))
    }

    @Test func `a review is stored as one object on one line`() throws {
        #expect(
            try review(Self.answer).stored
                == #"{"score":61,"summary":"Good.","categories":[{"name":"communication","score":80,"comment":"c"},"#
                + #"{"name":"technicalKnowledge","score":72.5,"comment":"c"},"#
                + #"{"name":"problemSolving","score":60,"comment":"c"},"#
                + #"{"name":"structure","score":50,"comment":"c"},{"name":"examples","score":40,"comment":"c"}],"#
                + #""strengths":[{"point":"Tests","quote":{"turn":1,"text":"I wrote the tests"}},{"point":"Calm"}],"#
                + #""improvements":[{"point":"Depth","advice":"Read."},{"point":"Pace"}],"#
                + #""questions":[{"turn":0,"question":"Who?","verdict":"partly","comment":"No name."}],"#
                + #""unverifiedQuotes":1,"model":{"name":"m","rubric":"1","generatedAt":"2026-01-01T00:00:00.000Z"}}"#)
    }

    @Test func `the language is stored where one was asked for`() throws {
        let json = try review(Self.answer).feedback(
            model: "a \"model\"\n", language: LanguageTag("fr-CA"), generatedAt: Instant(milliseconds: 0))
        let model = try JSONText(json[...]).root.member("model")
        #expect(model?.members.map { $0.name.string } == ["name", "rubric", "language", "generatedAt"])
        #expect(model?.member("language")?.string == "fr-CA" && model?.member("name")?.string == "a \"model\"\n")
    }

    @Test func `a stored review is read as feedback`() throws {
        let summary = try #require(FeedbackSummary(reading: Array(try review(Self.answer).stored.utf8)))
        #expect(summary.score == 61 && summary.summary == "Good.")
        #expect(
            summary.strengths == [
                .init("Tests", quote: .init(turn: 1, text: "I wrote the tests")), .init("Calm"),
            ])
        #expect(summary.improvements == [.init("Depth", advice: "Read."), .init("Pace")])
        #expect(summary.recommendations == [])
        #expect(summary.categories.map(\.name) == ReviewCategory.allCases.map(\.rawValue))
        #expect(summary.categories.map(\.score) == [80, 72.5, 60, 50, 40])
    }

    /// Control characters are removed from what the model writes, but not from what was said.
    @Test(arguments: ["😀", "\u{1}", "\"", "a"]) func `the longest review is far below 1 MiB`(_ scalar: String) throws {
        func encoded(_ text: String) -> String {
            var json = JSONWriter()
            json.string(text)
            return String(decoding: json.bytes, as: UTF8.self)
        }
        let long = encoded("a" + String(repeating: scalar, count: 4_998) + "a")
        let said = "I" + String(repeating: scalar, count: 2_000) + " " + "wrote tests"
        let quote = #"{"turn":1,"text":\#(encoded(said))}"#
        let point = #"{"point":\#(long),"advice":\#(long),"quote":\#(quote)}"#
        let question = #"{"turn":0,"question":\#(long),"verdict":"notAnswered","comment":\#(long)}"#
        func list(_ element: String, _ count: Int) -> String {
            "[" + Array(repeating: element, count: count).joined(separator: ",") + "]"
        }
        let answer = Answer(
            summary: long, comment: long, strengths: list(point, 6), improvements: list(point, 6),
            questions: list(question, 51))
        let review = try #require(try Fixture.material(said).review(reading: answer.json))
        #expect(review.strengths.allSatisfy { $0.quote != nil })
        let json = review.feedback(
            model: long, language: LanguageTag("zh-Hant-TW"), generatedAt: Instant(milliseconds: 0))
        #expect(json.count < 600 * 1024 && json.count > 60 * 1024)
    }
}

extension FeedbackSummary.Point {
    fileprivate init(_ text: String, advice: String? = nil, quote: FeedbackSummary.Quote? = nil) {
        self.init(text: text, advice: advice, quote: quote)
    }
}
