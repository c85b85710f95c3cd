// A number as its digits say it, exactly.

/// A JSON number as sign, digits and power of ten, so that `30`, `30.0` and `3e1` are the same.
struct JSONDecimal: Equatable {
    let isNegative: Bool

    /// Without leading and trailing zeros; empty for zero.
    let digits: [UInt8]

    /// The power of ten by which the digits, read as a whole number, are multiplied; 0 for zero.
    let exponent: Int

    /// - Parameter bytes: a number as RFC 8259 §6 writes it.
    init(_ bytes: ArraySlice<UInt8>) {
        let mantissaEnd = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.endIndex
        let mantissa = bytes[..<mantissaEnd]
        let fraction = mantissa.firstIndex(of: UInt8(ascii: ".")).map { mantissaEnd - $0 - 1 } ?? 0
        let all = mantissa.filter(\.isASCIIDigit)
        let trailingZeros = all.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        digits = Array(all.dropLast(trailingZeros).drop { $0 == UInt8(ascii: "0") })
        isNegative = bytes.first == UInt8(ascii: "-") && !digits.isEmpty
        let written = Self.saturated(bytes[mantissaEnd...].dropFirst())
        exponent = digits.isEmpty ? 0 : written - fraction + trailingZeros
    }

    init(_ integer: Int) { self.init(Array(String(integer).utf8)[...]) }

    /// An exponent of any length, held within what a text of any size can need.
    private static func saturated(_ bytes: ArraySlice<UInt8>) -> Int {
        let magnitude = bytes.filter(\.isASCIIDigit).reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 1 << 40) }
        return bytes.first == UInt8(ascii: "-") ? -magnitude : magnitude
    }

    /// The same bytes for the same value.
    var key: [UInt8] { (isNegative ? [UInt8(ascii: "-")] : []) + digits + Array("e\(exponent)".utf8) }

    var integer: Int? {
        guard !digits.isEmpty else { return 0 }
        guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
        let zeros = Array(repeating: UInt8(ascii: "0"), count: exponent)
        return Int((isNegative ? "-" : "") + String(decoding: digits + zeros, as: UTF8.self))
    }
}

extension JSONDecimal: Comparable {
    static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
    }

    /// Compares without the signs.
    private func isSmaller(than other: JSONDecimal) -> Bool {
        guard !digits.isEmpty, !other.digits.isEmpty else { return !other.digits.isEmpty }
        // Where the first digits stand; the digits then compare as text, for none ends with a zero.
        let (place, otherPlace) = (digits.count + exponent, other.digits.count + other.exponent)
        return place == otherPlace ? digits.lexicographicallyPrecedes(other.digits) : place < otherPlace
    }
}
