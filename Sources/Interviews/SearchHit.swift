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

    /// What the transcript calls a speaker of no known role.
    public let name: String?

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
    private let phrases: [[Term]]

    init(_ query: String, _ tokenizer: Tokenizer) {
        let pieces = query.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }
        phrases = pieces.map { tokenizer.tokens($0).map(\.term) }.reduce(into: []) { phrases, phrase in
            if !phrase.isEmpty, !phrases.contains(phrase) { phrases.append(phrase) }
        }
    }

    var terms: [Term] { Array(Set(phrases.joined())) }

    /// A window of a text in which all phrases occur; nil for any other text.
    func window(in text: String, _ tokenizer: Tokenizer) -> [WindowPart]? {
        let tokens = tokenizer.tokens(text)
        let byFirstTerm = Dictionary(grouping: phrases) { $0[0] }
        var missing = Set(phrases)
        var first: Range<Int>?
        for (index, token) in tokens.enumerated() where !missing.isEmpty {
            for phrase in byFirstTerm[token.term] ?? [] {
                guard let match = Self.match(of: phrase, in: tokens, at: index) else { continue }
                missing.remove(phrase)
                first = first ?? match
            }
        }
        guard missing.isEmpty, let first else { return nil }
        var window = TextWindow(text, around: first)
        for (index, token) in tokens.enumerated().drop(while: { $1.range.lowerBound < first.lowerBound }) {
            guard token.range.lowerBound < window.end else { break }
            for phrase in byFirstTerm[token.term] ?? [] {
                if let match = Self.match(of: phrase, in: tokens, at: index) { window.mark(match) }
            }
        }
        return window.parts
    }

    private static func match(of phrase: [Term], in tokens: [Token], at index: Int) -> Range<Int>? {
        guard index + phrase.count <= tokens.count else { return nil }
        for offset in phrase.indices where tokens[index + offset].term != phrase[offset] { return nil }
        return tokens[index].range.lowerBound..<tokens[index + phrase.count - 1].range.upperBound
    }
}
