// Which technologies somebody named.

enum Technologies {
    /// Those of `names` that occur as a whole: not as a part of a longer word, and not where `+` or `#` makes another
    /// name of it. The case of letters does not matter, but in names of one or two, such as Go.
    static func mentioned(_ names: [String], in texts: [String]) -> [String] {
        let exact = texts.map { Array($0.unicodeScalars) }
        let folded = texts.map { Array($0.lowercased().unicodeScalars) }
        return names.filter { name in
            let isShort = name.unicodeScalars.count <= 2
            let sought = Array((isShort ? name : name.lowercased()).unicodeScalars)
            return (isShort ? exact : folded).contains { contains($0, sought) }
        }
    }

    private static func contains(_ text: [Unicode.Scalar], _ sought: [Unicode.Scalar]) -> Bool {
        guard let first = sought.first, let last = sought.last, text.count >= sought.count else { return false }
        for start in 0...text.count - sought.count where text[start] == first {
            let end = start + sought.count
            guard text[start..<end].elementsEqual(sought) else { continue }
            let continuesWord = start > 0 && text[start - 1].isPartOfWord && first.isPartOfWord
            let isContinued = end < text.count && text[end].continues(last)
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
