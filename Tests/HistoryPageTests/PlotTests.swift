// The plots of scores and of weeks: first points, axes, and weeks without interviews.

import Foundation
import Testing

@testable import HistoryPage

@Suite struct PlotTests {
    @Test func `the rolling average begins with the fifth score`() throws {
        let diary = try Diary()
        for (index, score) in [50, 60, 70, 80].enumerated() {
            try diary.hold("2026-03-0\(index + 1)T10:00:00Z", .saved(score: Double(score)))
        }
        var scores = try section(.scores, of: try diary.page())
        #expect(dots(in: scores) == ["0 50", "33.33 40", "66.67 30", "100 20"])
        #expect(!scores.contains("class=\"line") && !scores.contains("key line"))
        #expect(scores.contains("An average of five is drawn from the fifth scored interview on."))
        #expect(scores.contains("4 scored interviews, from Mar 1, 2026 to Mar 4, 2026. Lowest score 50, highest 80."))
        try diary.hold("2026-03-05T10:00:00Z", .saved(score: 90))
        scores = try section(.scores, of: try diary.page())
        #expect(scores.contains("class=\"line\" vector-effect=\"non-scaling-stroke\" d=\"M100 30h0\""))
        #expect(scores.contains("highest 90; the latest average of five is 70."))
        #expect(scores.contains("<td>90</td><td>70</td>") && scores.contains("<td>80</td><td>–</td>"))
        try diary.hold("2026-03-06T10:00:00Z", .saved(score: 0))
        scores = try section(.scores, of: try diary.page())
        #expect(scores.contains("d=\"M80 30L100 40\"") && scores.contains("<td>0</td><td>60</td>"))
    }

    /// The positions of the visible dots.
    private func dots(in scores: String) -> [String] {
        scores.matches(of: /<path class="dots" [^>]*d="M([^h]+)h0"/).map { String($0.1) }
    }

    @Test func `each dot and each row of the table links to its interview`() throws {
        let diary = try Diary()
        for day in 1...7 { try diary.hold("2026-03-0\(day)T10:00:00Z", day == 4 ? .pending : .saved(score: 50)) }
        let page = try diary.page()
        let interviews = try section(.interviews, of: page).matches(of: /<li class="interview" id="([^"]+)">/)
        let scored = interviews.map { String($0.1) }.enumerated().filter { $0.offset != 3 }.map(\.element)
        let scores = try section(.scores, of: page)
        let dots = scores.matches(of: /<a href="#([^"]+)" tabindex="-1"><title>([^<]+)<\/title>/)
        #expect(dots.map { String($0.1) } == scored.reversed())
        #expect(dots.first?.2 == "Mar 1, 2026: 50")
        let rows = scores.matches(of: /<th scope="row"><a href="#([^"]+)"><time datetime="([^"]+)">/)
        #expect(rows.map { String($0.1) } == scored && rows.first?.2 == "2026-03-07")
    }

    @Test func `a single score is in the middle`() throws {
        let diary = try Diary()
        try diary.hold("2026-03-01T10:00:00Z", .saved(score: 55.5))
        let scores = try section(.scores, of: try diary.page())
        #expect(
            dots(in: scores) == ["50 44.50"] && scores.contains("1 scored interview, on Mar 1, 2026. Score 55.5."))
        #expect(scores.contains("aria-hidden=\"true\"><span>Mar 1, 2026</span></div>"))
    }

    @Test func `weeks without an interview are included`() throws {
        let diary = try Diary()
        try diary.hold("2026-01-07T10:00:00Z", .saved(seconds: 1_200))
        try diary.hold("2026-01-20T10:00:00Z", .pending)
        try diary.hold("2026-02-24T10:00:00Z", .saved(seconds: 600))
        try diary.hold("2026-02-25T10:00:00Z", .saved(seconds: 1_200))
        let weeks = try section(.weeks, of: try diary.page())
        let rows = weeks.matches(of: /datetime="([^"]+)">[^<]*<\/time><\/th><td>([^<]*)<\/td><td>([^<]*)<\/td>/)
            .map { "\($0.1) \($0.2) \($0.3)" }
        #expect(rows.count == 8)
        #expect(rows.first == "2026-02-23 2 30\u{A0}min" && rows[1] == "2026-02-16 0 0" && rows[5] == "2026-01-19 1 –")
        #expect(rows[7] == "2026-01-05 1 20\u{A0}min" && rows.last == rows[7])
        #expect(
            weeks.contains(
                "8 weeks up to the one of Feb 23, 2026. 50\u{A0}min practised; most in a week: 30\u{A0}min."))
        #expect(weeks.matches(of: /V100z/).count == 2)
    }

    @Test(
        arguments: [
            (40, "1\u{A0}min", "30\u{A0}s"), (600, "10\u{A0}min", "5\u{A0}min"),
            (3_660, "1\u{A0}h 30\u{A0}min", "45\u{A0}min"),
            (12_000, "4\u{A0}h", "2\u{A0}h"), (50_000, "16\u{A0}h", "8\u{A0}h"), (86_400, "24\u{A0}h", "12\u{A0}h"),
        ] as [(Double, String, String)])
    func `the axis of the weeks fits the longest practice time`(_ seconds: Double, top: String, half: String) throws {
        let diary = try Diary()
        try diary.hold("2026-03-03T10:00:00Z", .saved(seconds: seconds))
        let weeks = try section(.weeks, of: try diary.page())
        #expect(weeks.contains("<span>\(top)</span><span>\(half)</span><span>0</span>"))
        #expect(weeks.contains("<span>Feb 9, 2026</span><span>Mar 2, 2026</span>"))
    }

    @Test func `weeks are shown from the first interview to the last`() throws {
        let diary = try Diary()
        for day in ["01-05", "02-09", "03-16"] { try diary.hold("2026-\(day)T10:00:00Z", .saved()) }
        #expect(try section(.weeks, of: try diary.page()).contains("11 weeks up to the one of Mar 16, 2026."))
    }

    @Test func `at most half a year of weeks is shown`() throws {
        let diary = try Diary()
        try diary.hold("2024-01-07T10:00:00Z", .saved())
        try diary.hold("2026-02-24T10:00:00Z", .saved(seconds: 86_400))
        #expect(try section(.weeks, of: try diary.page()).contains("26 weeks up to the one of Feb 23, 2026. 24\u{A0}h"))
        try diary.hold("2027-02-24T10:00:00Z", .pending)
        // No week shown has a known practice time; an earlier week has one.
        #expect(try section(.weeks, of: try diary.page()).contains("No time practised yet."))
    }

    @Test func `recurring points are counted, rare ones are collapsed, and those named once do not recur`() throws {
        let diary = try Diary()
        func feedback(_ points: ClosedRange<Int>) -> String {
            let points = points.map { "\"Point \($0)\"" }.joined(separator: ",")
            return "{\"strengths\":[\(points)],\"evaluation\":\"Good.\"}"
        }
        try diary.hold("2026-03-01T10:00:00Z", .saved(feedback: feedback(1...12)))
        var points = try section(.points, of: try diary.page())
        #expect(
            points.contains("<h3>Recurring strengths</h3>\n<p class=\"none\">None in more than one interview yet.</p>"))
        #expect(
            points.contains("<summary><span>12 mentioned once</span></summary>") && !points.contains("class=\"count\""))
        try diary.hold("2026-03-02T10:00:00Z", .saved(feedback: feedback(2...11)))
        points = try section(.points, of: try diary.page())
        #expect(
            points.contains(
                "<span class=\"point\" dir=\"auto\">Point 3</span> <span class=\"count\">2 interviews</span>")
        )
        #expect(points.contains("<summary><span>2 more</span></summary>"))
        let once = try part(of: points, from: "<summary><span>2 mentioned once</span></summary>", to: "</details>")
        #expect(once.matches(of: /Point (\d+)/).map { String($0.1) } == ["1", "12"])
    }
}
