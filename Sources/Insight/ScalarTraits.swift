// What is asked of each scalar of a text, looked up in tables: the properties themselves cost ten times as much.

/// Traits of a Unicode scalar.
struct ScalarTraits: OptionSet {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    static let whiteSpace = ScalarTraits(rawValue: 1)

    /// C0, DEL or C1, and U+FEFF, which some parsers read as a byte order mark.
    static let control = ScalarTraits(rawValue: 2)

    /// A letter, a digit, or a combining mark.
    static let partOfWord = ScalarTraits(rawValue: 4)

    /// A part of a word of Han, Hiragana, Katakana, Thai, Lao, Burmese or Khmer.
    static let unspaced = ScalarTraits(rawValue: 8)

    /// A syllable or letter of Hangul.
    static let hangul = ScalarTraits(rawValue: 16)

    /// Its canonical combining class is not 0.
    static let nonStarter = ScalarTraits(rawValue: 32)

    /// A mark, or a vowel or final consonant of a Hangul syllable.
    static let continuesCharacter = ScalarTraits(rawValue: 64)

    var isBlank: Bool { !isDisjoint(with: [.whiteSpace, .control]) }

    /// Of a script that is written without spaces, or whose words are joined with particles.
    var isWrittenWithoutSpaces: Bool { !isDisjoint(with: [.unspaced, .hangul]) }

    /// - Parameter value: that of a scalar.
    @inline(__always)
    init(_ value: UInt32) {
        switch value {
        case ..<Self.lowEnd: self = Self.low[Int(value)]
        case 0x3400...0x4DBF, 0x4E00...0x9FFF: self = [.partOfWord, .unspaced]
        case 0xAC00...0xD7A3: self = [.partOfWord, .hangul]
        case ..<Self.highEnd: self = Self.high[Int(value - Self.lowEnd)]
        case ..<Self.ideographsStart: self = [.partOfWord, .unspaced]
        case ..<Self.ideographsEnd: self = Self.ideographs[Int(value - Self.ideographsStart)]
        // Nothing is assigned, or for private use.
        case ..<0xE0000, 0xE1000...: self = []
        default: self.init(ofProperties: value)
        }
    }

    private static let lowEnd: UInt32 = 0x3000
    private static let highEnd: UInt32 = 0x20000
    private static let low = (0..<lowEnd).map { ScalarTraits(ofProperties: $0) }

    /// It is made when the first such scalar occurs.
    private static let high = (lowEnd..<highEnd).map { ScalarTraits(ofProperties: $0) }

    // Further ideographs of Han.
    private static let ideographsStart: UInt32 = 0x2A6E0
    private static let ideographsEnd: UInt32 = 0x34000
    private static let ideographs = (ideographsStart..<ideographsEnd).map { ScalarTraits(ofProperties: $0) }

    private init(ofProperties value: UInt32) {
        self = []
        guard let scalar = Unicode.Scalar(value) else { return }
        let properties = scalar.properties
        if properties.isWhitespace { insert(.whiteSpace) }
        if value < 0x20 || 0x7F...0x9F ~= value || value == 0xFEFF { insert(.control) }
        if scalar.isASCII {
            if 0x30...0x39 ~= value || 0x41...0x5A ~= value || 0x61...0x7A ~= value { insert(.partOfWord) }
            return
        }
        let category = properties.generalCategory
        if properties.isAlphabetic || properties.numericType != nil || category == .nonspacingMark {
            insert(.partOfWord)
            if Self.isOfUnspacedScript(value) { insert(.unspaced) }
        }
        if 0x1100...0x11FF ~= value || 0xAC00...0xD7FF ~= value { insert(.hangul) }
        if properties.canonicalCombiningClass != .notReordered { insert(.nonStarter) }
        if properties.isGraphemeExtend || category == .spacingMark || 0x1160...0x11FF ~= value {
            insert(.continuesCharacter)
        }
    }

    /// Whether the scalar is in a block of Han, Hiragana, Katakana, Thai, Lao, Burmese or Khmer (Unicode 17, Blocks.txt).
    private static func isOfUnspacedScript(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007, 0x3040...0x30FF,
            0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA9E0...0xA9FF, 0xAA60...0xAA7F, 0xF900...0xFAFF,
            0xFF66...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
