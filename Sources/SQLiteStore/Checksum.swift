// Row checksums, which detect damage on disk.
//
// SQLite detects damage to the structure of a file, but not to the values of a row: one damaged byte of a stored text
// could break the line of an answer, or be answered as if it were right.

internal import JSON

/// A 64-bit checksum over a sequence of values; it changes whenever one of them changes.
///
/// FNV-1a (Fowler, Noll and Vo) on words of 8 bytes instead of single bytes, and on four lanes for long texts.
struct Checksum {
    private var sum: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The checksum as SQLite stores it: the same 64 bits as a signed integer.
    var value: Int { Int(truncatingIfNeeded: sum) }

    init() {}

    init(_ text: Span<UInt8>) { add(text) }

    mutating func add(_ word: UInt64) {
        sum = Self.mixed(sum, word)
    }

    @inline(__always)
    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* prime
        // A multiplication carries into higher bits only.
        return product ^ product >> 32
    }

    mutating func add(_ number: Int?) {
        add(UInt64(number == nil ? 0 : 1))
        add(UInt64(bitPattern: Int64(number ?? 0)))
    }

    mutating func add(_ number: Double?) { add(number.map { Int(bitPattern: UInt($0.bitPattern)) }) }

    mutating func add(_ text: String) { add(text.utf8.span) }

    mutating func add(_ text: Text) { text.withSpan { span in add(span) } }

    mutating func add(_ text: Span<UInt8>) {
        add(UInt64(text.count))
        unsafe text.withUnsafeBytes { bytes in unsafe add(bytes) }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        // Every load below ends within the bytes.
        func word(_ start: Int) -> UInt64 {
            unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
        var at = 0
        var (first, second, third, fourth) = (sum, sum, sum, sum)
        while at &+ 32 <= bytes.count {
            first = Self.mixed(first, word(at))
            second = Self.mixed(second, word(at &+ 8))
            third = Self.mixed(third, word(at &+ 16))
            fourth = Self.mixed(fourth, word(at &+ 24))
            at &+= 32
        }
        add(first)
        add(second)
        add(third)
        add(fourth)
        while at &+ 8 <= bytes.count {
            add(word(at))
            at &+= 8
        }
        while at < bytes.count {
            add(UInt64(unsafe bytes[at]))
            at &+= 1
        }
    }

    private static let prime: UInt64 = 0x0000_0100_0000_01B3
}
