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
    package var isPartOfWord: Bool {
        if isASCII {
            return 0x30...0x39 ~= value || 0x41...0x5A ~= value || 0x61...0x7A ~= value
        }
        return properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
    }

    /// Whether the scalar is of a script that is written without spaces, or whose words are joined with particles.
    public var isWrittenWithoutSpaces: Bool {
        isUnspacedCharacter || 0x1100...0x11FF ~= value || 0xAC00...0xD7FF ~= value
    }

    /// Whether the scalar is of Han, Hiragana, Katakana, Thai, Lao, Burmese or Khmer (Unicode 17, Blocks.txt).
    package var isUnspacedCharacter: Bool {
        switch value {
        case ..<0x0E00: false
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007, 0x3040...0x30FF,
            0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA9E0...0xA9FF, 0xAA60...0xAA7F, 0xF900...0xFAFF,
            0xFF66...0xFF9F, 0x20000...0x3FFFF:
            isPartOfWord
        default: false
        }
    }
}
