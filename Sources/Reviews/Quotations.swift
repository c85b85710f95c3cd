// Looks for what a model quotes in what the candidate said.

internal import Insight
internal import JSON

/// The candidate's turns, in which quotes are looked for.
struct Quotations {
    private let turns: [Turn]
    private let candidateTurns: [Int]

    /// The turns that were folded so far, by their indices.
    private var folded: [Int: FoldedText] = [:]

    /// The number of quotes that were not found.
    private(set) var unverified = 0

    init(_ turns: [Turn]) {
        self.turns = turns
        candidateTurns = turns.indices.filter { turns[$0].speaker == .candidate }
    }

    /// - Parameter quote: an object with a text and the index of the turn in which it is looked for first, or a text.
    /// - Returns: the quote as the candidate said it; nil if nothing is quoted, or the candidate did not say it, which
    ///   is counted.
    mutating func verify(_ quote: JSONSlice?) -> Review.Quote? {
        guard let text = quote?.safeString ?? quote?.member("text")?.safeString, !text.paragraph.isEmpty else {
            return nil
        }
        guard let found = find(FoldedText(text), first: quote?.member("turn")?.integer) else {
            unverified += 1
            return nil
        }
        return found
    }

    private mutating func find(_ quote: FoldedText, first: Int?) -> Review.Quote? {
        guard quote.words >= ReviewLimits.leastQuotedWords else { return nil }
        let search = SequenceSearch(for: quote.letters.map(\.scalar))
        // What the model names is only where to look first: models miscount turns.
        let turns = candidateTurns.filter { $0 == first } + candidateTurns.filter { $0 != first }
        for turn in turns {
            if let said = fold(turn).passage(search, words: ReviewLimits.leastQuotedWords) {
                // The beginning of a passage is as it was said, too.
                let text = String.UnicodeScalarView(said.unicodeScalars.prefix(ReviewLimits.textLength))
                return Review.Quote(turn: turn, text: String(text))
            }
        }
        return nil
    }

    private mutating func fold(_ turn: Int) -> FoldedText {
        if let text = folded[turn] { return text }
        let text = FoldedText(turns[turn].text)
        folded[turn] = text
        return text
    }
}
