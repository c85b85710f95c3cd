// Search hits, and the query that they match.

public import Insight

/// A part of the text window of a hit.
public struct WindowPart: Equatable, Sendable {
    public let text: String

    /// Whether the part matches the query.
    public let isMatch: Bool
}

/// A turn or a context in which all terms of a query occur.
public struct SearchHit: Sendable {
    public let interviewId: String

    /// When the interview was created.
    public let startedAt: Instant

    /// The index of the turn; nil for the context.
    public let turn: Int?
    public let speaker: Speaker?

    /// The speaker's name in the transcription, if the role is not known.
    public let name: String?

    /// The start of the turn, in seconds from the start of the conversation.
    public let start: Double?

    /// The text around the first match, in consecutive parts.
    public let window: [WindowPart]
}

/// A page of hits.
public struct SearchPage: Sendable {
    public let hits: [SearchHit]

    /// The cursor to the next page; nil if there is none.
    public let nextCursor: String?

    init(_ hits: [SearchHit], next: SearchPlace?, seal: CursorSeal) {
        self.hits = hits
        nextCursor = next.flatMap { place in
            InterviewID(place.id).map { seal.cursor(to: $0, offset: UInt64(place.offset)) }
        }
    }
}

/// A parsed query. It has no syntax: its parts between white space may occur anywhere in a text; a part with several
/// terms, such as `B-tree`, is a phrase, whose terms must be adjacent.
struct SoughtText {
    private let phrases: [[Term]]

    init(_ query: String, _ tokenizer: Tokenizer) {
        let pieces = query.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }
        phrases = pieces.map { tokenizer.tokens($0).map(\.term) }.reduce(into: []) { phrases, phrase in
            if !phrase.isEmpty, !phrases.contains(phrase) { phrases.append(phrase) }
        }
    }

    var terms: [Term] { Array(Set(phrases.joined())) }

    /// The window of a text around the first match; nil unless all phrases occur in the text.
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
