// The part of a text that shows what was found in it.

/// A part of a text around the first match, in which matches are marked.
struct TextWindow {
    /// Bytes before the first match, and in all; where a word would be cut, or a match begins, less or more.
    private static let before = 60
    private static let length = 240

    private let bytes: [UInt8]
    private let start: Int

    /// The byte of the text before which the window ends.
    let end: Int
    private var matches: [Range<Int>] = []

    /// - Parameter first: bytes of the text's UTF-8.
    init(_ text: String, around first: Range<Int>) {
        bytes = Array(text.utf8)
        start = Self.beginningOfWord(in: bytes, from: first.lowerBound - Self.before, through: first.lowerBound)
        end = max(
            first.upperBound, Self.endOfWord(in: bytes, from: first.upperBound, through: start + Self.length))
    }

    /// - Parameter match: bytes of the text's UTF-8, none before those of the match that was marked before.
    mutating func mark(_ match: Range<Int>) {
        guard match.upperBound <= end else { return }
        if let last = matches.last, match.lowerBound < last.upperBound {
            matches[matches.count - 1] = last.lowerBound..<max(last.upperBound, match.upperBound)
        } else {
            matches.append(match)
        }
    }

    var parts: [WindowPart] {
        var parts: [WindowPart] = []
        func add(_ range: Range<Int>, isMatch: Bool) {
            guard !range.isEmpty else { return }
            parts.append(WindowPart(text: String(decoding: bytes[range], as: UTF8.self), isMatch: isMatch))
        }
        if start > 0 { parts.append(WindowPart(text: "…", isMatch: false)) }
        var at = start
        for match in matches {
            add(at..<match.lowerBound, isMatch: false)
            add(match, isMatch: true)
            at = match.upperBound
        }
        add(at..<end, isMatch: false)
        if end < bytes.count { parts.append(WindowPart(text: "…", isMatch: false)) }
        return parts
    }

    /// Where the first word begins from `from` on; where none does, the first scalar.
    private static func beginningOfWord(in bytes: [UInt8], from: Int, through: Int) -> Int {
        guard from > 0 else { return 0 }
        return (from...through).first { bytes[$0 - 1].isSpace && !bytes[$0].isSpace }
            ?? (from...through).first { !bytes[$0].continuesScalar } ?? through
    }

    /// Where the last word ends up to `through`; where none does, the last scalar.
    private static func endOfWord(in bytes: [UInt8], from: Int, through: Int) -> Int {
        guard through < bytes.count else { return bytes.count }
        guard from <= through else { return from }
        return (from...through).last { bytes[$0].isSpace } ?? (from...through).last { !bytes[$0].continuesScalar }
            ?? from
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || 0x09...0x0D ~= self }

    /// Whether it is a byte of a scalar, but not the first.
    fileprivate var continuesScalar: Bool { self & 0xC0 == 0x80 }
}
