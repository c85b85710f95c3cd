// The letters and digits of a text without case and diacritics, and where they are in it.

internal import Insight

/// A text as quotes are compared: the sequence of its letters and digits in lower case without diacritics, whatever is
/// between them.
struct FoldedText {
    struct Letter {
        /// A letter, a digit, or a mark that makes another letter.
        let scalar: UInt32

        /// Where its character begins, in bytes of the text's UTF-8.
        let start: UInt32

        /// The number of words up to this one, inclusive.
        let word: UInt32

        /// Whether no letter is directly before it, or it is a character of a script that is written without spaces, or
        /// after one.
        let beginsWord: Bool
    }

    private let text: String
    private(set) var letters: [Letter] = []

    /// The number of pieces between white space that have letters, where each character of a script that is written
    /// without spaces is a piece.
    private(set) var words = 0

    /// Whether the last piece has letters.
    private var isInWord = false
    private var isAfterLetter = false

    /// - Parameter text: shorter than 4 GiB.
    init(_ text: String) {
        self.text = text
        letters.reserveCapacity(text.utf8.count)
        if text.utf8.allSatisfy({ $0 < 0x80 }) { addASCII() } else { addCharacters() }
    }

    private mutating func addASCII() {
        for (start, byte) in text.utf8.enumerated() {
            switch byte {
            case 0x41...0x5A: add(UInt32(byte | 0x20), at: start)
            case 0x30...0x39, 0x61...0x7A: add(UInt32(byte), at: start)
            case 0x20, 0x09...0x0D: (isInWord, isAfterLetter) = (false, false)
            default: isAfterLetter = false
            }
        }
    }

    private mutating func addCharacters() {
        var start = 0
        for character in text {
            defer { start += character.utf8.count }
            guard let first = character.unicodeScalars.first, first.isPartOfWord else {
                isAfterLetter = false
                if character.isWhitespace { isInWord = false }
                continue
            }
            let isWord = first.isUnspacedCharacter
            if isWord { (isInWord, isAfterLetter) = (false, false) }
            for scalar in Self.fold(character).unicodeScalars where scalar.isPartOfWord {
                // In lower case, a sigma has another form at the end of a word.
                add(scalar == "ς" ? 0x3C3 : scalar.value, at: start)
            }
            if isWord { (isInWord, isAfterLetter) = (false, false) }
        }
    }

    /// A character and its parts fold to the same, because what remains of both is decomposed.
    private static func fold(_ character: Character) -> String {
        Diacritics.removed(from: character.lowercased())
    }

    private mutating func add(_ scalar: UInt32, at start: Int) {
        if !isInWord { words += 1 }
        letters.append(
            Letter(
                scalar: scalar, start: UInt32(truncatingIfNeeded: start), word: UInt32(truncatingIfNeeded: words),
                beginsWord: !isAfterLetter))
        (isInWord, isAfterLetter) = (true, true)
    }
}

extension FoldedText {
    /// The first passage with a sequence of letters that neither begins nor ends within a word.
    /// - Parameter words: the number of words that the passage has at least.
    /// - Returns: the text from the first letter to the last.
    func passage(_ search: SequenceSearch, words: Int) -> Substring? {
        var search = search
        for (last, letter) in letters.enumerated() where search.ends(with: letter.scalar) {
            let first = letters[last + 1 - search.sought.count]
            guard first.beginsWord, last + 1 == letters.count || letters[last + 1].beginsWord,
                letter.word - first.word + 1 >= words
            else { continue }
            return text[index(first.start)..<text.index(after: index(letter.start))]
        }
        return nil
    }

    private func index(_ byte: UInt32) -> String.Index { text.utf8.index(text.startIndex, offsetBy: Int(byte)) }
}
