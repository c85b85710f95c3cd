// The window of text that a search hit shows.

/// A window of a text around the first match, with all matches in it marked.
struct TextWindow {
    /// The length in bytes before the first match, and of the whole window; adjusted so that words and matches are not
    /// cut.
    private static let before = 60
    private static let length = 240

    private let bytes: [UInt8]
    private let start: Int

    /// The end of the window: an exclusive byte offset in the text.
    let end: Int
    private var matches: [Range<Int>] = []

    /// - Parameter first: the first match, a range of bytes in the text's UTF-8.
    init(_ text: String, around first: Range<Int>) {
        bytes = Array(text.utf8)
        start = Self.beginningOfWord(in: bytes, from: first.lowerBound - Self.before, through: first.lowerBound)
        end = max(
            first.upperBound, Self.endOfWord(in: bytes, from: first.upperBound, through: start + Self.length))
    }

    /// Marks a match; it is ignored if it ends after the window.
    /// - Parameter match: a range of bytes in the text's UTF-8 that does not begin before the previous one.
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

    /// The beginning of the first word in `from...through`; of the first scalar if no word begins there.
    private static func beginningOfWord(in bytes: [UInt8], from: Int, through: Int) -> Int {
        guard from > 0 else { return 0 }
        return (from...through).first { bytes[$0 - 1].isSpace && !bytes[$0].isSpace }
            ?? (from...through).first { !bytes[$0].continuesScalar } ?? through
    }

    /// The end of the last word in `from...through`; of the last scalar if no word ends there.
    private static func endOfWord(in bytes: [UInt8], from: Int, through: Int) -> Int {
        guard through < bytes.count else { return bytes.count }
        guard from <= through else { return from }
        return (from...through).last { bytes[$0].isSpace } ?? (from...through).last { !bytes[$0].continuesScalar }
            ?? from
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || 0x09...0x0D ~= self }

    /// Whether this is a continuation byte of UTF-8 (RFC 3629 §3).
    fileprivate var continuesScalar: Bool { self & 0xC0 == 0x80 }
}
