// The rule for future times of a time zone: a POSIX TZ string with the extensions of RFC 9636 §3.3.

/// The offset of standard time and, if there is daylight saving time, its offset and the dates on which it begins and
/// ends.
struct TimeZoneRule: Sendable {
    /// Seconds east of UTC.
    private let standard: Int
    private let daylight: (offset: Int, start: Change, end: Change)?

    /// - Returns: nil if the text is not a valid rule.
    init?(_ text: String) {
        var parser = Parser(rest: Array(text.utf8)[...])
        guard parser.name(), let standard = parser.time() else { return nil }
        self.standard = -standard
        guard !parser.rest.isEmpty else {
            daylight = nil
            return
        }
        guard parser.name() else { return nil }
        var offset = self.standard + 3_600
        if parser.rest.first != UInt8(ascii: ",") {
            guard let given = parser.time() else { return nil }
            offset = -given
        }
        guard let start = parser.change(), let end = parser.change(), parser.rest.isEmpty else { return nil }
        daylight = (offset, start, end)
    }

    /// The offset from UTC, in seconds east.
    /// - Parameter time: in seconds since 1970.
    func offset(at time: Int) -> Int {
        guard let daylight else { return standard }
        let year = Day(at: time + standard).date.year
        let start = daylight.start.time(in: year) - standard
        let end = daylight.end.time(in: year) - daylight.offset
        // In the southern hemisphere, daylight saving time begins in one year and ends in the next.
        let isDaylight = start < end ? start..<end ~= time : !(end..<start ~= time)
        return isDaylight ? daylight.offset : standard
    }

    /// A change between standard and daylight saving time, in the local time before the change.
    private struct Change {
        let day: DayRule

        /// In seconds from midnight; may be negative or more than a day.
        let seconds: Int

        /// In seconds since 1970, if the local time were UTC.
        func time(in year: Int) -> Int { day.day(in: year).number * 86_400 + seconds }
    }

    private enum DayRule {
        /// 1 to 365; 29 February is not counted.
        case withoutLeapDay(Int)

        /// 0 to 365; 29 February is counted.
        case ofYear(Int)

        /// A weekday, 0 for Sunday, in a week of a month; week 5 is the last.
        case ofWeek(month: Int, week: Int, weekday: Int)

        func day(in year: Int) -> Day {
            let newYear = Day(year: year, month: 1)
            switch self {
            case .withoutLeapDay(let number):
                let isLeap = Day(year: year, month: 3) - newYear == 60
                return newYear + (number - 1 + (isLeap && number > 59 ? 1 : 0))
            case .ofYear(let number): return newYear + number
            case .ofWeek(let month, let week, let weekday):
                let first = Day(year: year, month: month)
                let next = month == 12 ? Day(year: year + 1, month: 1) : Day(year: year, month: month + 1)
                // 1970-01-01 was a Thursday.
                let firstWeekday = ((first.number + 4) % 7 + 7) % 7
                let day = first + ((weekday - firstWeekday + 7) % 7 + 7 * (week - 1))
                return day < next ? day : day + -7
            }
        }
    }

    private struct Parser {
        var rest: ArraySlice<UInt8>

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// Skips a name: letters, or any characters in angle brackets.
        mutating func name() -> Bool {
            if take("<") {
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
                rest = rest[(end + 1)...]
                return true
            }
            let letters = rest.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
            rest = rest.dropFirst(letters.count)
            return letters.count >= 3
        }

        mutating func number() -> Int? {
            let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard 1...4 ~= digits.count else { return nil }
            rest = rest.dropFirst(digits.count)
            return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }

        /// `[+-]hh[:mm[:ss]]`, in seconds.
        mutating func time() -> Int? {
            let sign = take("-") ? -1 : 1
            if sign == 1 { _ = take("+") }
            guard var seconds = number().map({ $0 * 3_600 }) else { return nil }
            for unit in [60, 1] where take(":") {
                guard let part = number() else { return nil }
                seconds += part * unit
            }
            return sign * seconds
        }

        /// `,date[/time]`
        mutating func change() -> Change? {
            guard take(","), let day = day() else { return nil }
            guard take("/") else { return Change(day: day, seconds: 7_200) }
            return time().map { Change(day: day, seconds: $0) }
        }

        private mutating func day() -> DayRule? {
            if take("J") { return number().flatMap { 1...365 ~= $0 ? .withoutLeapDay($0) : nil } }
            guard take("M") else { return number().flatMap { 0...365 ~= $0 ? .ofYear($0) : nil } }
            guard let month = number(), 1...12 ~= month, take("."), let week = number(), 1...5 ~= week, take("."),
                let weekday = number(), 0...6 ~= weekday
            else { return nil }
            return .ofWeek(month: month, week: week, weekday: weekday)
        }
    }
}
