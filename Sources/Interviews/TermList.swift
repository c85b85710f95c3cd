// The terms of each interview, stored so that a search need look only into interviews that have what it looks for.
//
// SQLite's FTS5 keeps such an index by itself, but not one from which a text can be erased: up to SQLite 3.41 the terms
// of deleted texts stay in the file until the index of all users is rebuilt, which takes the longer the more there is
// (0.9 s for 5,000 transcripts). So the terms of an interview are a record of their own beside it: deleting it takes the
// terms along, at a cost that depends on nothing else, and a search reads the records of its caller alone. The record is
// made by the first search that needs it, and dropped when the interview's content is replaced.

internal import Insight
internal import JSON

/// A term: a word in small letters, without diacritics; the same as another one if their bytes are.
public struct Term: Hashable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    public static func == (left: Term, right: Term) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    public func hash(into hasher: inout Hasher) {
        var text = text
        // The bytes stay where they are while they are hashed.
        text.withUTF8 { unsafe hasher.combine(bytes: .init($0)) }
    }
}

/// One term of a text, and where it stands.
public struct Token: Sendable {
    public let term: Term

    /// Bytes of the text's UTF-8.
    public let range: Range<Int>

    public init(_ term: Term, _ range: Range<Int>) { (self.term, self.range) = (term, range) }
}

/// Splits texts into terms.
public struct Tokenizer {
    /// The terms of a text, in their order.
    public let tokens: (_ text: String) -> [Token]

    public init(tokens: @escaping (_ text: String) -> [Token]) { self.tokens = tokens }
}

/// The terms of one interview, and the places in which each of them occurs: 0 is the context, and a turn is one more than
/// its index.
public struct TermList: Sendable {
    /// Each term on a line of its own; a line feed stands before the first, too.
    public private(set) var terms = [UInt8(ascii: "\n")]

    /// The places of the term that has the same line in `terms`: numbers in ascending order, a space behind each.
    public private(set) var places: [UInt8] = []

    init(of whole: WholeInterview, _ tokenizer: Tokenizer) {
        var lines: [Term: Int] = [:]
        var placesOfLine: [[Int]] = []
        for (place, text) in ([whole.interview.context] + whole.conversation.turns.map(\.text)).enumerated() {
            for term in tokenizer.tokens(text).lazy.map(\.term) {
                guard let line = lines[term] else {
                    lines[term] = placesOfLine.count
                    placesOfLine.append([place])
                    terms.append(contentsOf: term.text.utf8)
                    terms.append(UInt8(ascii: "\n"))
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

    /// What stands in `terms` exactly if the term is one of them: its line, with the line feeds around it.
    public static func pattern(of term: Term) -> [UInt8] { Array("\n\(term.text)\n".utf8) }

    /// The places that several lines of `places` have in common.
    /// - Parameter lines: counted from 0.
    /// - Returns: nil if there is no such line, and the text is damaged.
    public static func commonPlaces(ofLines lines: [Int], in places: Span<UInt8>) -> [Int]? {
        var common: Set<Int>?
        for line in lines {
            guard let numbers = numbers(inLine: line, of: places) else { return nil }
            common = common?.intersection(numbers) ?? numbers
        }
        return (common ?? []).sorted()
    }

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

/// An interview that a search finds by its term list.
public struct TermMatch: Sendable {
    public let interviewId: String

    /// Where all terms occur; empty for the interview before which the budget was spent.
    public let places: [Int]

    public init(_ interviewId: String, places: [Int]) { (self.interviewId, self.places) = (interviewId, places) }
}

/// How many bytes a page of a search may go through. The first record is always within it, so that each page leads on.
public struct Budget {
    private var bytes: Int

    /// What a short record counts for, which is work, too.
    private let least: Int

    init(_ bytes: Int, least: Int) {
        self.bytes = bytes
        self.least = least
    }

    public var isLeft: Bool { bytes > 0 }

    public mutating func spend(_ count: Int) { bytes -= max(count, least) }

    mutating func spend(on whole: WholeInterview) {
        spend((whole.transcription?.count ?? 0) + whole.interview.contextText.count)
    }
}
