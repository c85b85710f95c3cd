// Which technologies somebody named.

enum Technologies {
    /// Those of `names` that occur as a whole: not as a part of a longer word, and not where `+` or `#` makes another
    /// name of it. The case of letters does not matter, but in names of one or two, such as Go.
    static func mentioned(_ names: [String], in texts: [String]) -> [String] {
        var missing = names.map { name in
            let isShort = name.unicodeScalars.count <= 2
            return Name(name, isShort ? name : name.lowercased(), isExact: isShort)
        }
        var found: Set<String> = []
        for text in texts where !missing.isEmpty {
            let exact = missing.contains(where: \.isExact) ? Array(text.unicodeScalars) : []
            let folded = missing.contains { !$0.isExact } ? Array(text.lowercased().unicodeScalars) : []
            missing.removeAll { name in
                let isFound = name.stands(in: name.isExact ? exact : folded)
                if isFound { found.insert(name.text) }
                return isFound
            }
        }
        return names.filter(found.contains)
    }
}

/// A name that is looked for in time proportional to the text, whatever both are (Knuth, Morris and Pratt, 1977).
private struct Name {
    let text: String
    let isExact: Bool
    private let sought: [Unicode.Scalar]

    /// For each length of a part that was matched, how much of it may still be the beginning of a later match.
    private let fallback: [Int]

    init(_ text: String, _ sought: String, isExact: Bool) {
        self.text = text
        self.isExact = isExact
        self.sought = Array(sought.unicodeScalars)
        var fallback = [0, 0]
        for scalar in self.sought.dropFirst() {
            var length = fallback[fallback.count - 1]
            while length > 0, self.sought[length] != scalar { length = fallback[length] }
            fallback.append(self.sought[length] == scalar ? length + 1 : 0)
        }
        self.fallback = fallback
    }

    func stands(in text: [Unicode.Scalar]) -> Bool {
        guard let first = sought.first, let last = sought.last else { return false }
        var length = 0
        for (place, scalar) in text.enumerated() {
            while length > 0, length == sought.count || sought[length] != scalar { length = fallback[length] }
            if sought[length] == scalar { length += 1 }
            guard length == sought.count else { continue }
            let start = place + 1 - sought.count
            let continuesWord = start > 0 && first.isPartOfWord && text[start - 1].isPartOfWord
            let isContinued = place + 1 < text.count && text[place + 1].continues(last)
            if !continuesWord, !isContinued { return true }
        }
        return false
    }
}

extension Unicode.Scalar {
    /// Whether this, right behind `last`, is still part of the same name.
    fileprivate func continues(_ last: Unicode.Scalar) -> Bool {
        (isPartOfWord && last.isPartOfWord) || self == "+" || self == "#"
    }
}
