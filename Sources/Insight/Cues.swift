// The times at which turns are shown as captions, estimated where the transcript has none.

/// A turn with the time at which it is shown. Cues are sorted by start, and the end of each is after its start.
struct Cue {
    let turn: Turn

    /// In milliseconds from the start of the conversation.
    let start: Int
    let end: Int
}

/// The cues of all turns. The basis is `measured` if the transcript has all start and end times.
struct Cues {
    let cues: [Cue]
    let basis: Basis

    /// The assumed rate of speech for turns without an end.
    private static let wordsPerMinute = 150.0
    private static let charactersPerMinute = 300.0

    /// A turn without a start begins at the end of the previous turn. A turn without an end lasts until the start of
    /// the next turn, and the last one for as long as its words take.
    init(_ turns: [Turn]) {
        var cues: [Cue] = []
        var basis = Basis.measured
        var clock = 0
        let nextStarts = Self.nextStarts(turns)
        for (index, turn) in turns.enumerated() {
            if turn.start == nil || turn.end == nil { basis = .estimated }
            let start = turn.start.map(Self.milliseconds) ?? clock
            var end = turn.end.map(Self.milliseconds) ?? start + Self.spoken(turn)
            if turn.end == nil, let next = nextStarts[index], next > start {
                let isNextTurn = turns[index + 1].start != nil
                end = isNextTurn ? next : min(end, next)
            }
            cues.append(Cue(turn: turn, start: start, end: max(end, start + 1)))
            clock = max(clock, end)
        }
        self.cues = cues.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
            .map(\.element)
        self.basis = basis
    }

    /// For each turn, the start of the first later turn that has one.
    private static func nextStarts(_ turns: [Turn]) -> [Int?] {
        var nextStarts: [Int?] = []
        var next: Int?
        for turn in turns.reversed() {
            nextStarts.append(next)
            next = turn.start.map(milliseconds) ?? next
        }
        return nextStarts.reversed()
    }

    private static func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1_000).rounded()) }

    /// How long a turn takes: its words, or its characters where words are written without spaces.
    private static func spoken(_ turn: Turn) -> Int {
        let words = Double(max(TextCounts.words(in: turn.text), 1)) / wordsPerMinute
        let characters = Double(TextCounts.charactersWithoutSpaces(in: turn.text).unspaced) / charactersPerMinute
        return milliseconds(max(words, characters) * 60)
    }
}
