// Quotes are looked for in what the candidate said, and kept as it was said.

import Foundation
import Insight
import Testing

@testable import Reviews

@Suite struct QuoteTests {
    /// A quote, what was said, and what is kept.
    struct Case: Sendable, CustomTestStringConvertible {
        let quote: String
        let said: String
        let kept: String

        init(_ quote: String, in said: String, keeps kept: String) {
            (self.quote, self.said, self.kept) = (quote, said, kept)
        }

        var testDescription: String { "\(quote.debugDescription) in \(said.debugDescription)" }
    }

    @Test(arguments: [
        Case("I wrote the tests", in: "First, I wrote the tests.", keeps: "I wrote the tests"),
        Case("i WROTE the Tests!", in: "First I wrote the tests.", keeps: "I wrote the tests"),
        Case("“I wrote the tests.”", in: "I wrote the tests", keeps: "I wrote the tests"),
        Case("wrote the tests", in: "I wrote,\n  the… “tests”, today", keeps: "wrote,\n  the… “tests"),
        Case("I wrote\r\n\tthe tests", in: "I wrote the tests", keeps: "I wrote the tests"),
        Case("it is well known", in: "It is well-known.", keeps: "It is well-known"),
        Case("its well known here", in: "It's well-known here", keeps: "It's well-known here"),
        Case("j'ai ete tres content", in: "Là, j’ai été très content.", keeps: "j’ai été très content"),
        Case("j’ai été très content", in: "J'AI ETE TRES CONTENT", keeps: "J'AI ETE TRES CONTENT"),
        Case("expérience que j’ai", in: "C'est l'expérience que j'ai.", keeps: "expérience que j'ai"),
        Case("caf\u{E9} au lait", in: "le cafe\u{301} au lait", keeps: "cafe\u{301} au lait"),
        Case("lait au cafe", in: "du lait au cafe\u{301}.", keeps: "lait au cafe\u{301}"),
        Case("die strasse ist gross", in: "Ja, die Straße ist groß.", keeps: "die Straße ist groß"),
        Case("die STRASSE ist groß", in: "die Straße ist gross", keeps: "die Straße ist gross"),
        Case("ΟΔΟΣ ΚΑΙ ΦΩΣ", in: "οδός και φως", keeps: "οδός και φως"),
        Case("喜欢编程", in: "我喜欢编程。", keeps: "喜欢编程"),
        Case("喜欢，编程", in: "我 喜 欢 编 程", keeps: "喜 欢 编 程"),
        Case("用Swift写", in: "我用 Swift 写代码", keeps: "用 Swift 写"),
        Case("가나 다라 마바", in: "저는 가나 다라 마바 했습니다".decomposedStringWithCanonicalMapping, keeps: "가나 다라 마바"),
        Case(
            "가나 다라 마바".decomposedStringWithCanonicalMapping, in: "저는 가나 다라 마바 했습니다", keeps: "가나 다라 마바"),
        Case("كتبت هذا البرنامج", in: "كَتَبْتُ هٰذَا البَرْنَامَجَ اليوم", keeps: "كَتَبْتُ هٰذَا البَرْنَامَجَ"),
        Case("כתבתי את הקוד", in: "כָּתַבְתִּי אֶת הַקּוֹד", keeps: "כָּתַבְתִּי אֶת הַקּוֹד"),
        Case("I love testing", in: "I ❤️ love 👩‍💻 testing 🎉", keeps: "I ❤️ love 👩‍💻 testing"),
        Case("I 😀 love testing", in: "I love testing", keeps: "I love testing"),
        Case("used C and SQL", in: "I used C++ and SQL.", keeps: "used C++ and SQL"),
        Case("in 3 days", in: "in 3 days", keeps: "in 3 days"),
        Case("art is great", in: "start is great, but art is great", keeps: "art is great"),
    ]) func `a quote is kept as it was said`(_ test: Case) throws {
        let kept = try Fixture.material(test.said).kept(test.quote)
        let range = try #require(test.said.firstRange(of: test.kept))
        #expect(kept?.turn == 1)
        // Strings that are composed differently are equal.
        #expect(kept.map { Array($0.text.unicodeScalars) } == Array(test.said[range].unicodeScalars))
    }

    @Test(arguments: [
        Case("art is great fun", in: "start is great fun", keeps: ""),
        Case("start is great fun", in: "start is great funding", keeps: ""),
        Case("cafe au la", in: "cafe au lait", keeps: ""),
        Case("I never tested it", in: "I tested it", keeps: ""),
        Case("I … tested it", in: "I often tested it", keeps: ""),
        Case("tested it", in: "I tested it", keeps: ""),
        Case("喜欢", in: "我喜欢编程。", keeps: ""),
        Case("喜欢 运动", in: "我喜欢编程。", keeps: ""),
        Case("t h e", in: "the tests", keeps: ""),
        Case("well known tests", in: "well-known", keeps: ""),
        Case("wrotetests first", in: "I wrote tests first.", keeps: ""),
        Case("가나 다라 마", in: "가나 다라 막", keeps: ""),
        Case("यह मेरा क", in: "यह मेरा कि", keeps: ""),
        Case("…!?", in: "I tested it", keeps: ""),
    ]) func `a quote that was not said is dropped and counted`(_ test: Case) throws {
        let review = try Fixture.material(test.said).review(reading: Answer.quoting(test.quote, turn: 1).json)
        #expect(review?.strengths == [.init(point: "p", quote: nil)])
        #expect(review?.unverifiedQuotes == 1)
    }

    @Test func `what the interviewer said is no quote`() throws {
        let material = try Fixture.material("I agree with that.", asked: "Tests are very important.")
        #expect(material.kept("Tests are very important", turn: 0) == nil)
        #expect(material.kept("Tests are very important", turn: 1) == nil)
    }

    @Test func `what an unknown speaker said is no quote`() throws {
        let json = #"[{"speaker":"user","text":"\#(Fixture.filler)"},{"speaker":"Ann","text":"Tests are important."}]"#
        let material = try ReviewMaterial(Conversation(reading: Array(json.utf8)), technologies: [], context: "")
        #expect(material.kept("Tests are important") == nil)
    }

    @Test func `a quote across two turns is dropped`() throws {
        let material = try Fixture.material(["?", "I wrote the", "Go on.", "tests first. " + Fixture.filler])
        #expect(material.kept("I wrote the tests first") == nil)
        #expect(material.kept("I wrote the")?.turn == 1)
    }

    @Test(arguments: [(1, 1), (3, 3), (5, 5), (0, 1), (2, 1), (7, 1), (-1, 1), (99, 1)])
    func `the turn that the model names is searched first, then the others in order`(_ named: Int, _ found: Int) throws
    {
        let said = "I wrote the tests."
        let material = try Fixture.material(["?", said, said, said, "?", said, "?", Fixture.filler])
        #expect(material.kept("wrote the tests", turn: named)?.turn == found)
    }

    @Test func `quotes of strengths and improvements are counted together`() throws {
        let quotes =
            #"[{"point":"a","quote":{"turn":1,"text":"I never said this"}},{"point":"b","quote":"I wrote the"}]"#
        let review = try Fixture.material("I wrote the tests.")
            .review(reading: Answer(strengths: quotes, improvements: quotes).json)
        #expect(review?.unverifiedQuotes == 2)
        #expect(review?.strengths.map(\.quote?.text) == [nil, "I wrote the"])
        #expect(review?.improvements.map(\.quote?.text) == [nil, "I wrote the"])
    }

    @Test(arguments: ["null", #"{"turn":1,"text":" "}"#, #"{"turn":1}"#, "7", "[]", #""""#])
    func `no quote is not an unverified one`(_ quote: String) throws {
        let answer = Answer(strengths: #"[{"point":"p","quote":\#(quote)},{"point":"q"}]"#)
        let review = try Fixture.material("I wrote the tests.").review(reading: answer.json)
        #expect(review?.strengths.map(\.quote) == [nil, nil] && review?.unverifiedQuotes == 0)
    }

    @Test func `a long quote is cut, and stays as it was said`() throws {
        let said = Array(repeating: "ab", count: 1_000).joined(separator: " ")
        let kept = try Fixture.material(said).kept(said)
        #expect(kept?.text == String(said.prefix(1_000)))
    }

    @Test(.timeLimit(.minutes(1))) func `a quote that almost occurs everywhere is searched in linear time`() throws {
        let said = String(repeating: "a-", count: 200_000)
        let material = try Fixture.material(said)
        #expect(material.kept(String(repeating: "a ", count: 100_000)) == nil)
        #expect(material.kept(String(repeating: "é ", count: 100_000) + "b") == nil)
    }
}
