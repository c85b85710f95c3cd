// Term lists: the terms of each interview, by which a search skips interviews that cannot match.
//
// An FTS5 index would serve searches, but not secure deletion: up to SQLite 3.41 the terms of deleted texts stay in the
// file until the index of all users is rebuilt, at a cost that grows with its size (0.9 s for 5,000 transcriptions).
// So the terms of each interview are a record of their own: the record is deleted with the interview, at a cost that
// does not depend on the rest, and a search reads only records of its caller. The first search that needs the record
// makes it, and it is stored when the search is answered; it is deleted when the content of the interview is replaced.

internal import Insight
internal import JSON

/// A term: a word in lower case without diacritics. Terms are equal if their bytes are.
public struct Term: Hashable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    public static func == (left: Term, right: Term) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    public func hash(into hasher: inout Hasher) {
        var text = text
        // The pointer is valid within the closure, and `combine(bytes:)` does not keep it.
        text.withUTF8 { unsafe hasher.combine(bytes: .init($0)) }
    }
}

/// The terms of one interview, and the places in which each of them occurs: 0 is the context, `n + 1` the turn with
/// index `n`.
public struct TermList: Sendable {
    /// The version of what a list depends on: how transcripts are read as turns, and texts as terms. Lists of another
    /// version are made again when a search needs them; those of schema version 3 have the version 0.
    public static let version = 2

    /// Each term once, followed by a line feed; the first is preceded by one, too.
    public private(set) var terms = [UInt8(ascii: "\n")]

    /// One line for each line of `terms`: the places of the term in ascending order, each followed by a space.
    public private(set) var places: [UInt8] = []

    init(of whole: WholeInterview, _ tokenizer: Tokenizer) {
        var lines: [Term: Int] = [:]
        var placesOfLine: [[Int]] = []
        for (place, text) in ([whole.interview.context] + whole.conversation.turns.map(\.text)).enumerated() {
            tokenizer.forEachTerm(of: text) { term in
                guard let line = lines[term] else {
                    lines[term] = placesOfLine.count
                    placesOfLine.append([place])
                    terms.append(contentsOf: term.text.utf8)
                    terms.append(UInt8(ascii: "\n"))
                    return
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
}
