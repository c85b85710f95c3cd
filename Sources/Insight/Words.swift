// Counts words and question marks.

enum TextCounts {
    /// The number of pieces between white space that contain a letter or a digit.
    static func words(in text: String) -> Int {
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
    var isPartOfWord: Bool {
        if isASCII {
            return 0x30...0x39 ~= value || 0x41...0x5A ~= value || 0x61...0x7A ~= value
        }
        return properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
    }
}
