// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed pseudorandom function.

struct SipHash {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    private init(_ key: (UInt64, UInt64)) {
        v0 = key.0 ^ 0x736F_6D65_7073_6575
        v1 = key.1 ^ 0x646F_7261_6E64_6F6D
        v2 = key.0 ^ 0x6C79_6765_6E65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    static func hash(_ message: [UInt8], key: (UInt64, UInt64)) -> UInt64 {
        var state = SipHash(key)
        let span = message.span
        var word: UInt64 = 0
        for index in span.indices {
            word |= UInt64(span[index]) << UInt64(index % 8 * 8)
            if index % 8 == 7 {
                state.compress(word)
                word = 0
            }
        }
        return state.finish(word, count: message.count)
    }

    /// The hash of two words in little-endian order.
    static func hash(_ first: UInt64, _ second: UInt64, key: (UInt64, UInt64)) -> UInt64 {
        var state = SipHash(key)
        state.compress(first)
        state.compress(second)
        return state.finish(0, count: 16)
    }

    /// - Parameters:
    ///   - rest: the bytes after the last full word, little-endian.
    ///   - count: the length of the message in bytes.
    private mutating func finish(_ rest: UInt64, count: Int) -> UInt64 {
        compress(rest | UInt64(count & 0xFF) << 56)
        v2 ^= 0xFF
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    private mutating func round() {
        v0 &+= v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 &+= v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 &+= v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }
}
