// A strict decoder of base64url without padding (RFC 4648 §5, RFC 7515 §2).

enum Base64URL {
    /// The value of characters outside of the alphabet.
    static let invalid: UInt8 = 0xFF

    /// The six-bit value of each byte. A table is faster than branches, which are mispredicted on random data.
    static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for (value, character) in alphabet.utf8.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}

extension [UInt8] {
    /// Decodes `text`. Nil if it contains padding or any other invalid character, has an impossible length, or has
    /// unused bits that are not zero.
    init?(base64URL text: ArraySlice<UInt8>) {
        self = []
        reserveCapacity(text.count * 3 / 4)
        let values = Base64URL.values
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for character in text {
            let value = values[Int(character)]
            guard value != Base64URL.invalid else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        guard count < 6, bits & (1 << count - 1) == 0 else { return nil }
    }
}
