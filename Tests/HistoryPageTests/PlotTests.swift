// The two plots: where their lines begin, and what becomes of weeks in which nothing was practised.

import Foundation
import Testing

@testable import HistoryPage

@Suite struct PlotTests {
    @Test func `the average of five begins with the fifth score`() throws {
        let diary = try Diary()
        for (index, score) in [50, 60, 70, 80].enumerated() {
            try diary.hold("2026-03-0\(index + 1)T10:00:00Z", .saved(score: Double(score)))
        }
        var scores = try section(.scores, of: try diary.page())
        #expect(scores.contains("d=\"M0 50h0M33.33 40h0M66.67 30h0M100 20h0\""))
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

    @Test func `one score stands in the middle`() throws {
        let diary = try Diary()
        try diary.hold("2026-03-01T10:00:00Z", .saved(score: 55.5))
        let scores = try section(.scores, of: try diary.page())
        #expect(
            scores.contains("d=\"M50 44.50h0\"") && scores.contains("1 scored interview, on Mar 1, 2026. Score 55.5."))
        #expect(scores.contains("aria-hidden=\"true\"><span>Mar 1, 2026</span></div>"))
    }

    @Test func `weeks without an interview are filled in`() throws {
        let diary = try Diary()
        try diary.hold("2026-01-07T10:00:00Z", .saved(seconds: 1_200))
        try diary.hold("2026-01-20T10:00:00Z", .pending)
        try diary.hold("2026-02-24T10:00:00Z", .saved(seconds: 600))
        try diary.hold("2026-02-25T10:00:00Z", .saved(seconds: 1_200))
        let weeks = try section(.weeks, of: try diary.page())
        let rows = weeks.matches(of: /datetime="([^"]+)">[^<]*<\/time><\/th><td>([^<]*)<\/td><td>([^<]*)<\/td>/)
            .map { "\($0.1) \($0.2) \($0.3)" }
        #expect(rows.count == 13)
        #expect(rows.first == "2026-02-23 2 30\u{A0}min" && rows[1] == "2026-02-16 0 0" && rows[5] == "2026-01-19 1 –")
        #expect(rows[7] == "2026-01-05 1 20\u{A0}min" && rows.last == "2025-12-01 0 0")
        #expect(
            weeks.contains(
                "13 weeks up to the one of Feb 23, 2026. 50\u{A0}min practised; most in a week: 30\u{A0}min."))
        #expect(weeks.matches(of: /V100z/).count == 2)
    }

    @Test func `at most half a year of weeks is shown`() throws {
        let diary = try Diary()
        try diary.hold("2024-01-07T10:00:00Z", .saved())
        try diary.hold("2026-02-24T10:00:00Z", .saved(seconds: 86_400))
        #expect(try section(.weeks, of: try diary.page()).contains("26 weeks up to the one of Feb 23, 2026. 24\u{A0}h"))
        try diary.hold("2027-02-24T10:00:00Z", .pending)
        // No week that is shown has a known time, though an earlier one has.
        #expect(try section(.weeks, of: try diary.page()).contains("No time practised yet."))
    }

    @Test func `what recurs is counted, and what is seldom is folded away`() throws {
        let diary = try Diary()
        let points = (1...12).map { "\"Point \($0)\"" }.joined(separator: ",")
        try diary.hold("2026-03-01T10:00:00Z", .saved(feedback: "{\"strengths\":[\(points)],\"evaluation\":\"Good.\"}"))
        try diary.hold("2026-03-02T10:00:00Z", .saved(feedback: #"{"strengths":["Point 3"],"evaluation":"Good."}"#))
        let part = try section(.points, of: try diary.page())
        #expect(
            part.contains("<span class=\"point\" dir=\"auto\">Point 3</span> <span class=\"count\">2 interviews</span>")
        )
        #expect(part.contains("<summary><span>4 more</span></summary>"))
    }
}
