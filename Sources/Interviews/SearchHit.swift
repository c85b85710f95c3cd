// What a search finds.

public import Insight

/// A part of a window.
public struct WindowPart: Equatable, Sendable {
    public let text: String

    /// Whether this is what was looked for.
    public let isMatch: Bool
}

/// A place where all words of a query occur.
public struct SearchHit: Sendable {
    public let interviewId: String

    /// When the interview was created.
    public let startedAt: Instant

    /// The index of the turn; nil for the context.
    public let turn: Int?
    public let speaker: Speaker?

    /// Of the turn, in seconds from the start of the conversation.
    public let start: Double?

    /// The text around the first match, in parts that follow each other.
    public let window: [WindowPart]
}

/// Hits, in their order.
public struct SearchPage: Sendable {
    public let hits: [SearchHit]

    /// Leads to the next page; nil if there is none.
    public let nextCursor: String?

    init(_ hits: [SearchHit], next: SearchPlace?, seal: CursorSeal) {
        self.hits = hits
        nextCursor = next.flatMap { place in
            InterviewID(place.id).map { seal.cursor(to: $0, offset: UInt64(place.offset)) }
        }
    }
}

/// What a query looks for: text, and no syntax. Its pieces between white space may occur anywhere in a text; the words of
/// one piece, such as `B-tree`, stand beside each other.
struct SoughtText {
    private let phrases: [[Word]]

    init(_ query: String, _ tokenizer: Tokenizer) {
        phrases = query.split(whereSeparator: \.isWhitespace)
            .map { tokenizer.tokens(of: String($0)).map(\.word) }.filter { !$0.isEmpty }
    }

    var words: [Word] { Array(Set(phrases.joined())) }

    /// A window of a text in which all phrases occur; nil for any other text.
    func window(in text: String, _ tokenizer: Tokenizer) -> [WindowPart]? {
        let tokens = tokenizer.tokens(of: text)
        var matches: [Range<Int>] = []
        for phrase in phrases {
            let found = Self.places(of: phrase, in: tokens)
            guard !found.isEmpty else { return nil }
            matches += found
        }
        return TextWindow(text, around: matches).parts
    }

    private static func places(of phrase: [Word], in tokens: [Token]) -> [Range<Int>] {
        guard tokens.count >= phrase.count else { return [] }
        return (0...tokens.count - phrase.count).compactMap { index in
            for offset in phrase.indices where tokens[index + offset].word != phrase[offset] { return nil }
            return tokens[index].range.lowerBound..<tokens[index + phrase.count - 1].range.upperBound
        }
    }
}

/// A part of a text around what was found in it.
private struct TextWindow {
    /// Bytes before the first match, and in all; where a word would be cut, or a match begins, less or more.
    private static let before = 60
    private static let length = 240

    let parts: [WindowPart]

    /// - Parameter matches: bytes of the text's UTF-8, at least one.
    init(_ text: String, around matches: [Range<Int>]) {
        let bytes = Array(text.utf8)
        let matches = Self.merged(matches)
        let first = matches.first ?? 0..<0
        let start = Self.border(in: bytes, from: first.lowerBound - Self.before, through: first.lowerBound)
        let end = max(
            first.upperBound, Self.lastBorder(in: bytes, from: first.upperBound, through: start + Self.length))
        var parts: [WindowPart] = []
        func add(_ range: Range<Int>, isMatch: Bool) {
            guard !range.isEmpty else { return }
            parts.append(WindowPart(text: String(decoding: bytes[range], as: UTF8.self), isMatch: isMatch))
        }
        var at = start
        for match in matches where match.upperBound <= end {
            add(at..<match.lowerBound, isMatch: false)
            add(match, isMatch: true)
            at = match.upperBound
        }
        add(at..<end, isMatch: false)
        if start > 0 { parts.insert(WindowPart(text: "…", isMatch: false), at: 0) }
        if end < bytes.count { parts.append(WindowPart(text: "…", isMatch: false)) }
        self.parts = parts
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        ranges.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
            .reduce(into: []) { merged, range in
                guard let last = merged.last, range.lowerBound < last.upperBound else { return merged.append(range) }
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            }
    }

    /// Where the first word begins from `from` on.
    private static func border(in bytes: [UInt8], from: Int, through: Int) -> Int {
        guard from > 0 else { return 0 }
        return (from...through).first { bytes[$0 - 1].isSpace && !bytes[$0].isSpace }
            ?? (from...through).first { !bytes[$0].continuesScalar } ?? through
    }

    /// Where the last word ends up to `through`.
    private static func lastBorder(in bytes: [UInt8], from: Int, through: Int) -> Int {
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
