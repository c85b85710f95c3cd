// Texts without the marks that do not make another letter: diacritics of Latin, Greek and Cyrillic, points of Hebrew and
// Arabic. In Indic scripts, Thai and Khmer, marks are letters.

// The standard library's canonical decomposition, which has no other name yet.
@_spi(_Unicode) internal import Swift

public enum Diacritics {
    /// The canonical decomposition of a text (Unicode Standard Annex #15) without such marks, and with its `letters`
    /// replaced.
    public static func removed(from text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        return String(decoding: folded(text), as: UTF8.self)
    }

    /// The same in UTF-8, and for a text in lower case if that is wanted.
    static func folded(_ text: String, inLowerCase: Bool = false) -> [UInt8] {
        let utf8 = text.utf8.span
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        // What is not simple, and the marks behind it, which may have to be reordered.
        var pending = String.UnicodeScalarView()
        var at = 0
        while at < utf8.count {
            let (value, end) = utf8.scalar(at: at)
            at = end
            if value < 0x80 {
                if !pending.isEmpty { flush(&pending, to: &bytes) }
                bytes.append(UInt8(truncatingIfNeeded: inLowerCase && 0x41...0x5A ~= value ? value | 0x20 : value))
            } else if inLowerCase, LowerCase.isChanged(value) {
                for scalar in LowerCase.mapping(of: value) { add(scalar.value, to: &bytes, &pending) }
            } else {
                add(value, to: &bytes, &pending)
            }
        }
        flush(&pending, to: &bytes)
        return bytes
    }

    private static func add(_ value: UInt32, to bytes: inout [UInt8], _ pending: inout String.UnicodeScalarView) {
        if 0xAC00...0xD7A3 ~= value {
            flush(&pending, to: &bytes)
            bytes.append(syllable: value)
            return
        }
        let simple = simple(value)
        if pending.isEmpty, simple == removedMark { return }
        guard simple != notSimple, pending.isEmpty || simple != removedMark else {
            if let scalar = Unicode.Scalar(value) { pending.append(scalar) }
            return
        }
        flush(&pending, to: &bytes)
        if simple == ligature {
            bytes += (Unicode.Scalar(value).flatMap { letters[$0] } ?? "").utf8
        } else {
            bytes.append(scalar: simple)
        }
    }

    private static func flush(_ pending: inout String.UnicodeScalarView, to bytes: inout [UInt8]) {
        guard !pending.isEmpty else { return }
        bytes += decomposed(String(pending)).utf8
        pending.removeAll(keepingCapacity: true)
    }

    /// The scalar that a scalar becomes, which is not to be reordered: in most scripts. Otherwise `removedMark`, `ligature`
    /// or `notSimple`.
    private static func simple(_ value: UInt32) -> UInt32 {
        switch value {
        case ..<0x80: value
        case ..<tableSize: UInt32(table[Int(value)])
        // Punctuation, Han, private use, forms of other widths, emoji.
        case 0x2002...0x206F, 0x3000...0x303F, 0x3400...0x9FFF, 0xE000...0xF8FF, 0xFF00...0xFFEF, 0x1F000...0x1FAFF,
            0x20000...0x2F7FF:
            value
        // Variation selectors.
        case 0xFE00...0xFE0F: removedMark
        default: notSimple
        }
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
    // Surrogates, which are no scalars.
    private static let notSimple: UInt32 = 0xD800
    private static let ligature: UInt32 = 0xD801
    private static let removedMark: UInt32 = 0xD802

    /// For each scalar below `tableSize` the one that it becomes.
    private static let table: [UInt16] = (0..<tableSize).map { value in
        guard let scalar = Unicode.Scalar(value) else { return UInt16(notSimple) }
        if isMark(scalar) { return UInt16(removedMark) }
        if letters[scalar] != nil { return UInt16(ligature) }
        let kept = String(Character(scalar))._nfd.filter { !isMark($0) }
        guard kept.count == 1, kept[0].properties.canonicalCombiningClass == .notReordered, letters[kept[0]] == nil
        else {
            return UInt16(notSimple)
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

extension [UInt8] {
    /// Appends the letters of a syllable of Hangul (The Unicode Standard, §3.12).
    fileprivate mutating func append(syllable value: UInt32) {
        let index = value - 0xAC00
        append(scalar: 0x1100 + index / 588)
        append(scalar: 0x1161 + index % 588 / 28)
        if index % 28 > 0 { append(scalar: 0x11A7 + index % 28) }
    }

    /// Appends a scalar in UTF-8.
    @inline(__always)
    mutating func append(scalar value: UInt32) {
        switch value {
        case ..<0x80:
            append(UInt8(truncatingIfNeeded: value))
        case ..<0x800:
            append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        case ..<0x10000:
            append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        default:
            append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        }
    }
}

/// The lower case of single scalars, as in `String.lowercased()`.
private enum LowerCase {
    /// Whether the lower case of a scalar is another.
    @inline(__always)
    static func isChanged(_ value: UInt32) -> Bool {
        switch value {
        case ..<tableEnd: table[Int(value)]
        // Han, Hangul, emoji, and symbols.
        case 0x3000...0xA63F, 0xAC00...0xD7FF, 0xE000...0xFAFF, 0x1F000...0x10FFFF: false
        default: true
        }
    }

    static func mapping(of value: UInt32) -> String.UnicodeScalarView {
        (Unicode.Scalar(value)?.properties.lowercaseMapping ?? "").unicodeScalars
    }

    private static let tableEnd: UInt32 = 0x3000
    private static let table: [Bool] = (0..<tableEnd).map { value in
        mapping(of: value).first?.value != value || mapping(of: value).count != 1
    }
}
