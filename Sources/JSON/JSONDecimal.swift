// Exact comparison and conversion of JSON numbers.

/// A JSON number as a sign, digits and a power of ten, so that `30`, `30.0` and `3e1` are equal.
struct JSONDecimal: Equatable {
    let isNegative: Bool

    /// The digits in ASCII, without leading and trailing zeros; empty for zero.
    let digits: [UInt8]

    /// The exponent of the power of ten by which the digits, read as an integer, are multiplied; 0 for zero.
    let exponent: Int

    /// - Parameter bytes: a number in the grammar of RFC 8259 §6.
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

    /// The value of an exponent of any length, clamped to ±2^40: the digits of a text, fewer than 2^32, cannot
    /// compensate for more.
    private static func saturated(_ bytes: ArraySlice<UInt8>) -> Int {
        let magnitude = bytes.filter(\.isASCIIDigit).reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 1 << 40) }
        return bytes.first == UInt8(ascii: "-") ? -magnitude : magnitude
    }

    /// Bytes that are equal exactly if the values are equal.
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

    /// Compares the magnitudes.
    private func isSmaller(than other: JSONDecimal) -> Bool {
        guard !digits.isEmpty, !other.digits.isEmpty else { return !other.digits.isEmpty }
        // If the first digits have the same position, the digits compare as text, because none end with a zero.
        let (place, otherPlace) = (digits.count + exponent, other.digits.count + other.exponent)
        return place == otherPlace ? digits.lexicographicallyPrecedes(other.digits) : place < otherPlace
    }
}
