// Interview ids: UUIDs version 7, which begin with the time of creation (RFC 9562 §5.7).

public import Insight

/// A UUID as two 64-bit words, the more significant first (RFC 9562 §4).
public struct InterviewID: Equatable, Sendable {
    let high: UInt64
    let low: UInt64
}

extension InterviewID {
    /// - Parameters:
    ///   - milliseconds: since 1970 UTC; 48 bits.
    ///   - sequence: a counter within one millisecond; 12 bits.
    ///   - tail: random, or a counter of a deterministic clock; 62 bits.
    init(milliseconds: Int, sequence: Int, tail: UInt64) {
        high = UInt64(milliseconds) << 16 | 0x7000 | UInt64(sequence)
        low = tail & (1 << 62 - 1) | 1 << 63
    }

    /// The `tail` of `init(milliseconds:sequence:tail:)`.
    public var tail: UInt64 { low & (1 << 62 - 1) }

    /// Parses an id.
    /// - Returns: nil unless `text` is the `description` of an id.
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

    /// The prefix of the ids of a millisecond; as text it sorts before them and after all earlier ids.
    public static func beginning(of instant: Instant) -> String {
        let milliseconds = min(max(instant.milliseconds, 0), 1 << 48 - 1)
        return String(InterviewID(milliseconds: milliseconds, sequence: 0, tail: 0).description.prefix(13))
    }
}

extension InterviewID: CustomStringConvertible {
    /// The UUID in lower case.
    public var description: String {
        // Exactly 36 bytes are written.
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
    /// The lower-case hexadecimal digit of the low 4 bits.
    var hexadecimalDigit: UInt8 {
        let value = self & 0xF
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
}
