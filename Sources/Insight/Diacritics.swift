// Texts without the marks that do not make another letter: diacritics of Latin, Greek and Cyrillic, points of Hebrew and
// Arabic. In Indic scripts, Thai and Khmer, marks are letters.

// The standard library's canonical decomposition, which has no other name yet.
@_spi(_Unicode) internal import Swift

public enum Diacritics {
    /// The canonical decomposition of a text (Unicode Standard Annex #15) without such marks; `ß` is `ss`, as it is in
    /// capitals.
    public static func removed(from text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text._nfd where !isMark(scalar) {
            if scalar == "ß" { kept.append("s") }
            kept.append(scalar == "ß" ? "s" : scalar)
        }
        return String(kept)
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
