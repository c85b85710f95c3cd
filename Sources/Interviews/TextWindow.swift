// The window of text that a search hit shows.

/// A window of a text around the first match, with all matches in it marked. No part of it begins or ends within a
/// character.
struct TextWindow {
    /// The length in bytes before the first match, and of the whole window; adjusted so that words and matches are not
    /// cut.
    private static let before = 60
    private static let length = 240

    private let text: String
    private let start: Int

    /// The end of the window: an exclusive byte offset in the text.
    let end: Int
    private var matches: [Range<Int>] = []

    /// - Parameter first: the first match, a range of bytes in the text's UTF-8.
    init(_ text: String, around first: Range<Int>) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
        let first = text.characters(around: first)
        start = text.beginningOfWord(from: first.lowerBound - Self.before, through: first.lowerBound)
        end = text.endOfWord(from: first.upperBound, through: max(first.upperBound, start + Self.length))
    }

    /// Marks a match; it is ignored if it ends after the window.
    /// - Parameter match: a range of bytes in the text's UTF-8 that does not begin before the previous one.
    mutating func mark(_ match: Range<Int>) {
        let match = text.characters(around: match)
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
            let part = text[text.index(atByte: range.lowerBound)..<text.index(atByte: range.upperBound)]
            parts.append(WindowPart(text: String(part), isMatch: isMatch))
        }
        if start > 0 { parts.append(WindowPart(text: "…", isMatch: false)) }
        var at = start
        for match in matches {
            add(at..<match.lowerBound, isMatch: false)
            add(match, isMatch: true)
            at = match.upperBound
        }
        add(at..<end, isMatch: false)
        if end < text.utf8.count { parts.append(WindowPart(text: "…", isMatch: false)) }
        return parts
    }
}

extension String {
    /// The beginning of the first word in `from...through`; of the first character if no word begins there.
    fileprivate func beginningOfWord(from: Int, through: Int) -> Int {
        guard from > 0 else { return 0 }
        return (from...through).first { byte(at: $0 - 1).isSpace && !byte(at: $0).isSpace }
            ?? min(character(around: from, .up), through)
    }

    /// The end of the last word in `from...through`; of the last character if no word ends there.
    fileprivate func endOfWord(from: Int, through: Int) -> Int {
        guard through < utf8.count else { return utf8.count }
        return (from...through).last { byte(at: $0).isSpace } ?? max(character(around: through, .down), from)
    }

    /// The bytes of all characters that have one of `bytes`.
    fileprivate func characters(around bytes: Range<Int>) -> Range<Int> {
        character(around: bytes.lowerBound, .down)..<character(around: bytes.upperBound, .up)
    }

    private enum Rounding {
        case down
        case up
    }

    /// The boundary between characters at a byte, or the next one before or after it.
    private func character(around offset: Int, _ rounding: Rounding) -> Int {
        guard offset > 0, offset < utf8.count else { return offset }
        let (byte, before) = (byte(at: offset), byte(at: offset - 1))
        guard byte >= 0x80 || before >= 0x80 || byte == UInt8(ascii: "\n") else { return offset }
        // An index within a character is rounded down to its beginning.
        let end = self.index(after: index(atByte: offset))
        let start = utf8.distance(from: startIndex, to: self.index(before: end))
        guard start < offset, rounding == .up else { return start }
        return utf8.distance(from: startIndex, to: end)
    }

    private func byte(at offset: Int) -> UInt8 { utf8[index(atByte: offset)] }

    fileprivate func index(atByte offset: Int) -> Index { utf8.index(startIndex, offsetBy: offset) }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || 0x09...0x0D ~= self }
}
