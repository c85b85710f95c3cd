// Turns as a transcript has them, and their order and times in the conversation.

/// A turn as it was read, with times of any unit and origin.
struct SpokenTurn: Sendable {
    var speaker: Speaker?

    /// The name of a speaker whose role is unknown.
    var name: String?
    var text: String
    var start: WrittenTime?
    var end: WrittenTime?

    /// An offset, or a number of an unknown unit.
    var length: WrittenTime?

    /// Whether `start` is when the turn arrived at the client.
    var isArrival = false

    /// Whether `start` is a whole number of seconds by its notation.
    var isWholeSeconds = false

    /// Calls the speaker by the role, or else by the name; a blank name is that of nobody.
    mutating func setSpeaker(_ name: String, _ role: Role) {
        speaker = role.speaker
        let isKnown = speaker != nil || name.isBlank || name.lowercased() == Turn.unknownKey
        self.name = isKnown ? nil : name
    }
}

extension Conversation {
    /// Puts the turns in the order of their times, and measures these from the start of the conversation.
    init(_ source: TranscriptSource, spoken: [SpokenTurn], isTruncated: Bool = false) {
        let scale = TimeScale(spoken)
        let starts = spoken.map { $0.start.flatMap(scale.seconds) }
        let hasStarts = zip(spoken, starts).contains { $1 != nil && !$0.isArrival }
        let turns = Self.order(of: starts).map { index in
            let spoken = spoken[index]
            // Beside starts, a time of arrival tells the order alone.
            let start = spoken.isArrival && hasStarts ? nil : starts[index]
            return Turn(
                spoken.speaker, name: spoken.name, spoken.text, start: start, end: scale.end(of: spoken, from: start))
        }
        self.init(source, turns, Self.timing(turns, spoken, hasStarts: hasStarts), isTruncated: isTruncated)
    }

    /// The indices of turns in the order of their starts; one without a start stays behind the one before it.
    private static func order(of starts: [Double?]) -> [Int] {
        var keys: [Double] = []
        for start in starts { keys.append(start ?? keys.last ?? -.infinity) }
        guard zip(keys, keys.dropFirst()).contains(where: { $0 > $1 }) else { return Array(keys.indices) }
        return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }

    private static func timing(_ turns: [Turn], _ spoken: [SpokenTurn], hasStarts: Bool) -> Timing {
        guard turns.contains(where: { $0.start != nil }) else { return .none }
        if !hasStarts { return .arrivals }
        if turns.contains(where: { $0.end != nil }) { return .exact }
        return spoken.allSatisfy { $0.isWholeSeconds || $0.start == nil } ? .wholeSeconds : .starts
    }
}

/// The unit and the origin that make the times of a transcript those of one conversation.
struct TimeScale {
    /// The longest conversation whose times are read, in seconds.
    static let longest = 86_400.0

    /// The slowest speech, in bytes of text a second. Slower than that, numbers are milliseconds: in speech of any pace,
    /// either unit makes them a thousand times too slow or too fast.
    private static let slowest = 0.15

    /// From this time of day on, a conversation that begins then does not count from its start.
    private static let firstTimeOfDay = 3_600.0

    private let numberScale: Double
    private let numberOrigin: Double
    private let lengthScale: Double
    private let clockOrigin: Double?
    private let timeOfDayOrigin: Double

    init(_ turns: [SpokenTurn]) {
        var starts: [Double] = []
        var clocks: [Double] = []
        var timesOfDay: [Double] = []
        for time in turns.lazy.flatMap({ [$0.start, $0.end] }) {
            switch time {
            case .number(let number): starts.append(number)
            case .clock(let seconds): clocks.append(seconds)
            case .timeOfDay(let seconds): timesOfDay.append(seconds)
            case .offset, nil: break
            }
        }
        let said = Double(turns.reduce(0) { $0 + $1.text.utf8.count })
        numberScale = Self.scale(said, Self.spokenLength(turns) ?? Self.span(starts))
        // Arrivals are counted from the first one, whatever their clock begins with.
        let arrivals = turns.compactMap { $0.isArrival ? $0.start?.number : nil }
        numberOrigin = arrivals.count == starts.count ? arrivals.min() ?? 0 : 0
        lengthScale = Self.scale(said, turns.reduce(0) { $0 + ($1.length?.number ?? 0) })
        clockOrigin = Self.span(clocks) <= Self.longest ? clocks.min() : nil
        let earliest = timesOfDay.min() ?? 0
        timeOfDayOrigin = earliest >= Self.firstTimeOfDay ? earliest : 0
    }

    private static func span(_ times: [Double]) -> Double { (times.max() ?? 0) - (times.min() ?? 0) }

    /// The sum of the lengths of turns whose start and end are numbers; nil if there are none.
    private static func spokenLength(_ turns: [SpokenTurn]) -> Double? {
        let lengths = turns.compactMap { turn in
            turn.start?.number.flatMap { start in turn.end?.number.map { max($0 - start, 0) } }
        }
        return lengths.isEmpty ? nil : lengths.reduce(0, +)
    }

    /// - Returns: the factor that makes a number seconds.
    private static func scale(_ said: Double, _ length: Double) -> Double {
        length > 0 && said / length < slowest ? 0.001 : 1
    }

    /// The seconds from the start of the conversation, rounded to milliseconds; nil if they are outside 0 to 86,400.
    func seconds(_ time: WrittenTime) -> Double? {
        let seconds: Double? =
            switch time {
            case .offset(let seconds): seconds
            case .number(let number): (number - numberOrigin) * numberScale
            case .clock(let seconds): clockOrigin.map { seconds - $0 }
            case .timeOfDay(let seconds): seconds - timeOfDayOrigin
            }
        return seconds.flatMap { 0...Self.longest ~= $0 ? $0.rounded(toPlaces: 3) : nil }
    }

    /// The end of a turn if it is after its start, or else the one that its length gives.
    func end(of turn: SpokenTurn, from start: Double?) -> Double? {
        if let end = turn.end.flatMap(seconds), end > start ?? -1 { return end }
        guard let start, !turn.isArrival else { return nil }
        let length: Double? =
            switch turn.length {
            case .offset(let seconds): seconds
            case .number(let number): number * lengthScale
            case .clock, .timeOfDay, nil: nil
            }
        return length.flatMap { $0 > 0 ? seconds(.offset(start + $0)) : nil }.flatMap { $0 > start ? $0 : nil }
    }
}

extension WrittenTime {
    /// The time with a number taken as seconds.
    var inSeconds: WrittenTime { number.map { .offset($0) } ?? self }

    fileprivate var number: Double? {
        switch self {
        case .number(let number): number
        case .offset, .clock, .timeOfDay: nil
        }
    }
}
