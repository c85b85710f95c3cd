// Identifiers in feedback, split into words.

extension String {
    /// `problem solving` for `problemSolving`, `problem_solving` and `problem-solving`; any other text is unchanged.
    var asWords: String {
        guard allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) else { return self }
        let (snake, kebab) = (words(between: "_"), words(between: "-"))
        switch (contains("_"), contains("-")) {
        case (true, false): return snake.contains("") ? self : snake.joined(separator: " ")
        // Hyphens as in `e-mail` and `B-trees` are part of a word.
        case (false, true):
            let isMade = kebab.allSatisfy { $0.count > 1 && $0.allSatisfy(\.isSmall) }
            return isMade ? kebab.joined(separator: " ") : self
        case (false, false): return withoutHumps
        case (true, true): return self
        }
    }

    private func words(between separator: Character) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }

    /// Splits camel case and keeps abbreviations: `useOfSQL` is `use of SQL`. Names that begin with a capital or a
    /// single letter, such as `JavaScript` and `iPhone`, are unchanged.
    private var withoutHumps: String {
        let letters = Array(self)
        func isSmall(_ place: Int) -> Bool { letters.indices.contains(place) && letters[place].isSmall }
        func beginsWord(_ place: Int) -> Bool { letters[place].isUppercase && isSmall(place + 1) }
        guard isSmall(0), isSmall(1), letters.indices.contains(where: { beginsWord($0) && isSmall($0 - 1) }) else {
            return self
        }
        return letters.indices.reduce(into: "") { text, place in
            let isBorder = letters[place].isUppercase && isSmall(place - 1)
            if isBorder || beginsWord(place) { text += " " }
            text += beginsWord(place) ? letters[place].lowercased() : String(letters[place])
        }
    }
}

extension Character {
    fileprivate var isSmall: Bool { isLowercase || isNumber }
}
