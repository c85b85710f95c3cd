// Searching and classifying bytes, in blocks of sixteen, for the scanner and the writer.

/// Sixteen bytes that are processed together.
typealias Block = SIMD16<UInt8>

extension Block {
    static var size: Int { 16 }

    /// A mask with the highest bit set for each byte that is a quote, a backslash, a control character or not ASCII.
    ///
    /// After an XOR with 0x02, exactly the control characters and the quote of ASCII are less than 0x21.
    @inline(__always)
    var special: Block { (((self ^ 0x02) &- 0x21) | ((self ^ 0x5C) &- 1) | self) & 0x80 }

    /// A mask with the highest bit set for each byte that equals `byte`.
    @inline(__always)
    func equal(to byte: UInt8) -> Block {
        let difference = self ^ byte
        return ~(((difference & 0x7F) &+ 0x7F) | difference) & 0x80
    }

    /// The index of the first byte of a mask that is not zero; nil if all are zero.
    @inline(__always)
    var firstMarked: Int? {
        // A block consists of two words, in the order of memory.
        let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
        let (low, high) = (UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]))
        if low != 0 { return low.trailingZeroBitCount &>> 3 }
        if high != 0 { return 8 &+ high.trailingZeroBitCount &>> 3 }
        return nil
    }
}

extension UInt64 {
    static var size: Int { 8 }

    /// The same mask for the eight bytes of a word. A borrow can mark a wrong byte, but only above one that is marked
    /// correctly, so the first mark is right.
    @inline(__always)
    var special: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        return (((self ^ ones &* 0x02) &- ones &* 0x21) | ((self ^ ones &* 0x5C) &- ones) | self) & (ones &* 0x80)
    }

    /// The index of the first byte, from the lowest, that is not zero; nil if all are zero.
    @inline(__always)
    var firstMarked: Int? { self == 0 ? nil : trailingZeroBitCount &>> 3 }
}

extension Span<UInt8> {
    /// The sixteen bytes from `start`; nil if fewer remain.
    @inline(__always)
    func block(at start: Int) -> Block? {
        guard start &+ Block.size <= count else { return nil }
        // The load stays within the span, because of the guard and because no caller passes a negative `start`.
        return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: Block.self)
    }

    /// The eight bytes from `start`, the first as the lowest byte of the word; nil if fewer remain.
    @inline(__always)
    func word(at start: Int) -> UInt64? {
        guard start &+ UInt64.size <= count else { return nil }
        // The load stays within the span, as in `block(at:)`.
        return unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self))
    }

    /// The four bytes from `start`, the first as the lowest byte of the half word; nil if fewer remain.
    @inline(__always)
    func halfWord(at start: Int) -> UInt32? {
        guard start &+ UInt64.size / 2 <= count else { return nil }
        // The load stays within the span, as in `block(at:)`.
        return unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt32.self))
    }

    /// The index of the first byte at or after `start` that is a quote, a backslash, a control character or not ASCII;
    /// `count` if there is none.
    @inline(__always)
    func endOfPlainRun(from start: Int) -> Int {
        var at = start
        while let block = block(at: at) {
            if let offset = block.special.firstMarked { return at &+ offset }
            at &+= Block.size
        }
        return endOfShortPlainRun(from: at)
    }

    /// The same as `endOfPlainRun`, if less than a block remains.
    private func endOfShortPlainRun(from start: Int) -> Int {
        var at = start
        if let word = word(at: at) {
            if let offset = word.special.firstMarked { return at &+ offset }
            at &+= UInt64.size
        }
        while at < count, self[at].isPlainInString { at &+= 1 }
        return at
    }

    /// The index of the first `byte` at or after `start`; nil if there is none.
    public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        precondition(start >= 0)
        var at = start
        // Skip four blocks at a time while none of them contains the byte.
        while let last = block(at: at &+ 3 &* Block.size), let first = block(at: at),
            let second = block(at: at &+ Block.size), let third = block(at: at &+ 2 &* Block.size)
        {
            let marks =
                first.equal(to: byte) | second.equal(to: byte) | third.equal(to: byte) | last.equal(to: byte)
            guard marks.firstMarked == nil else { break }
            at &+= 4 &* Block.size
        }
        while let block = block(at: at) {
            if let offset = block.equal(to: byte).firstMarked { return at &+ offset }
            at &+= Block.size
        }
        while at < count {
            if self[at] == byte { return at }
            at &+= 1
        }
        return nil
    }

    func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var at = 0
        while let word = word(at: at), let otherWord = other.word(at: at) {
            guard word == otherWord else { return false }
            at &+= UInt64.size
        }
        while at < count {
            guard self[at] == other[at] else { return false }
            at &+= 1
        }
        return true
    }

    /// The escape and the length in bytes of the scalar at `at`, if it is U+0085, U+2028 or U+2029, at which some line
    /// readers split; nil for any other scalar.
    func lineSeparatorEscape(at: Int) -> (escape: StaticString, length: Int)? {
        switch self[at] {
        case 0xC2 where at + 1 < count && self[at + 1] == 0x85:
            ("\\u0085", 2)
        case 0xE2 where at + 2 < count && self[at + 1] == 0x80 && self[at + 2] == 0xA8:
            ("\\u2028", 3)
        case 0xE2 where at + 2 < count && self[at + 1] == 0x80 && self[at + 2] == 0xA9:
            ("\\u2029", 3)
        default: nil
        }
    }
}

extension [UInt8] {
    public init(copying span: Span<UInt8>) { self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) } }

    public mutating func append(copying span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { bytes in unsafe append(contentsOf: bytes) }
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    /// Whether this is an ASCII character that a JSON string contains without an escape (RFC 8259 §7).
    var isPlainInString: Bool {
        self >= 0x20 && self < 0x80 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }

    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
