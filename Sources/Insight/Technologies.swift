// Finds which technologies of an interview were named in it.

enum Technologies {
    /// The `names` that occur as whole words; in scripts that are written without spaces, anywhere. Diacritics do not
    /// matter, nor does case but in names of one or two characters, such as Go. A `+` or `#` behind a word makes it
    /// another name.
    static func mentioned(_ names: [String], in texts: [String]) -> [String] {
        let names = names.map(Name.init)
        var found: Set<[UInt8]> = []
        for isExact in [true, false] {
            let sought = names.filter { $0.isExact == isExact && !$0.pattern.isEmpty }
            guard !sought.isEmpty else { continue }
            let search = NameSearch(for: sought.map(\.pattern))
            for text in texts where !search.isDone {
                search.look(into: Diacritics.folded(text, inLowerCase: !isExact))
            }
            found.formUnion(search.found.map { [isExact ? 1 : 0] + $0 })
        }
        return names.filter { found.contains([$0.isExact ? 1 : 0] + $0.pattern) }.map(\.text)
    }
}

private struct Name {
    let text: String

    /// Whether case matters.
    let isExact: Bool
    let pattern: [UInt8]

    init(_ text: String) {
        self.text = text
        isExact = String(decoding: Diacritics.folded(text), as: UTF8.self).unicodeScalars.count <= 2
        pattern = Diacritics.folded(text, inLowerCase: !isExact)
    }
}

/// The search for some names, each until it is found.
private final class NameSearch {
    private let patterns: [[UInt8]]
    private let automaton: PhraseAutomaton
    private var isMissing: [Bool]
    private var missing: Int

    init(for patterns: [[UInt8]]) {
        self.patterns = Array(Set(patterns))
        automaton = PhraseAutomaton(self.patterns)
        isMissing = Array(repeating: true, count: self.patterns.count)
        missing = self.patterns.count
    }

    var isDone: Bool { missing == 0 }
    var found: [[UInt8]] { zip(patterns, isMissing).filter { !$1 }.map(\.0) }

    func look(into text: [UInt8]) {
        automaton.search(text) { end, phrases in
            // All of them end with the same scalar.
            guard !text.isContinued(at: end) else { return }
            phrases.forEach { phrase in
                guard isMissing[phrase], !text.continuesWord(at: end - patterns[phrase].count) else { return }
                isMissing[phrase] = false
                missing -= 1
            }
        }
    }
}

extension [UInt8] {
    /// Whether the scalar that begins at `end` continues the name that ends there.
    fileprivate func isContinued(at end: Int) -> Bool {
        guard end < count, let last = scalar(before: end) else { return false }
        return Unicode.Scalar(span.scalar(at: end).value)?.continues(last) ?? false
    }

    /// Whether the scalar that begins at `start` goes on with a word.
    fileprivate func continuesWord(at start: Int) -> Bool {
        guard let before = scalar(before: start), let first = Unicode.Scalar(span.scalar(at: start).value)
        else { return false }
        return before.joins(first)
    }

    private func scalar(before end: Int) -> Unicode.Scalar? {
        guard end > 0 else { return nil }
        var start = end - 1
        while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
        return Unicode.Scalar(span.scalar(at: start).value)
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
    private var continuesCharacter: Bool { ScalarTraits(value).contains(.continuesCharacter) }
}
