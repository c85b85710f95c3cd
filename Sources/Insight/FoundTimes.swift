// The times of one element of a transcript, by the names of the members that tell them.

internal import JSON

struct FoundTimes {
    private var start: WrittenTime?
    private var time: WrittenTime?
    private var arrival: WrittenTime?
    private var end: WrittenTime?
    private var length: WrittenTime?
    private var firstWord: WrittenTime?
    private var lastWord: WrittenTime?

    /// Whether `start` is in seconds by the name of its member, which gives the lengths of calls in milliseconds.
    private var isNamedSeconds = false
    private var isWhole = false

    mutating func add(_ member: TurnMember, _ value: JSONSlice) {
        switch member {
        case .start(let unit):
            guard start == nil, let time = WrittenTime(value, unit) else { return }
            start = time
            isNamedSeconds = unit == .seconds
            if case .offset(let seconds) = time, isNamedSeconds { isWhole = seconds == seconds.rounded() }
        case .end(let unit): end = end ?? WrittenTime(value, unit)
        case .time: time = time ?? WrittenTime(value, .unnamed)
        case .arrival: addArrival(value)
        case .length(let unit): length = length ?? WrittenTime(value, unit)
        case .speaker, .text, .kind, .isFinal, .unspoken, .index, .item, .nested: break
        }
    }

    /// A time, or an array with a start and an end.
    private mutating func addArrival(_ value: JSONSlice) {
        guard value.kind == .array else {
            arrival = arrival ?? WrittenTime(value, .unnamed)
            return
        }
        let times = value.elements.map { WrittenTime($0, .unnamed) }
        guard times.count == 2 else { return }
        (start, end) = (start ?? times[0], end ?? times[1])
    }

    /// The first start and the last end among the words.
    mutating func add(words: JSONSlice, _ names: inout TurnMemberNames) {
        let words = Array(words.elements)
        for word in words where firstWord == nil {
            for (name, value) in word.members {
                if case .start(let unit)? = names.member(name)?.member { firstWord = WrittenTime(value, unit) }
            }
        }
        for word in words.reversed() where lastWord == nil {
            for (name, value) in word.members {
                if case .end(let unit)? = names.member(name)?.member { lastWord = WrittenTime(value, unit) }
            }
        }
    }

    /// Whether there is a time at which somebody spoke.
    var isSpeaking: Bool { start != nil || end != nil || firstWord != nil || lastWord != nil }

    func turn(saying text: String) -> SpokenTurn {
        var turn = SpokenTurn(text: text, start: start ?? firstWord, end: end ?? lastWord)
        turn.isWholeSeconds = isWhole
        switch length {
        case .number(let milliseconds) where isNamedSeconds: turn.length = .offset(milliseconds / 1_000)
        case let length: turn.length = length
        }
        if case .clock(let from)? = time, case .clock(let to)? = turn.end {
            // What has passed on the clock is the length, wherever the start was counted from.
            if to > from { turn.length = .offset(to - from) }
            turn.end = turn.start == nil ? turn.end : nil
        }
        if turn.start == nil, turn.end != nil || length != nil { turn.start = time ?? arrival }
        if turn.start == nil, let arrival = arrival ?? time { (turn.start, turn.isArrival) = (arrival, true) }
        return turn
    }
}
