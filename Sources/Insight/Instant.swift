// A point in time, as RFC 3339 writes it: UTC, with milliseconds.

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

// MARK: - Writing

extension Instant: CustomStringConvertible {
    /// `2026-01-01T00:00:00.000Z`. Only the years 0 to 9999 can be written.
    public var description: String {
        let text = utf8
        return String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
    }

    /// The bytes of `description`.
    public var utf8: [24 of UInt8] {
        let (day, time) = milliseconds.quotientAndRemainder(flooringBy: 86_400_000)
        let (year, month, dayOfMonth) = Self.date(day)
        var text: [24 of UInt8] = Self.template
        /// - Parameter value: 0 to 99, written as two digits.
        func write(_ value: Int, at place: Int) {
            let tens = value / 10
            text[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: tens)
            text[place + 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value - 10 * tens)
        }
        let fourDigitYear = min(max(year, 0), 9999)
        write(fourDigitYear / 100, at: 0)
        write(fourDigitYear % 100, at: 2)
        write(month, at: 5)
        write(dayOfMonth, at: 8)
        write(time / 3_600_000, at: 11)
        write(time / 60_000 % 60, at: 14)
        write(time / 1_000 % 60, at: 17)
        write(time % 1_000 / 10, at: 20)
        text[22] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: time % 10)
        return text
    }

    private static let template: [24 of UInt8] = {
        var text = [24 of UInt8](repeating: UInt8(ascii: "0"))
        for (place, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "."), (23, "Z")]
            as [(Int, Unicode.Scalar)]
        {
            text[place] = UInt8(ascii: mark)
        }
        return text
    }()

    /// The Gregorian date of a day since 1970-01-01, computed in eras of 400 years that begin on 1 March.
    static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (day + 719_468).quotientAndRemainder(flooringBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

// MARK: - Reading

extension Instant {
    /// Parses a date and time of RFC 3339 §5.6 with any offset. Finer fractions are rounded up to milliseconds, so that
    /// "at or after" and "before" compare correctly with stored times. A leap second is read as the second after it.
    public init?(_ text: String) {
        var reader = DigitReader(Array(text.utf8))
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t"),
            let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
            let second = reader.number(2),
            1...12 ~= month, 1...Self.days(inMonth: month, of: year) ~= day, hour < 24, minute < 60, second <= 60,
            let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let minutes = (Self.day(year, month, day) * 24 + hour) * 60 + minute - offset
        guard second < 60 || Self.isLastOfMonth(minutes) else { return nil }
        self.init(milliseconds: (minutes * 60 + second) * 1_000 + fraction)
    }

    /// Whether a minute since 1970 is the last one of a month in UTC, which can have a leap second (RFC 3339 §5.7).
    private static func isLastOfMonth(_ minute: Int) -> Bool {
        let (day, next) = (minute + 1).quotientAndRemainder(flooringBy: 24 * 60)
        return next == 0 && date(day).day == 1
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01.
    static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let (era, yearOfEra) = (year - (month <= 2 ? 1 : 0)).quotientAndRemainder(flooringBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Parses the parts of an RFC 3339 text one after another.
private struct DigitReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func digit() -> Int? {
        guard at < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[at] else { return nil }
        at += 1
        return Int(bytes[at - 1] - UInt8(ascii: "0"))
    }

    mutating func number(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Milliseconds, rounded up; 0 if there is no fraction.
    mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        guard var value = digit() else { return nil }
        var (places, hasFiner) = (1, false)
        while let digit = digit() {
            if places < 3 { value = value * 10 + digit } else if digit > 0 { hasFiner = true }
            places += 1
        }
        while places < 3 {
            value *= 10
            places += 1
        }
        return value + (hasFiner ? 1 : 0)
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }
}

extension Int {
    fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
