// base64url without padding (RFC 4648 §5, RFC 7515 §2), read strictly.

enum Base64URL {
    /// What stands for no six bits.
    static let stray: UInt8 = 0xFF

    /// The six bits that each byte stands for. A table, because branches on what looks random cost more.
    static let values: [UInt8] = {
        var values = [UInt8](repeating: stray, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for (value, character) in alphabet.utf8.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}

extension [UInt8] {
    /// The bytes that `text` stands for; nil where it holds padding or any other stray character, has a length that no
    /// bytes have, or sets bits behind the last byte.
    init?(base64URL text: ArraySlice<UInt8>) {
        self = []
        reserveCapacity(text.count * 3 / 4)
        let values = Base64URL.values
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for character in text {
            let value = values[Int(character)]
            guard value != Base64URL.stray else { return nil }
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
