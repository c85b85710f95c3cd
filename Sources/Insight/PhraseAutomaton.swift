// Finds many phrases in a text in one pass.

/// The search for sequences of bytes in a text (Aho and Corasick, 1975), as a finite automaton over the bytes that occur in
/// them.
struct PhraseAutomaton {
    /// The class of each byte: 0 for one that occurs in no phrase.
    private var classes = [UInt16](repeating: 0, count: 256)
    private var classCount = 1

    /// For each state and class the next state; state 0 is the beginning.
    private var next: [UInt32] = []

    /// For each state the phrases that end in it, and the longest suffix of it in which others end, or 0.
    private var ends: [[Int]] = [[]]
    private var suffix: [UInt32] = [0]

    /// Whether a phrase ends in a state, or in a suffix of it.
    private var isEnd: [Bool] = []

    /// - Parameter phrases: none is empty.
    init(_ phrases: [[UInt8]]) {
        for byte in phrases.joined() where classes[Int(byte)] == 0 {
            classes[Int(byte)] = UInt16(classCount)
            classCount += 1
        }
        next = Array(repeating: 0, count: classCount)
        for (index, phrase) in phrases.enumerated() {
            var state = 0
            for byte in phrase {
                let place = state * classCount + Int(classes[Int(byte)])
                if next[place] == 0 {
                    next[place] = UInt32(ends.count)
                    ends.append([])
                    next.append(contentsOf: repeatElement(0, count: classCount))
                }
                state = Int(next[place])
            }
            ends[state].append(index)
        }
        complete()
    }

    /// Leads each state on with what the longest suffix of it that is a beginning of a phrase is led on with.
    private mutating func complete() {
        var fallback = [UInt32](repeating: 0, count: ends.count)
        suffix = fallback
        var queue: [Int] = next[..<classCount].filter { $0 > 0 }.map(Int.init)
        var first = 0
        while first < queue.count {
            let state = queue[first]
            first += 1
            let shorter = Int(fallback[state])
            suffix[state] = ends[shorter].isEmpty ? suffix[shorter] : fallback[state]
            for index in 0..<classCount {
                let following = Int(next[state * classCount + index])
                if following == 0 {
                    next[state * classCount + index] = next[shorter * classCount + index]
                } else {
                    fallback[following] = next[shorter * classCount + index]
                    queue.append(following)
                }
            }
        }
        isEnd = zip(ends, suffix).map { !$0.isEmpty || $1 != 0 }
    }

    /// Calls `body` for each end of a phrase in a text, with all phrases that end there.
    func search(_ text: [UInt8], _ body: (_ end: Int, _ phrases: Phrases) -> Void) {
        var state = 0
        for (index, byte) in text.enumerated() {
            state = Int(next[state * classCount + Int(classes[Int(byte)])])
            if isEnd[state] { body(index + 1, Phrases(automaton: self, state: state)) }
        }
    }

    /// The phrases that end at one place of a text.
    struct Phrases {
        fileprivate let automaton: PhraseAutomaton
        fileprivate let state: Int

        func forEach(_ body: (Int) -> Void) {
            var state = state
            repeat {
                for phrase in automaton.ends[state] { body(phrase) }
                state = Int(automaton.suffix[state])
            } while state != 0
        }
    }
}
