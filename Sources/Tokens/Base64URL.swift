// base64url without padding (RFC 4648 §5, RFC 7515 §2), read strictly.

extension [UInt8] {
    /// The bytes that `text` stands for; nil where it holds padding or any other stray character, has a length that no
    /// bytes have, or sets bits behind the last byte.
    init?(base64URL text: ArraySlice<UInt8>) {
        self = []
        reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = character.base64URLValue else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard count < 6, bits & (1 << UInt32(count) - 1) == 0 else { return nil }
    }
}

extension UInt8 {
    /// The six bits that a character of the base64url alphabet stands for.
    var base64URLValue: UInt8? {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): self - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
