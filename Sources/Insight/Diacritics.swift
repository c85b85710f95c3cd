// Texts without the marks that do not make another letter: diacritics of Latin, Greek and Cyrillic, points of Hebrew and
// Arabic. In Indic scripts, Thai and Khmer, marks are letters.

// The standard library's canonical decomposition, which has no other name yet.
@_spi(_Unicode) internal import Swift

public enum Diacritics {
    /// The canonical decomposition of a text (Unicode Standard Annex #15) without such marks, and with its `letters`
    /// replaced.
    public static func removed(from text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        return simple(text) ?? decomposed(text)
    }

    /// The result for a text in which each scalar becomes one at most, and none is to be reordered: in most scripts.
    /// - Returns: nil for any other text.
    private static func simple(_ text: String) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case ..<0x80: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case ..<tableSize:
                let base = table[Int(scalar.value)]
                guard base != removedMark else { continue }
                guard base != ligature else {
                    bytes += (letters[scalar] ?? "").utf8
                    continue
                }
                guard let base = Unicode.Scalar(base) else { return nil }
                bytes.append(contentsOf: UTF8.encode(base) ?? UTF8.encodedReplacementCharacter)
            // Punctuation, Han, and forms of other widths.
            case 0x2010...0x206F, 0x3000...0x303F, 0x3400...0x9FFF, 0xFF00...0xFFEF:
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The result for any text.
    static func decomposed(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.streamSafe._nfd where !isMark(scalar) {
            if let letters = letters[scalar] {
                kept.append(contentsOf: letters.unicodeScalars)
            } else {
                kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// Letters of Latin that are written without their strokes or apart where they cannot be typed; in lower case.
    private static let letters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t",
    ]

    private static let tableSize: UInt32 = 0x2000
    private static let removedMark: UInt16 = 0

    /// Surrogates, which are no scalars.
    private static let notSimple: UInt16 = 0xD800
    private static let ligature: UInt16 = 0xD801

    /// For each scalar below `tableSize` the one that it becomes.
    private static let table: [UInt16] = (0..<tableSize).map { value in
        guard let scalar = Unicode.Scalar(value) else { return notSimple }
        if isMark(scalar) { return removedMark }
        if letters[scalar] != nil { return ligature }
        let kept = String(Character(scalar))._nfd.filter { !isMark($0) }
        guard kept.count == 1, kept[0].properties.canonicalCombiningClass == .notReordered, letters[kept[0]] == nil
        else {
            return notSimple
        }
        return UInt16(truncatingIfNeeded: kept[0].value)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x0300: false
        // Tatweel, which only makes a word longer.
        case 0x0640: true
        // Combining diacritical marks; Cyrillic; Hebrew; Arabic; variation selectors; half marks.
        case 0x0300...0x036F, 0x0483...0x0487, 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F, 0x0670,
            0x06D6...0x06ED, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F,
            0xE0100...0xE01EF:
            scalar.properties.generalCategory == .nonspacingMark
        default: false
        }
    }
}
