// Local days and weeks.

import Testing

@testable import Insight

@Suite struct LocalTimeTests {
    @Test(arguments: [
        ("UTC", "2026-01-04T23:59:59Z", "2026-01-04", "2025-12-29"),
        ("Europe/Paris", "2026-01-04T23:30:00Z", "2026-01-05", "2026-01-05"),
        ("America/New_York", "2026-01-05T04:59:59Z", "2026-01-04", "2025-12-29"),
        // Daylight saving time begins.
        ("Europe/Paris", "2026-03-29T22:00:00Z", "2026-03-30", "2026-03-30"),
        ("Europe/Paris", "2026-03-28T22:59:59Z", "2026-03-28", "2026-03-23"),
        ("Asia/Calcutta", "2026-01-01T18:30:00Z", "2026-01-02", "2025-12-29"),
        ("Pacific/Apia", "2026-01-01T10:00:00Z", "2026-01-01", "2025-12-29"),
        ("UTC", "1969-12-31T00:00:00Z", "1969-12-31", "1969-12-29"),
        ("Europe/Paris", "0001-01-01T12:00:00Z", "0001-01-01", "0001-01-01"),
    ]) func `an instant has a local day and a local week`(
        _ name: String, _ time: String, _ day: String, _ monday: String
    ) throws {
        let zone = try #require(LocalTime(name))
        let found = zone.day(of: try #require(Instant(time)))
        #expect(found.description == day && found.monday.description == monday)
    }

    @Test(arguments: [
        "", "Paris", "CET+1", "GMT+3", "Europe/", "Europe//Paris", "Mars/Base", "../../etc/passwd", "/etc/localtime",
        "Europe/Paris\u{0}", "+02:00",
    ])
    func `an invalid name is refused`(_ name: String) {
        #expect(LocalTime(name) == nil)
    }
}
