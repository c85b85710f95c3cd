// Counts words, characters of scripts that are written without spaces, and question marks.

package enum TextCounts {
    /// The number of pieces between white space that contain a letter or a digit.
    package static func words(in text: String) -> Int {
        var count = 0
        var isInPiece = false
        for scalar in text.unicodeScalars {
            if scalar.isWhiteSpace {
                isInPiece = false
            } else if !isInPiece, scalar.isPartOfWord {
                isInPiece = true
                count += 1
            }
        }
        return count
    }

    /// The number of characters of scripts that are written without spaces, and of syllables and letters of Hangul.
    package static func charactersWithoutSpaces(in text: String) -> (unspaced: Int, hangul: Int) {
        guard !text.utf8.allSatisfy({ $0 < 0xE0 }) else { return (0, 0) }
        return text.unicodeScalars.reduce(into: (0, 0)) { counts, scalar in
            guard scalar.isWrittenWithoutSpaces else { return }
            if scalar.isUnspacedCharacter { counts.0 += 1 } else { counts.1 += 1 }
        }
    }

    /// The number of question marks of any script; consecutive ones count once.
    static func questions(in text: String) -> Int {
        var count = 0
        var isAfterMark = false
        for scalar in text.unicodeScalars where !scalar.isWhiteSpace {
            let isMark = ["?", "\u{FF1F}", "\u{061F}", "\u{203D}"].contains(scalar)
            if isMark, !isAfterMark { count += 1 }
            isAfterMark = isMark || (isAfterMark && scalar == "!")
        }
        return count
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a letter, a digit, or a combining mark.
    package var isPartOfWord: Bool { ScalarTraits(value).contains(.partOfWord) }

    /// Whether the scalar is of a script that is written without spaces, or whose words are joined with particles.
    public var isWrittenWithoutSpaces: Bool { ScalarTraits(value).isWrittenWithoutSpaces }

    /// Whether the scalar is of Han, Hiragana, Katakana, Thai, Lao, Burmese or Khmer.
    package var isUnspacedCharacter: Bool { ScalarTraits(value).contains(.unspaced) }
}
