// Days and weeks where the caller is.

private import Foundation

/// A time zone of the IANA database (RFC 6557).
public struct LocalTime: Sendable {
    /// Such as `Europe/Paris`.
    public let name: String
    private let zone: TimeZone

    /// - Returns: nil if there is no time zone of this name.
    public init?(_ name: String) {
        // Foundation also takes offsets and abbreviations, some of which mean other times than they seem to.
        let isName = name.utf8.allSatisfy { $0.isNameCharacter } && (name.contains("/") || name == "UTC")
        guard isName, let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    public static let utc = LocalTime(name: "UTC", zone: .gmt)

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    /// The day on which an instant falls.
    public func day(of instant: Instant) -> Day {
        Day(of: wallClock(at: instant))
    }

    /// What the clock on the wall shows, as if it were UTC.
    public func wallClock(at instant: Instant) -> Instant {
        Instant(milliseconds: instant.milliseconds + offset(at: instant) * 1_000)
    }

    /// Seconds east of UTC.
    private func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000))
    }
}

extension UInt8 {
    fileprivate var isNameCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "+"):
            true
        default: false
        }
    }
}

/// A day of the Gregorian calendar.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Since 1970-01-01.
    public let number: Int

    init(number: Int) { self.number = number }

    /// The day on which an instant falls in UTC.
    init(of instant: Instant) {
        let (day, rest) = instant.milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        number = rest < 0 ? day - 1 : day
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The Monday of the week in which the day lies (ISO 8601).
    public var monday: Day {
        // 1970-01-01 was a Thursday.
        let weekday = ((number + 3) % 7 + 7) % 7
        return Day(number: number - weekday)
    }

    /// The year, the month from 1 on, and the day of the month.
    public var date: (year: Int, month: Int, day: Int) { Instant.date(number) }

    public static func + (day: Day, days: Int) -> Day { Day(number: day.number + days) }

    public static func - (left: Day, right: Day) -> Int { left.number - right.number }

    /// `2026-01-05`
    public var description: String { String(Instant(milliseconds: number * 86_400_000).description.prefix(10)) }
}
