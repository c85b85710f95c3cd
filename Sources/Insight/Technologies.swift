// Finds which technologies of an interview were named in it.

enum Technologies {
    /// The `names` that occur as whole words; in scripts that are written without spaces, anywhere. A `+` or `#` behind a word makes it another name. Names of one or two
    /// characters, such as Go, are compared case-sensitively.
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
                let isFound = name.occurs(in: name.isExact ? exact : folded)
                if isFound { found.insert(name.text) }
                return isFound
            }
        }
        return names.filter(found.contains)
    }
}

/// A name and its search in linear time (Knuth, Morris and Pratt, 1977).
private struct Name {
    let text: String
    let isExact: Bool
    private let pattern: [Unicode.Scalar]

    /// For each length of a partial match, the length of its longest proper suffix that is also a prefix of the name.
    private let fallback: [Int]

    init(_ text: String, _ pattern: String, isExact: Bool) {
        self.text = text
        self.isExact = isExact
        self.pattern = Array(pattern.unicodeScalars)
        var fallback = [0, 0]
        for scalar in self.pattern.dropFirst() {
            var length = fallback[fallback.count - 1]
            while length > 0, self.pattern[length] != scalar { length = fallback[length] }
            fallback.append(self.pattern[length] == scalar ? length + 1 : 0)
        }
        self.fallback = fallback
    }

    func occurs(in text: [Unicode.Scalar]) -> Bool {
        guard let first = pattern.first, let last = pattern.last else { return false }
        var length = 0
        for (place, scalar) in text.enumerated() {
            while length > 0, length == pattern.count || pattern[length] != scalar { length = fallback[length] }
            if pattern[length] == scalar { length += 1 }
            guard length == pattern.count else { continue }
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
        last.joins(self) || self == "+" || self == "#"
    }
}
