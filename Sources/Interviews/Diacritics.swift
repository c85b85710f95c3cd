// Terms without the marks that do not make another letter: diacritics of Latin, Greek and Cyrillic, points of Hebrew and
// Arabic. In Indic scripts, Thai and Khmer, marks are letters.

enum Diacritics {
    /// - Parameter term: in lower case.
    static func removed(from term: String) -> String {
        // No such mark, and no letter with one but those of Latin, has a scalar below U+0300.
        guard term.utf8.contains(where: { $0 >= 0xCC }) else { return term }
        var kept = String.UnicodeScalarView()
        for scalar in term.unicodeScalars where !isMark(scalar) { kept.append(bases[scalar] ?? scalar) }
        return String(kept)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Tatweel, which only makes a word longer.
        case 0x0640: true
        // Combining diacritical marks; Cyrillic; Hebrew; Arabic; variation selectors; half marks.
        case 0x0300...0x036F, 0x0483...0x0487, 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F, 0x0670,
            0x06D6...0x06ED, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F:
            scalar.properties.generalCategory == .nonspacingMark
        default: false
        }
    }

    /// The letters of which a letter and marks are the canonical decomposition (Unicode 15, UnicodeData.txt): each base
    /// with its letters in lower case.
    private static let composed = [
        "αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ", "εέἐἑἒἓἔἕὲέ", "ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ", "ιΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ",
        "οόὀὁὂὃὄὅὸό", "ρῤῥ", "υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ", "ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ", "аӑӓ", "гѓ", "еѐёӗ", "жӂӝ",
        "зӟ", "ийѝӣӥ", "кќ", "оӧ", "уўӯӱӳ", "чӵ", "ыӹ", "эӭ", "ії", "ѵѷ", "әӛ", "өӫ", "اآأإ", "وؤ", "يئ", "ہۂ",
        "ےۓ", "ەۀ",
    ]

    private static let bases: [Unicode.Scalar: Unicode.Scalar] = {
        var bases: [Unicode.Scalar: Unicode.Scalar] = [:]
        for letters in composed {
            guard let base = letters.unicodeScalars.first else { continue }
            for letter in letters.unicodeScalars.dropFirst() { bases[letter] = base }
        }
        return bases
    }()
}
