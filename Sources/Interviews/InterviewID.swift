// Ids of interviews: UUIDs of version 7, which begin with the time of creation.

public import Insight

/// A UUID as its two halves (RFC 9562 §4).
public struct InterviewID: Equatable, Sendable {
    let high: UInt64
    let low: UInt64
}

extension InterviewID {
    /// - Parameters:
    ///   - milliseconds: since 1970, 48 bits.
    ///   - sequence: tells ids of one millisecond apart, in their order; 12 bits.
    ///   - tail: 62 bits.
    init(milliseconds: Int, sequence: Int, tail: UInt64) {
        high = UInt64(milliseconds) << 16 | 0x7000 | UInt64(sequence)
        low = tail & (1 << 62 - 1) | 1 << 63
    }

    /// The 62 bits that it was made with.
    public var tail: UInt64 { low & (1 << 62 - 1) }

    /// - Returns: nil unless `text` is what `description` would say.
    public init?(_ text: String) {
        var (high, low): (UInt64, UInt64) = (0, 0)
        guard text.utf8.count == 36 else { return nil }
        var index = 0
        for byte in text.utf8 {
            defer { index += 1 }
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            (high, low) = (high << 4 | low >> 60, low << 4 | UInt64(digit))
        }
        self.init(high: high, low: low)
    }

    /// With what ids begin that were made in this millisecond: it sorts before them, and after all earlier ones.
    public static func beginning(of instant: Instant) -> String {
        let milliseconds = min(max(instant.milliseconds, 0), 1 << 48 - 1)
        return String(InterviewID(milliseconds: milliseconds, sequence: 0, tail: 0).description.prefix(13))
    }
}

extension InterviewID: CustomStringConvertible {
    /// In small letters, as ids are compared.
    public var description: String {
        // Its capacity is the text's length.
        unsafe String(unsafeUninitializedCapacity: 36) { text in
            var at = 0
            for word in [high, low] {
                for shift in stride(from: 60, through: 0, by: -4) {
                    if at == 8 || at == 13 || at == 18 || at == 23 {
                        unsafe text[at] = UInt8(ascii: "-")
                        at += 1
                    }
                    unsafe text[at] = UInt8(truncatingIfNeeded: word >> UInt64(shift)).hexadecimalDigit
                    at += 1
                }
            }
            return at
        }
    }
}

extension UInt8 {
    /// The small digit for the lower four bits.
    var hexadecimalDigit: UInt8 {
        let value = self & 0xF
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
}
