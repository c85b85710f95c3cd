// Instants in the format of RFC 3339.

import Insight
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_767_225_600_000, "2026-01-01T00:00:00.000Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_868_799_000, "2000-02-29T23:59:59.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func `an instant is formatted and parsed`(milliseconds: Int, text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
        #expect(Instant(text) == Instant(milliseconds: milliseconds))
    }

    @Test func `every day of four centuries is formatted and parsed`() {
        for day in 0..<146_097 {
            let instant = Instant(milliseconds: day * 86_400_000 + 43_200_123)
            guard Instant(instant.description) == instant else {
                Issue.record("\(instant)")
                return
            }
        }
    }

    @Test(arguments: [
        ("2026-01-01T01:00:00+01:00", 0), ("2025-12-31T19:00:00-05:00", 0), ("2026-01-01t00:00:00z", 0),
        ("2026-01-01T00:00:00.5Z", 500), ("2026-01-01T00:00:00.1234Z", 124), ("2026-01-01T00:00:00.12300000Z", 123),
        ("2026-01-01T00:00:00.9999Z", 1_000), ("2025-12-31T23:59:60Z", 0), ("2026-01-01T00:59:60+01:00", 0),
        ("2026-01-01T00:00:00-00:00", 0),
    ])
    func `offsets, fractions and leap seconds are parsed`(_ text: String, afterNewYear: Int) {
        #expect(Instant(text)?.milliseconds == 1_767_225_600_000 + afterNewYear)
    }

    @Test(arguments: [
        "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-1-01T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:60Z",
        "2026-01-30T23:59:60Z", "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00Zx", "２026-01-01T00:00:00Z",
    ])
    func `any other text is not parsed`(_ text: String) {
        #expect(Instant(text) == nil)
    }
}
