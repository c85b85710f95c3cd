// Counts filler words in English and French.

internal import JSON

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

    private static let phrases = [
        "like", "well", "so", "right", "okay", "ok", "actually", "basically", "literally", "you know", "i mean",
        "you see", "sort of", "kind of", "alors", "bon", "bref", "donc", "enfin", "genre", "quoi", "voilà", "du coup",
        "ben", "en fait", "en gros", "tu vois", "vous voyez", "je veux dire", "comment dire",
    ]

    private struct Filler: Sendable {
        let phrase: String

        /// The numbers of its words.
        let words: [UInt8]
        let isSetOff: Bool
    }

    private static let all =
        sounds.map { (phrase: $0, words: [$0], isSetOff: false) }
        + phrases.map { (phrase: $0, words: $0.split(separator: " ").map(String.init), isSetOff: true) }

    /// The words of all fillers, each with its number, from 1 on.
    private static let numbers: [String: UInt8] = Dictionary(
        uniqueKeysWithValues: zip(Set(all.flatMap(\.words)).sorted(), 1...))
    private static let numbersOfWords = WordTable(numbers)
    private static let numbersOfSounds = WordTable(numbers.filter { sounds.contains($0.key) })

    /// Sounds that are said in different ways.
    private static let sameSounds = WordTable(["m-hm": numbers["mhm"] ?? 0])
    private static let mm = numbers["hm"] ?? 0

    /// Fillers by their first word, the longest first.
    private static let byFirstWord: [UInt8: [Filler]] = {
        let fillers = all.map { filler in
            Filler(
                phrase: filler.phrase, words: filler.words.compactMap { numbers[$0] }, isSetOff: filler.isSetOff)
        }
        return Dictionary(grouping: fillers) { $0.words[0] }.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    }()

    static func count(in texts: some Sequence<String>) -> FillerWords {
        var counts: [String: Int] = [:]
        for text in texts {
            let tokens = FillerTokens(text).tokens
            var index = 0
            while index < tokens.count {
                let number = tokens[index].number
                let filler = number == 0 ? nil : byFirstWord[number]?.first { matches($0, tokens, at: index) }
                if let filler { counts[filler.phrase, default: 0] += 1 }
                index += filler?.words.count ?? 1
            }
        }
        let phrases = counts.map { FillerCount(phrase: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.phrase) < ($0.count, $1.phrase) }
        return FillerWords(total: phrases.reduce(0) { $0 + $1.count }, phrases: phrases)
    }

    private static func matches(_ filler: Filler, _ tokens: [FillerToken], at index: Int) -> Bool {
        let end = index + filler.words.count
        guard end <= tokens.count else { return false }
        for offset in filler.words.indices {
            guard tokens[index + offset].number == filler.words[offset],
                offset == 0 || !tokens[index + offset].opens
            else { return false }
        }
        return !filler.isSetOff || (tokens[index].opens && tokens[end - 1].closes)
    }

    /// The number of a word, however long it is drawn if it is a sound (`ummm`); 0 for any other word, and nil for sounds
    /// that it joins (`um-um`).
    /// - Parameter word: in lower case.
    fileprivate static func number(of word: Span<UInt8>) -> UInt8? {
        if let sound = number(ofSound: word) { return sound }
        if word.firstIndex(of: UInt8(ascii: "-"), from: 0) != nil, word.areSounds { return nil }
        return WordKey(word).map { numbersOfWords.number($0) } ?? 0
    }

    fileprivate static func numbers(ofSounds word: Span<UInt8>) -> [UInt8] {
        var numbers: [UInt8] = []
        word.forEachPart { if let sound = number(ofSound: word.extracting($0)) { numbers.append(sound) } }
        return numbers
    }

    /// The number of a word that is not in ASCII.
    fileprivate static func number(ofOther word: ArraySlice<UInt8>) -> UInt8 {
        // `voilà`, and words with U+212A (KELVIN SIGN), whose lower case is k.
        guard word.count <= 3 * longestWord, let first = word.first,
            first | 0x20 == UInt8(ascii: "v") || word.contains(0xE2)
        else { return 0 }
        return numbers[String(decoding: word, as: UTF8.self).lowercased()] ?? 0
    }

    /// In bytes.
    private static let longestWord = 12

    fileprivate static func number(ofSound word: Span<UInt8>) -> UInt8? {
        guard word.count > 0, "uehbam".utf8.contains(word[0]) else { return nil }
        if word.count == 2, word[0] == UInt8(ascii: "m"), word[1] == UInt8(ascii: "m") { return mm }
        guard let key = WordKey(drawn: word) else { return nil }
        let number = numbersOfSounds.number(key)
        if number > 0 { return number }
        let same = sameSounds.number(key)
        return same > 0 ? same : nil
    }
}

extension Span<UInt8> {
    /// Whether what hyphens join are all sounds.
    fileprivate var areSounds: Bool {
        var areSounds = true
        forEachPart { if Fillers.number(ofSound: extracting($0)) == nil { areSounds = false } }
        return areSounds
    }

    fileprivate func forEachPart(_ body: (Range<Int>) -> Void) {
        var start = 0
        while start < count {
            let end = firstIndex(of: UInt8(ascii: "-"), from: start) ?? count
            if start < end { body(start..<end) }
            start = end + 1
        }
    }
}

/// A word of at most twelve bytes.
private struct WordKey: Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var count = 0

    init?(_ word: Span<UInt8>) {
        for index in word.indices { guard append(word[index]) else { return nil } }
    }

    /// Each byte that is repeated once.
    init?(drawn word: Span<UInt8>) {
        for index in word.indices where index == 0 || word[index] != word[index - 1] {
            guard append(word[index]) else { return nil }
        }
    }

    private mutating func append(_ byte: UInt8) -> Bool {
        guard count < 12 else { return false }
        if count < 8 {
            low |= UInt64(byte) << UInt64(8 * count)
        } else {
            high |= UInt64(byte) << UInt64(8 * count - 64)
        }
        count += 1
        return true
    }

    /// The place in a table of 256.
    var place: Int { Int(truncatingIfNeeded: ((low ^ high &* 31) &* 0xC2B2_AE3D_27D4_EB4F) >> 56) }
}

/// The numbers of words, for a look at each word of a text.
private struct WordTable: Sendable {
    private var slots = [(key: WordKey, number: UInt8)?](repeating: nil, count: 256)

    /// - Parameter numbers: far fewer than 256.
    init(_ numbers: [String: UInt8]) {
        for (word, number) in numbers {
            guard let key = WordKey(word.utf8.span) else { continue }
            var place = key.place
            while slots[place] != nil { place = (place + 1) % 256 }
            slots[place] = (key, number)
        }
    }

    /// 0 for any other word.
    func number(_ key: WordKey) -> UInt8 {
        var place = key.place
        while let slot = slots[place] {
            if slot.key == key { return slot.number }
            place = (place + 1) % 256
        }
        return 0
    }
}

/// A word of a text, by its number among those of fillers.
private struct FillerToken {
    let number: UInt8

    /// Whether punctuation or the beginning of the text precedes the word; `closes` likewise for what follows it.
    let opens: Bool
    var closes = false
}

/// The words of a text in lower case. An apostrophe or a hyphen inside a word belongs to it; any other mark is
/// punctuation.
private struct FillerTokens {
    private(set) var tokens: [FillerToken] = []
    private var word: [UInt8] = []
    private var isASCII = true
    private var opens = true

    init(_ text: String) {
        let utf8 = text.utf8.span
        var at = 0
        while at < utf8.count {
            let (value, end) = utf8.scalar(at: at)
            let traits = ScalarTraits(value)
            if traits.contains(.partOfWord) || (!word.isEmpty && utf8.isJoint(value, before: end)) {
                add(value)
            } else {
                endWord()
                if !traits.contains(.whiteSpace) {
                    opens = true
                    close()
                }
            }
            at = end
        }
        endWord()
        close()
    }

    private mutating func add(_ value: UInt32) {
        switch value {
        case 0x41...0x5A: word.append(UInt8(value) | 0x20)
        case ..<0x80: word.append(UInt8(value))
        case 0x2019: word.append(UInt8(ascii: "'"))
        default:
            word.append(scalar: value)
            isASCII = false
        }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        if let number = isASCII ? Fillers.number(of: word.span) : Fillers.number(ofOther: word[...]) {
            tokens.append(FillerToken(number: number, opens: opens))
            opens = false
        } else {
            for number in Fillers.numbers(ofSounds: word.span) {
                tokens.append(FillerToken(number: number, opens: opens))
                opens = false
            }
        }
        word.removeAll(keepingCapacity: true)
        isASCII = true
    }

    private mutating func close() {
        if let last = tokens.indices.last { tokens[last].closes = true }
    }
}

extension Span<UInt8> {
    /// Whether a scalar joins what is before it with the word that begins at `next`.
    fileprivate func isJoint(_ value: UInt32, before next: Int) -> Bool {
        guard value == 0x27 || value == 0x2D || value == 0x2019, next < count else { return false }
        return ScalarTraits(scalar(at: next).value).contains(.partOfWord)
    }
}
