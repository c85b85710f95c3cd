// A query, and the texts that match it.

internal import Insight

/// A parsed query. It has no syntax: its parts between white space may occur anywhere in a text; a part with several
/// terms, such as `B-tree`, is a phrase, whose terms must be adjacent. Characters of a script that is written without
/// spaces are adjacent in a text only if nothing is between them.
struct SoughtText {
    /// The terms of the query, each once.
    let terms: [Term]

    private let numbers: [Term: UInt32]
    private let phrases: [SequenceSearch]

    init(_ query: String, _ tokenizer: Tokenizer) {
        let phrases = query.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
            .map { tokenizer.tokens(String($0)) }
        terms = Array(Set(phrases.joined().map(\.term)))
        let numbers = Dictionary(uniqueKeysWithValues: zip(terms, NumberedTokens.firstTerm...))
        self.numbers = numbers
        // In the order of the query, so that every process gives the same window.
        let sequences: [[UInt32]] = phrases.map { NumberedTokens($0, numbers).numbers }.reduce(into: []) {
            if !$1.isEmpty, !$0.contains($1) { $0.append($1) }
        }
        self.phrases = sequences.map(SequenceSearch.init)
    }

    /// The window of a text around the first match; nil unless all phrases occur in the text.
    func window(in text: String, _ tokenizer: Tokenizer) -> [WindowPart]? {
        let tokens = NumberedTokens(tokenizer.tokens(text), numbers)
        var firsts: [Range<Int>] = []
        for phrase in phrases {
            guard let match = tokens.firstMatch(of: phrase) else { return nil }
            firsts.append(match)
        }
        guard let first = firsts.min(by: { $0.lowerBound < $1.lowerBound }) else { return nil }
        var window = TextWindow(text, around: first)
        let matches = phrases.flatMap { tokens.matches(of: $0, beginningIn: first.lowerBound..<window.end) }
        for match in matches.sorted(by: { $0.lowerBound < $1.lowerBound }) { window.mark(match) }
        return window.parts
    }
}

/// The tokens of a text as a sequence of numbers, with a number of its own between characters that are not adjacent.
private struct NumberedTokens {
    private static let other: UInt32 = 0
    private static let gap: UInt32 = 1
    static let firstTerm: UInt32 = 2

    private(set) var numbers: [UInt32] = []

    /// For each of `numbers` the range of its bytes in the text's UTF-8.
    private var ranges: [Range<Int>] = []

    /// - Parameter terms: the numbers of the terms that are sought.
    init(_ tokens: [Token], _ terms: [Term: UInt32]) {
        var last: Token?
        for token in tokens {
            if let last, last.isCharacter, token.isCharacter, last.range.upperBound < token.range.lowerBound {
                numbers.append(Self.gap)
                ranges.append(last.range.upperBound..<token.range.lowerBound)
            }
            numbers.append(terms[token.term] ?? Self.other)
            ranges.append(token.range)
            last = token
        }
    }

    func firstMatch(of phrase: SequenceSearch) -> Range<Int>? {
        var phrase = phrase
        let end = numbers.firstIndex { phrase.ends(with: $0) }
        return end.map { range(of: phrase, endingWith: $0) }
    }

    /// The matches that begin in a range of bytes, in order.
    func matches(of phrase: SequenceSearch, beginningIn bytes: Range<Int>) -> [Range<Int>] {
        var phrase = phrase
        let start = ranges.firstIndex { $0.lowerBound >= bytes.lowerBound } ?? ranges.endIndex
        var matches: [Range<Int>] = []
        for index in numbers.indices[start...] where phrase.ends(with: numbers[index]) {
            let match = range(of: phrase, endingWith: index)
            guard match.lowerBound < bytes.upperBound else { break }
            matches.append(match)
        }
        return matches
    }

    private func range(of phrase: SequenceSearch, endingWith last: Int) -> Range<Int> {
        ranges[last + 1 - phrase.sought.count].lowerBound..<ranges[last].upperBound
    }
}
