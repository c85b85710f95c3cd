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
        } else if let text = value.safeString {
            self.init(text.trimmed, unit)
        } else if let relative = value.member("relative"), let time = WrittenTime(relative, .seconds) {
            self = time
        } else if let absolute = value.member("absolute"), let time = WrittenTime(absolute, .clock) {
            self = time
        } else {
            return nil
        }
    }

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
        } else if let seconds = Self.timeOfDay(text) {
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
    static func timeOfDay(_ text: some StringProtocol) -> Double? {
        var text = text.uppercased().trimmed
        var noon: Double?
        for (half, hours) in [("AM", 0.0), ("PM", 12)] where text.hasSuffix(half) {
            noon = hours
            text = text.dropLast(2).trimmed
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, let last = parts.last else { return nil }
        let fraction = last.split(separator: last.contains(",") ? "," : ".", omittingEmptySubsequences: false)
        let whole = parts.dropLast() + [fraction[0]]
        guard fraction.count <= 2,
            fraction.dropFirst().allSatisfy({ 1...9 ~= $0.count && $0.allSatisfy(\.isASCIIDigit) }),
            whole.allSatisfy({ 1...2 ~= $0.count && $0.allSatisfy(\.isASCIIDigit) }),
            whole.dropFirst().allSatisfy({ $0.count == 2 && $0 < "60" })
        else { return nil }
        var numbers = whole.compactMap { Double($0) }
        // With a half of the day, two parts are hours and minutes.
        if let noon {
            if numbers.count == 2 { numbers.append(0) }
            numbers[0] = numbers[0].truncatingRemainder(dividingBy: 12) + noon
        }
        let seconds = numbers.reduce(0) { $0 * 60 + $1 }
        return seconds + (fraction.count == 2 ? Double("0." + fraction[1]) ?? 0 : 0)
    }
}

extension Character {
    var isASCIIDigit: Bool { "0"..."9" ~= self }
}
