// The words of each interview, kept so that a search need look only into those that have what it looks for.
//
// FTS5 keeps such an index by itself, but not one from which a text can be taken away: up to SQLite 3.41, the words of
// what was deleted stay in the file until the index of all users is written anew, which takes the longer the more there
// is (0.9 s for 5,000 transcripts). So the words of an interview are a row of their own beside it: to delete it takes
// the words with it, at a cost that depends on nothing else, and a search reads the rows of its caller alone. The row is
// made by the first search that needs it, and dropped when the interview is saved again.

internal import Insight
internal import JSON

extension Transaction {
    /// Drops the words of an interview that is about to change.
    func dropTerms(of id: String, _ userRow: inout UserRow) throws(Refusal) {
        guard userRow.interviewsWithTerms > 0 else { return }
        try run(.deleteTermList, [.integer(userRow.userKey), .text(id)])
        userRow.interviewsWithTerms -= lastChangedRows
    }

    /// Keeps the words of an interview, which has none yet.
    func storeTerms(of whole: WholeInterview, _ userRow: inout UserRow) throws(Refusal) {
        let termList = TermList(of: whole, try tokenizer())
        try run(
            .insertTermList,
            [
                .integer(userRow.userKey), .text(whole.interview.id), .utf8(termList.words),
                .integer(Checksum(termList.words.span, of: whole.interview.id, userRow.userKey).value),
                .utf8(termList.places),
                .integer(Checksum(termList.places.span, of: whole.interview.id, userRow.userKey).value),
            ])
        userRow.interviewsWithTerms += 1
    }

    /// The newest interview between two ids in which all of `words` stand in one place, of those whose words are kept,
    /// and those places; or the one, without places, before which the budget was spent.
    func newestInterview(
        with words: [Term], after oldest: String, below newest: String, of userRow: UserRow, within budget: inout Budget
    ) throws(Refusal) -> (id: String, places: [Int])? {
        let sought = words.map { Array("\n\($0.text)\n".utf8) }
        var found: (id: String, places: [Int])?
        let values: [SQLValue] = [.integer(userRow.userKey), .text(oldest), .text(newest)]
        try run(.termLists, values) { row throws(StoreFailure) in
            guard budget.isLeft else {
                found = (row.text(0), [])
                return false
            }
            budget.spend(row.withUTF8(1) { $0.count })
            let places = try TermList.places(of: sought, in: row, of: userRow.userKey)
            if !places.isEmpty { found = (row.text(0), places) }
            return found == nil
        }
        return found
    }
}

/// The words of an interview, and in which places they stand, as the store keeps them.
private struct TermList {
    private(set) var words = [UInt8(ascii: "\n")]
    private(set) var places: [UInt8] = []

    init(of whole: WholeInterview, _ tokenizer: Tokenizer) {
        var lines: [Term: Int] = [:]
        var placesOfLine: [[Int]] = []
        for (place, text) in ([whole.interview.context] + whole.conversation.turns.map(\.text)).enumerated() {
            for word in tokenizer.tokens(of: text).lazy.map(\.word) {
                guard let line = lines[word] else {
                    lines[word] = placesOfLine.count
                    placesOfLine.append([place])
                    words.append(contentsOf: word.text.utf8)
                    words.append(UInt8(ascii: "\n"))
                    continue
                }
                if placesOfLine[line].last != place { placesOfLine[line].append(place) }
            }
        }
        for numbers in placesOfLine {
            for number in numbers {
                places.append(contentsOf: String(number).utf8)
                places.append(UInt8(ascii: " "))
            }
            places.append(UInt8(ascii: "\n"))
        }
    }

    /// The places in which all of `sought` stand, by a row of `Statement.termLists`.
    /// - Parameter sought: words, each with a line feed before and behind it.
    static func places(
        of sought: [[UInt8]], in row: borrowing Row, of userKey: Int
    ) throws(StoreFailure) -> [Int] {
        let id = row.text(0)
        try row.expect(row.withUTF8(1) { Checksum($0, of: id, userKey) }, 2)
        var lines: [Int] = []
        for word in sought {
            guard let line = row.line(of: word, 1) else { return [] }
            lines.append(line)
        }
        let places = row.bytes(3)
        try row.expect(Checksum(places.span, of: id, userKey), 4)
        var common: Set<Int>?
        for line in lines {
            guard let numbers = Self.numbers(inLine: line, of: places.span) else { throw .damaged }
            common = common?.intersection(numbers) ?? numbers
        }
        return (common ?? []).sorted()
    }

    /// - Returns: nil if there is no such line.
    private static func numbers(inLine line: Int, of text: Span<UInt8>) -> Set<Int>? {
        var start = 0
        for _ in 0..<line {
            guard let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) else { return nil }
            start = end + 1
        }
        guard let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) else { return nil }
        let numbers = [UInt8](copying: text.extracting(start..<end)).split(separator: UInt8(ascii: " "))
        return Set(numbers.compactMap { Int(String(decoding: $0, as: UTF8.self)) })
    }
}

extension Checksum {
    /// Of a text that belongs to one interview.
    fileprivate init(_ text: Span<UInt8>, of id: String, _ userKey: Int) {
        self.init()
        add(userKey)
        add(id)
        add(text)
    }
}
