// Numbers, dates, durations and plurals in both languages.

import Insight
import Interviews
import Testing

@testable import HistoryPage

private let (english, french) = (Strings(language: .english), Strings(language: .french))

@Suite struct StringTests {
    @Test(arguments: [
        (0, "0 interviews", "0 entretien"), (1, "1 interview", "1 entretien"), (2, "2 interviews", "2 entretiens"),
        (1_204, "1,204 interviews", "1\u{202F}204 entretiens"),
    ]) func `each language has its plural rules`(_ count: Int, _ inEnglish: String, _ inFrench: String) {
        #expect(english.interviews(count).text == inEnglish && french.interviews(count).text == inFrench)
    }

    @Test func `statuses have plurals, too`() {
        #expect(
            french.interviews(1, .completed).text == "1 terminé"
                && french.interviews(2, .failed).text == "2 interrompus")
        #expect(
            french.interviews(2, .active).text == "2 en cours" && english.interviews(2, .failed).text == "2 aborted")
        #expect(english.more(1).text == "1 more" && french.more(2).text == "2 autres")
        #expect(english.overScored(1).text == "over 1 scored interview")
        #expect(french.overScored(2).text == "sur 2 entretiens notés")
    }

    @Test(arguments: [
        (0, "0", "0"), (12.5, "12.5", "12,5"), (12.04, "12", "12"), (12.06, "12.1", "12,1"), (99.96, "100", "100"),
        (1_234_567.89, "1,234,567.9", "1\u{202F}234\u{202F}567,9"), (-3.25, "−3.3", "−3,3"), (-0.01, "0", "0"),
        (1e300, "1e+300", "1e+300"), (.greatestFiniteMagnitude, "1.7976931348623157e+308", "1.7976931348623157e+308"),
    ]) func numbers(_ value: Double, _ inEnglish: String, _ inFrench: String) {
        #expect(english.number(value).text == inEnglish && french.number(value).text == inFrench)
    }

    @Test(arguments: [
        (0, "0\u{A0}s"), (1.4, "1.4\u{A0}s"), (59.9, "59.9\u{A0}s"), (59.96, "1\u{A0}min"), (89, "1\u{A0}min"),
        (1_260, "21\u{A0}min"), (3_570, "1\u{A0}h"), (3_600, "1\u{A0}h"), (4_800, "1\u{A0}h 20\u{A0}min"),
        (86_400_000, "24,000\u{A0}h"),
    ]) func lengths(_ seconds: Double, _ text: String) { #expect(english.length(seconds).text == text) }

    @Test func `lengths, shares and scores in French`() {
        #expect(french.length(1.4).text == "1,4\u{A0}s" && french.percent(0.623).text == "62\u{202F}%")
        #expect(english.percent(0.623).text == "62%" && french.score(nil).text == "–" && french.score(0).text == "0")
    }

    @Test func `dates`() throws {
        let day = LocalTime.utc.day(of: try #require(Instant("2026-02-01T00:00:00Z")))
        #expect(english.date(day).text == "Feb 1, 2026" && french.date(day).text == "1 févr. 2026")
        #expect(english.date(day + -32).text == "Dec 31, 2025" && french.date(day + 59).text == "1 avr. 2026")
        #expect(english.time(day).text == "<time datetime=\"2026-02-01\">Feb 1, 2026</time>")
    }

    @Test(arguments: [
        ("problemSolving", "problem solving"), ("problem_solving", "problem solving"),
        ("problem-solving", "problem solving"), ("clarityOfThought2", "clarity of thought2"),
        ("useOfSQL", "use of SQL"), ("useOfAPIDesign", "use of API design"), ("http2Support", "http2 support"),
        ("résolutionDeProblèmes", "résolution de problèmes"), ("Use_of_SQL", "Use of SQL"),
        ("TECHNICAL_DEPTH", "TECHNICAL DEPTH"),
    ]) func `an identifier is split into words`(_ name: String, _ words: String) {
        #expect(name.asWords == words)
    }

    @Test(arguments: [
        "", "clarity", "Problem solving", "JavaScript", "PostgreSQL", "iPhone", "macOS", "e-mail", "B-trees", "CI-CD",
        "C++", "_private", "a__b", "-", "Trade-offs", "user_name-first", "problemSolving (deep)", "x", "éO", "日本語",
    ]) func `any other name is unchanged`(_ name: String) {
        #expect(name.asWords == name)
    }

    @Test func `every case has a name in both languages`() {
        for say in [english, french] {
            let names =
                Section.allCases.map(say.name) + InterviewStatus.allCases.map(say.name)
                + Basis.allCases.map(say.name) + UnknownReason.allCases.map { say.leftOut("x", $0) }
                + [Speaker.candidate, .interviewer, nil].map(say.name)
            #expect(Set(names.map(\.text)).count == names.count && names.allSatisfy { !$0.isEmpty })
        }
    }
}
