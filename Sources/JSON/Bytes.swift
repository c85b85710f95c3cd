// Small questions about bytes that both the reader and the writer ask.

extension Span<UInt8> {
    /// Where the next byte lies, from `start` on, that is a quote, a backslash, a control character or not ASCII.
    ///
    /// Eight bytes are looked at together: a byte sets its highest bit in `marks` when it is one of these. A borrow can
    /// set a bit too many only above a bit that is rightly set, so the lowest one is always right.
    func endOfPlainRun(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var at = start
        while at + 8 <= count {
            // The loop's condition keeps the load inside the span.
            let word = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let marks =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word | word)
                & (ones &* 0x80)
            if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < count, self[at].isPlainInString { at += 1 }
        return at
    }

    /// Where `byte` next occurs from `start` on.
    public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let wanted = ones &* UInt64(byte)
        var at = start
        while at + 8 <= count {
            // The loop's condition keeps the load inside the span.
            let word = unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            let difference = word ^ wanted
            let marks = (difference &- ones) & ~difference & (ones &* 0x80)
            if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < count {
            if self[at] == byte { return at }
            at += 1
        }
        return nil
    }

    /// The escape for the scalar that begins at `at`, if it is one at which line readers in the field split:
    /// U+0085, U+2028 or U+2029.
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

    /// Stands for itself inside a JSON string, and is ASCII.
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
