// A time as a transcript writes it: a number of some unit, a date, a time of day.

internal import JSON

/// What the name of a member says about the unit of its numbers.
enum TimeUnit: Sendable {
    case seconds, milliseconds

    /// The name does not say it.
    case unnamed

    /// Seconds or finer units of a clock, whose origin is not the start of the conversation.
    case clock
}

/// A time in a transcript.
enum WrittenTime: Equatable, Sendable {
    /// In seconds from the start of the conversation.
    case offset(Double)

    /// In seconds from another origin, such as 1970.
    case clock(Double)

    /// In seconds, from midnight or from the start of the conversation.
    case timeOfDay(Double)

    /// Seconds or milliseconds from the start of the conversation.
    case number(Double)
}

extension WrittenTime {
    /// A number, a text with a number (`12.5`, `12.5s`), a date and time of ISO 8601, a time of day, or an object with
    /// one of them as `relative` or `absolute`.
    init?(_ value: JSONSlice, _ unit: TimeUnit) {
        if let number = value.double {
            self.init(number, unit)
        } else if value.kind == .string {
            // A longer text is not a time, however it is written.
            guard let (text, isWhole) = value.beginning(Self.longestText), isWhole else { return nil }
            self.init(text.trimmed, unit)
        } else if let relative = value.member("relative"), let time = WrittenTime(relative, .seconds) {
            self = time
        } else if let absolute = value.member("absolute"), let time = WrittenTime(absolute, .clock) {
            self = time
        } else {
            return nil
        }
    }

    /// In bytes, with white space around it.
    private static let longestText = 256

    private init(_ number: Double, _ unit: TimeUnit) {
        // The start of a call, of which some products say that it was just before.
        let number = -1..<0 ~= number ? 0 : number
        if let seconds = Self.secondsSince1970(number) {
            self = .clock(seconds)
            return
        }
        self =
            switch unit {
            case .seconds: .offset(number)
            case .milliseconds: .offset(number / 1_000)
            case .unnamed: .number(number)
            case .clock: .clock(number)
            }
    }

    private init?(_ text: String, _ unit: TimeUnit) {
        guard text.utf8.count <= 40 else { return nil }
        if text.utf8.dropFirst(4).first == UInt8(ascii: "-"), let instant = Instant(text) {
            self = .clock(Double(instant.milliseconds) / 1_000)
        } else if let number = Self.decimal(text[...]) {
            self.init(number, unit)
        } else if text.hasSuffix("s"), let seconds = Self.decimal(text.dropLast()) {
            self.init(seconds, .seconds)
        } else if let seconds = Self.timeOfDay(text[...]) {
            self = .timeOfDay(seconds)
        } else if let instant = Instant(Self.withZone(text)) {
            self = .clock(Double(instant.milliseconds) / 1_000)
        } else {
            return nil
        }
    }

    /// A date and time as RFC 3339 writes it: a missing zone is UTC, because only differences matter.
    private static func withZone(_ text: String) -> String {
        let text = text.replacing { $0 == UInt8(ascii: " ") ? "T" : nil }
        let zone = text.suffix(5)
        guard let sign = zone.first, "+-".contains(sign), zone.dropFirst().allSatisfy(\.isASCIIDigit),
            text.utf8.contains(UInt8(ascii: ":"))
        else { return text + "Z" }
        return text.dropLast(2) + ":" + zone.suffix(2)
    }

    /// Numbers so large that they can only be times since 1970, in seconds, milliseconds, microseconds or nanoseconds.
    private static func secondsSince1970(_ number: Double) -> Double? {
        switch number {
        case 3e8..<1e11: number
        case 1e11..<1e14: number / 1e3
        case 1e14..<1e17: number / 1e6
        case 1e17..<1e20: number / 1e9
        default: nil
        }
    }

    /// - Returns: nil if the text contains anything other than digits, a sign and a decimal point.
    private static func decimal(_ text: Substring) -> Double? {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else {
            return nil
        }
        return Double(text)
    }

    /// The seconds of `mm:ss` or `hh:mm:ss`, with a fraction after a point or comma, and `AM` or `PM` after it; nil for
    /// any other text.
    static func timeOfDay(_ text: Substring) -> Double? {
        let text = text.utf8.span
        return TimeOfDay(text, text.indices)?.seconds
    }
}

/// A time of day, or a time from the start of a conversation, in notation with colons.
struct TimeOfDay {
    let seconds: Double

    /// Whether a comma is before the fraction.
    let hasComma: Bool

    /// - Parameter range: where the text is in `bytes`, with white space around it or not.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var range = bytes.withoutSpaceAround(range)
        guard let first = range.first, bytes[first].isDigit else { return nil }
        var noon: Int?
        for (half, hours) in [(UInt8(ascii: "A"), 0), (UInt8(ascii: "P"), 12)]
        where range.count >= 2 && bytes[range.upperBound - 2] & 0xDF == half
            && bytes[range.upperBound - 1] & 0xDF == UInt8(ascii: "M")
        {
            noon = hours
            range = bytes.withoutSpaceAround(range.lowerBound..<range.upperBound - 2)
        }
        var numbers = [3 of Int](repeating: 0)
        var count = 0
        var at = range.lowerBound
        while true {
            let start = at
            var number = 0
            while at < range.upperBound, at - start < 2, bytes[at].isDigit {
                number = number * 10 + Int(bytes[at] - UInt8(ascii: "0"))
                at += 1
            }
            guard at > start, count == 0 || (at - start == 2 && number < 60), count < 3 else { return nil }
            numbers[count] = number
            count += 1
            guard at < range.upperBound, bytes[at] == UInt8(ascii: ":") else { break }
            at += 1
        }
        guard count >= 2 else { return nil }
        hasComma = at < range.upperBound && bytes[at] == UInt8(ascii: ",")
        var fraction = 0.0
        if at < range.upperBound {
            guard hasComma || bytes[at] == UInt8(ascii: "."), let read = bytes.fraction(at + 1..<range.upperBound)
            else { return nil }
            fraction = read
        }
        // With a half of the day, two parts are hours and minutes.
        if let noon {
            numbers[0] = numbers[0] % 12 + noon
            if count == 2 { count = 3 }
        }
        let whole = count == 3 ? numbers[0] * 3_600 + numbers[1] * 60 + numbers[2] : numbers[0] * 60 + numbers[1]
        seconds = Double(whole) + fraction
    }
}

extension Span<UInt8> {
    /// What one to nine digits are behind a decimal point.
    fileprivate func fraction(_ digits: Range<Int>) -> Double? {
        guard 1...9 ~= digits.count else { return nil }
        var (number, scale) = (0.0, 1.0)
        for index in digits {
            guard self[index].isDigit else { return nil }
            number = number * 10 + Double(self[index] - UInt8(ascii: "0"))
            scale *= 10
        }
        // The quotient of two whole numbers is the double nearest to the fraction.
        return number / scale
    }
}

extension UInt8 {
    var isDigit: Bool { 0x30...0x39 ~= self }
}

extension Character {
    var isASCIIDigit: Bool { "0"..."9" ~= self }
}
