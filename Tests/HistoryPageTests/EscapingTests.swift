// Stored text is escaped on the page, and never becomes markup.

import Foundation
import TestSupport
import Testing

@testable import HistoryPage

@Suite struct EscapingTests {
    static let hostile: [Sample] = [
        "</script><script>alert(1)</script>", "</style><style>*{display:none}", "--><!--", "]]>",
        "\" onload=\"alert(1)",
        "' onclick='alert(1)", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &#0; &bogus", "<!DOCTYPE html>",
        "</p></li></ol></details></section></main></body></html>", "\\(text) \\u{0}", "{{7*7}} ${7*7} <%= 7 %>",
        "\u{202E}right to left\u{2066}\u{200F}", "مرحبا", "👩🏽‍🚀 e\u{301}", "\u{FEFF}\u{2028}\u{2029}\u{FFFD}",
    ]

    /// A page with `text` in every place where stored text is shown.
    private func page(with text: String) throws -> String {
        let diary = try Diary(of: "kp" + text)
        let said = quoted("Well, word " + text)
        let turns = #"[{"speaker":"ai","text":\#(said)},{"speaker":"user","text":\#(said)}]"#
        let point = quoted("word " + text)
        let feedback =
            #"{"totalScore":50,"finalAssessment":\#(said),"strengths":[\#(point)],"#
            + #""areasForImprovement":[\#(point)],"categoryScores":[{"name":\#(point),"score":5}]}"#
        let technologies = [String(text.prefix(60))]
        try diary.hold(
            "2026-03-01T10:00:00Z", .saved(turns, feedback: feedback, score: 50), technologies: technologies,
            context: text)
        // Names of speakers are stored text here.
        let names = quoted("A <b>&\": one\nB' </p>: two\nA <b>&\": three")
        try diary.hold("2026-03-02T10:00:00Z", .saved(names), technologies: technologies)
        return try diary.page()
    }

    /// All tags of the page, without ids, which are new for each interview.
    private func tags(_ page: String) -> [String] {
        page.replacing(/(id="|href="#)i-[^"]*"/, with: "").matches(of: /<[^>]*>/).map { String($0.output) }
    }

    @Test(arguments: hostile) func `no stored text becomes markup anywhere`(_ sample: Sample) throws {
        let text = sample.text
        let (page, harmless) = (try page(with: text), try page(with: "x"))
        #expect(tags(page) == tags(harmless))
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
        // The user is shown twice; technologies in both entries, in the table of scores and by technology; the context;
        // two turns; of the feedback the summary, each point in two places, and the category.
        #expect(page.utf8.count > harmless.utf8.count)
        #expect(page.split(separator: "word " + escaped, omittingEmptySubsequences: false).count == 1 + 2 + 1 + 4 + 1)
        #expect(page.split(separator: "kp" + escaped, omittingEmptySubsequences: false).count == 1 + 2)
        #expect(page.contains("<p class=\"text\" dir=\"auto\">" + escaped + "</p>"))
        #expect(page.contains("<bdi>A &lt;b&gt;&amp;&quot;</bdi>") && page.contains("<bdi>B&#39; &lt;/p&gt;</bdi>"))
    }

    @Test func `characters that HTML forbids are replaced, and all others are kept`() throws {
        let forbidden =
            (0...0x1F).filter { ![0x09, 0x0A, 0x0D].contains($0) } + Array(0x7F...0x9F)
            + [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]
        for value in forbidden {
            let text = String(Character(try #require(Unicode.Scalar(UInt32(value)))))
            #expect(("a\(text: text)b" as HTML).text == "a\u{FFFD}b")
        }
        for value in [0x09, 0x0A, 0x0D, 0x20, 0x7E, 0xA0, 0xD7FF, 0xE000, 0xFDCF, 0xFDF0, 0xFFFD, 0x10000, 0x10FFFD] {
            let text = String(Character(try #require(Unicode.Scalar(UInt32(value)))))
            #expect(Array(("\(text: text)" as HTML).bytes) == Array(text.utf8))
        }
    }

    @Test func `a stored zero byte does not reach the page`() throws {
        let diary = try Diary()
        let turns = #"[{"speaker":"user","text":"a\u0000b\u0007"}]"#
        try diary.hold("2026-03-01T10:00:00Z", .saved(turns), technologies: ["C\u{0}"], context: "a\u{0}\u{1B}")
        let page = try diary.page()
        #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !(0..<0x20 ~= $0.value) })
        #expect(page.contains("a\u{FFFD}b\u{FFFD}") && page.contains("C\u{FFFD}") && page.contains("a\u{FFFD}\u{FFFD}"))
    }

    @Test func `a large text is complete`() throws {
        let text = String(repeating: "a<", count: 1 << 20)
        let html: HTML = "<p>\(text: text)</p>"
        #expect(html.bytes.count == (1 << 20) * 5 + 7)
    }

    @Test func `literals are not escaped, and fragments are concatenated`() {
        let bold: HTML = "<b>\(text: "<")</b>"
        #expect(("<p class=\"a\">\(bold)\(7)</p>" as HTML).text == "<p class=\"a\"><b>&lt;</b>7</p>")
        #expect(
            ["a", "b", "c"].map { "<i>\(text: $0)</i>" as HTML }.joined(separator: ", ").text
                == "<i>a</i>, <i>b</i>, <i>c</i>")
    }
}
