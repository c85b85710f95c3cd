// Counts filler words in English and French.

/// A filler and how often it was said.
public struct FillerCount: Equatable, Sendable {
    public let phrase: String
    public let count: Int
}

/// The fillers of one speaker.
public struct FillerWords: Equatable, Sendable {
    public let total: Int

    /// Sorted by descending count, then by phrase.
    public let phrases: [FillerCount]
}

/// Finds fillers as whole phrases at word boundaries. A phrase that can also have a meaning counts only if it has
/// punctuation on both sides: “it was, like, slow”, but not “I like it”.
enum Fillers {
    private static let sounds = [
        "um", "uh", "uhm", "er", "erm", "hm", "ah", "eh", "mhm", "uh-huh", "euh", "heu", "bah", "hein",
    ]

    /// Sounds that are said in different ways.
    private static let sameSounds = ["m-hm": "mhm", "mm": "hm"]
    private static let phrases = [
        "like", "well", "so", "right", "okay", "ok", "actually", "basically", "literally", "you know", "i mean",
        "you see", "sort of", "kind of", "alors", "bon", "bref", "donc", "enfin", "genre", "quoi", "voilà", "du coup",
        "ben", "en fait", "en gros", "tu vois", "vous voyez", "je veux dire", "comment dire",
    ]

    private struct Filler: Sendable {
        let phrase: String
        let words: [String]
        let isSetOff: Bool
    }

    /// Fillers by their first word, the longest first.
    private static let byFirstWord: [String: [Filler]] = {
        let all =
            sounds.map { Filler(phrase: $0, words: [$0], isSetOff: false) }
            + phrases.map { Filler(phrase: $0, words: $0.split(separator: " ").map(String.init), isSetOff: true) }
        return Dictionary(grouping: all) { $0.words[0] }.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    }()

    static func count(in texts: some Sequence<String>) -> FillerWords {
        var counts: [String: Int] = [:]
        for text in texts {
            let tokens = tokens(of: text)
            var index = 0
            while index < tokens.count {
                let filler = byFirstWord[tokens[index].word]?.first { matches($0, tokens, at: index) }
                if let filler { counts[filler.phrase, default: 0] += 1 }
                index += filler?.words.count ?? 1
            }
        }
        let phrases = counts.map { FillerCount(phrase: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.phrase) < ($0.count, $1.phrase) }
        return FillerWords(total: phrases.reduce(0) { $0 + $1.count }, phrases: phrases)
    }

    private struct Token {
        var word: String

        /// Whether punctuation or the beginning of the text precedes the word; `closes` likewise for what follows it.
        var opens: Bool
        var closes = false
    }

    private static func matches(_ filler: Filler, _ tokens: [Token], at index: Int) -> Bool {
        let end = index + filler.words.count
        guard end <= tokens.count else { return false }
        for offset in filler.words.indices {
            guard tokens[index + offset].word == filler.words[offset],
                offset == 0 || !tokens[index + offset].opens
            else { return false }
        }
        return !filler.isSetOff || (tokens[index].opens && tokens[end - 1].closes)
    }

    /// A word, or the sounds that a word joins (`um-um`), each as it is listed, however long it is drawn (`ummm`).
    private static func parts(of word: String) -> [String] {
        if let sound = sound(word) { return [sound] }
        guard word.utf8.contains(UInt8(ascii: "-")) else { return [word] }
        let parts = word.split(separator: "-").map { sound(String($0)) }
        return parts.allSatisfy { $0 != nil } ? parts.compactMap(\.self) : [word]
    }

    private static func sound(_ word: String) -> String? {
        guard let first = word.utf8.first, "uehbam".utf8.contains(first) else { return nil }
        var drawn = ""
        for character in word where character != drawn.last { drawn.append(character) }
        let sound = sameSounds[word] ?? sameSounds[drawn] ?? drawn
        return sounds.contains(sound) ? sound : nil
    }

    /// The words of a text in lower case. An apostrophe or a hyphen inside a word belongs to it; any other mark is
    /// punctuation.
    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var word = String.UnicodeScalarView()
        var opens = true
        func endWord() {
            guard !word.isEmpty else { return }
            for part in parts(of: String(word).lowercased()) {
                tokens.append(Token(word: part, opens: opens))
                opens = false
            }
            word.removeAll()
        }
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isJoint =
                ["'", "\u{2019}", "-"].contains(scalar) && !word.isEmpty && index + 1 < scalars.count
                && scalars[index + 1].isPartOfWord
            if scalar.isPartOfWord || isJoint {
                word.append(scalar == "\u{2019}" ? "'" : scalar)
            } else {
                endWord()
                guard !scalar.properties.isWhitespace else { continue }
                opens = true
                if let last = tokens.indices.last { tokens[last].closes = true }
            }
        }
        endWord()
        if let last = tokens.indices.last { tokens[last].closes = true }
        return tokens
    }
}
