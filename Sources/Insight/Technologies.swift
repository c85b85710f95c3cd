// Finds which technologies of an interview were named in it.

enum Technologies {
    /// The `names` that occur as whole words; in scripts that are written without spaces, anywhere. Diacritics do not
    /// matter, nor does case but in names of one or two characters, such as Go. A `+` or `#` behind a word makes it
    /// another name.
    static func mentioned(_ names: [String], in texts: [String]) -> [String] {
        var missing = names.map(Name.init)
        var found: Set<String> = []
        for text in texts where !missing.isEmpty {
            let exact = missing.contains(where: \.isExact) ? Name.scalars(of: text, isExact: true) : []
            let folded = missing.contains { !$0.isExact } ? Name.scalars(of: text, isExact: false) : []
            missing.removeAll { name in
                let isFound = name.occurs(in: name.isExact ? exact : folded)
                if isFound { found.insert(name.text) }
                return isFound
            }
        }
        return names.filter(found.contains)
    }
}

private struct Name {
    let text: String

    /// Whether case matters.
    let isExact: Bool
    private let pattern: [Unicode.Scalar]
    private let search: SequenceSearch

    init(_ text: String) {
        self.text = text
        isExact = Self.scalars(of: text, isExact: true).count <= 2
        pattern = Self.scalars(of: text, isExact: isExact)
        search = SequenceSearch(for: pattern.map(\.value))
    }

    /// - Parameter isExact: whether case matters.
    static func scalars(of text: String, isExact: Bool) -> [Unicode.Scalar] {
        Array(Diacritics.removed(from: isExact ? text : text.lowercased()).unicodeScalars)
    }

    func occurs(in text: [Unicode.Scalar]) -> Bool {
        guard let first = pattern.first, let last = pattern.last else { return false }
        var search = search
        for (place, scalar) in text.enumerated() where search.ends(with: scalar.value) {
            let start = place + 1 - pattern.count
            let continuesWord = start > 0 && text[start - 1].joins(first)
            let isContinued = place + 1 < text.count && text[place + 1].continues(last)
            if !continuesWord, !isContinued { return true }
        }
        return false
    }
}

extension Unicode.Scalar {
    /// Whether a word goes on from this scalar to the next: not where one of them is written without spaces.
    fileprivate func joins(_ next: Unicode.Scalar) -> Bool {
        isPartOfWord && next.isPartOfWord && !isWrittenWithoutSpaces && !next.isWrittenWithoutSpaces
    }

    /// Whether this scalar, right after `last`, continues the same name.
    fileprivate func continues(_ last: Unicode.Scalar) -> Bool {
        last.joins(self) || continuesCharacter || self == "+" || self == "#"
    }

    /// Whether this scalar is a mark, or a vowel or final consonant of a Hangul syllable.
    private var continuesCharacter: Bool {
        guard !isASCII else { return false }
        return properties.isGraphemeExtend || properties.generalCategory == .spacingMark || 0x1160...0x11FF ~= value
    }
}
