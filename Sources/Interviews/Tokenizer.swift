// Splits texts into terms: words, and the characters of scripts that are written without spaces.

internal import Insight

/// A term and its position in a text.
public struct Token: Sendable {
    public let term: Term

    /// A range of bytes in the text's UTF-8.
    public let range: Range<Int>

    /// Whether the term is a character of a script that is written without spaces.
    let isCharacter: Bool

    public init(_ term: Term, _ range: Range<Int>) { self.init(term, range, isCharacter: false) }

    init(_ term: Term, _ range: Range<Int>, isCharacter: Bool) {
        (self.term, self.range, self.isCharacter) = (term, range, isCharacter)
    }
}

/// Splits texts into terms: words, and the characters of scripts that are written without spaces. What is sought in such
/// a script is found as adjacent characters, and a word of another script next to it as a word.
public struct Tokenizer {
    private let split: (_ text: String) -> [Token]

    /// - Parameter split: gives the words of a text in order, in lower case, with their marks.
    public init(split: @escaping (_ text: String) -> [Token]) { self.split = split }

    /// The terms of a text in order.
    public func tokens(_ text: String) -> [Token] {
        // No such script has a scalar below U+0E00, the first whose UTF-8 begins with 0xE0.
        guard text.utf8.contains(where: { $0 >= 0xE0 }), text.unicodeScalars.contains(where: \.isWrittenWithoutSpaces)
        else { return words(text) }
        var tokens: [Token] = []
        var spaced = ""
        var offset = 0
        func addWords() {
            let start = offset - spaced.utf8.count
            tokens += words(spaced).map { Token($0.term, $0.range.lowerBound + start..<$0.range.upperBound + start) }
            spaced = ""
        }
        for character in text {
            let length = character.utf8.count
            if let scalar = character.singleHan {
                addWords()
                tokens.append(Token(Term(String(scalar)), offset..<offset + length, isCharacter: true))
            } else if character.unicodeScalars.first?.isWrittenWithoutSpaces ?? false {
                addWords()
                let term = Term(Diacritics.removed(from: String(character)))
                tokens.append(Token(term, offset..<offset + length, isCharacter: true))
            } else {
                spaced.append(character)
            }
            offset += length
        }
        addWords()
        return tokens
    }

    /// Calls `body` with each term of a text in order. Long texts are not split all at once.
    func forEachTerm(of text: String, _ body: (Term) -> Void) {
        var rest = text[...]
        while !rest.isEmpty {
            let end = rest.utf8.span.endOfPiece
            let piece = rest.utf8.prefix(end)
            for token in tokens(String(Substring(piece))) { body(token.term) }
            rest = rest[piece.endIndex...]
        }
    }

    /// The text with spaces in place of symbols, of which `split` may not know the newest, such as emoji.
    private func withoutSymbols(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isSymbol) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            if scalar.isSymbol {
                bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: encoded.count))
            } else {
                bytes.append(contentsOf: encoded)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The words of a text without spaces between scripts, without diacritics. Marks alone are no words.
    private func words(_ text: String) -> [Token] {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return split(text) }
        return split(withoutSymbols(text)).compactMap { word in
            let term = Diacritics.removed(from: word.term.text)
            return term.isEmpty ? nil : Token(Term(term), word.range)
        }
    }
}

extension Character {
    /// The only scalar of the character, if it is an ideograph of Han, which has no marks to be removed.
    fileprivate var singleHan: Unicode.Scalar? {
        let scalars = unicodeScalars
        guard let first = scalars.first, 0x4E00...0x9FFF ~= first.value,
            scalars.index(after: scalars.startIndex) == scalars.endIndex
        else { return nil }
        return first
    }
}

extension Span<UInt8> {
    /// Where a text can be split, so that the terms of its pieces are those of the whole: behind a space, or between two
    /// ideographs of Han or letters of Thai. Its end if it is short, or no such place is found.
    fileprivate var endOfPiece: Int {
        var at = 16 * 1024
        while at < count {
            let byte = self[at]
            if byte < 0x80, self[at - 1] == UInt8(ascii: " ") { return at }
            if 0xE5...0xE8 ~= byte, 0xE5...0xE8 ~= self[at - 3] { return at }
            if byte == 0xE0, at + 2 < count, self[at + 1] == 0xB8, 0x81...0xAE ~= self[at + 2], self[at - 3] == 0xE0,
                0xB8...0xB9 ~= self[at - 2]
            {
                return at
            }
            at &+= 1
        }
        return count
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a symbol of a block that Unicode still fills.
    fileprivate var isSymbol: Bool {
        guard value > 0x206F else { return false }
        return switch properties.generalCategory {
        case .otherSymbol, .currencySymbol, .mathSymbol, .modifierSymbol, .unassigned: true
        default: false
        }
    }
}
