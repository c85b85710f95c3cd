// When a server wants to be asked again (RFC 9110 §10.2.3).

internal import Glibc

enum RetryAfter {
    /// The time to wait.
    /// - Parameters:
    ///   - value: of the field `Retry-After`: a number of seconds, or a date.
    ///   - now: seconds since 1970.
    /// - Returns: nil if the value is neither.
    static func pause(_ value: String, now: Int) -> Duration? {
        if !value.isEmpty, value.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
            // A number that is not representable is longer than any time-out.
            return .seconds(Int(value) ?? Int(Int32.max))
        }
        return date(value).map { .seconds(max(0, $0 - now)) }
    }

    /// Seconds since 1970, by the clock of the machine.
    static var now: Int { time(nil) }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A date in one of the three forms of RFC 9110 §5.6.7, in seconds since 1970; nil if it is none.
    static func date(_ text: String) -> Int? {
        let words = text.split { " ,-:".contains($0) }.map(String.init)
        let order: (day: Int, month: Int, year: Int, hour: Int)
        switch words.count {
        // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`
        case 8 where words[7] == "GMT": order = (1, 2, 3, 4)
        // `Sun Nov  6 08:49:37 1994`
        case 7: order = (2, 1, 6, 3)
        default: return nil
        }
        func number(_ index: Int, _ range: ClosedRange<Int>) -> Int32? {
            guard let value = Int(words[index]), range ~= value else { return nil }
            return Int32(value)
        }
        guard let month = months.firstIndex(of: words[order.month]), let day = number(order.day, 1...31),
            let hour = number(order.hour, 0...23), let minute = number(order.hour + 1, 0...59),
            let second = number(order.hour + 2, 0...60), let year = number(order.year, 0...9_999)
        else { return nil }
        // A year of two digits is of this century: the form is obsolete, and dates in it are not.
        let fullYear = words[order.year].utf8.count == 2 ? year + 2_000 : year
        // `tm` has a pointer to the name of the time zone, which timegm(3) does not read.
        var date = unsafe tm()
        unsafe (date.tm_year, date.tm_mon, date.tm_mday) = (fullYear - 1_900, Int32(month), day)
        unsafe (date.tm_hour, date.tm_min, date.tm_sec) = (hour, minute, second)
        return unsafe timegm(&date)
    }
}
