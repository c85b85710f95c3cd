// Texts as the bytes of their UTF-8, which are read several times as fast as characters.

internal import JSON

extension Span<UInt8> {
    /// The scalar whose first byte is at `at`, and the index after it.
    /// - Precondition: the span is UTF-8, and does not end within a scalar.
    @inline(__always)
    func scalar(at: Int) -> (value: UInt32, end: Int) {
        let first = UInt32(self[at])
        if first < 0x80 { return (first, at &+ 1) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | UInt32(self[at &+ 1] & 0x3F), at &+ 2) }
        let second = UInt32(self[at &+ 1] & 0x3F)
        let third = UInt32(self[at &+ 2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, at &+ 3) }
        return ((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(self[at &+ 3] & 0x3F), at &+ 4)
    }

    /// Where the scalar before `end` begins.
    private func startOfScalar(before end: Int) -> Int {
        var at = end - 1
        while at > 0, self[at] & 0xC0 == 0x80 { at -= 1 }
        return at
    }

    /// A range of bytes without white space at both ends.
    func withoutSpaceAround(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end {
            let (scalar, after) = scalar(at: start)
            guard ScalarTraits(scalar).contains(.whiteSpace) else { break }
            start = after
        }
        while start < end {
            let last = startOfScalar(before: end)
            guard ScalarTraits(scalar(at: last).value).contains(.whiteSpace) else { break }
            end = last
        }
        return start..<end
    }

    /// Whether a range of bytes consists of white space and control characters only.
    func isBlank(_ range: Range<Int>) -> Bool {
        var at = range.lowerBound
        while at < range.upperBound {
            let (scalar, after) = scalar(at: at)
            guard ScalarTraits(scalar).isBlank else { return false }
            at = after
        }
        return true
    }
}

/// The lines of a text one after the other, whatever ends them: LF, CR, CR LF, VT, FF, U+0085, U+2028 or U+2029.
struct UTF8Lines {
    private var at: Int
    private let end: Int
    private var isAtEnd = false

    init(of range: Range<Int>) { (at, end) = (range.lowerBound, range.upperBound) }

    /// - Returns: the range of the next line without its end; nil behind the last line.
    mutating func next(in text: Span<UInt8>) -> Range<Int>? {
        guard !isAtEnd else { return nil }
        let start = at
        while at < end {
            switch text[at] {
            case 0x0D where at + 1 < end && text[at + 1] == 0x0A: return line(from: start, endOfLength: 2)
            case 0x0A...0x0D: return line(from: start, endOfLength: 1)
            case 0xC2 where at + 1 < end && text[at + 1] == 0x85: return line(from: start, endOfLength: 2)
            case 0xE2 where at + 2 < end && text[at + 1] == 0x80 && 0xA8...0xA9 ~= text[at + 2]:
                return line(from: start, endOfLength: 3)
            default: at &+= 1
            }
        }
        isAtEnd = true
        return start..<end
    }

    private mutating func line(from start: Int, endOfLength length: Int) -> Range<Int> {
        defer { at += length }
        return start..<at
    }
}
