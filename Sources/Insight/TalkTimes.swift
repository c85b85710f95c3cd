// Figures computed from the times of turns: talk share, pace, longest monologue, response latency.

/// An interval of time, in seconds.
struct Interval {
    let start: Double
    private(set) var end: Double
    var length: Double { end - start }

    /// The union of the intervals: sorted, without overlaps.
    static func union(_ intervals: [Interval]) -> [Interval] {
        intervals.sorted { $0.start < $1.start }.reduce(into: []) { union, next in
            if let last = union.indices.last, next.start <= union[last].end {
                union[last].end = max(union[last].end, next.end)
            } else {
                union.append(next)
            }
        }
    }
}

/// Figures that need times.
struct TalkTimes {
    /// Each turn with its interval, if that is known or can be estimated.
    private let turns: [(turn: Turn, interval: Interval?)]
    private let words: [Int]
    private let basis: Basis

    /// Why talk times, or latencies, are unknown.
    private let lengthReason: UnknownReason?
    private let latencyReason: UnknownReason?

    /// A turn without an end is assumed to last until the start of the next turn. It has no interval if it is the last
    /// turn, or starts together with the next one.
    /// - Parameter words: the number of words of each turn.
    init(_ conversation: Conversation, words: [Int]) {
        self.words = words
        (lengthReason, latencyReason) = Self.reasons(conversation)
        let turns = conversation.turns
        basis = turns.allSatisfy { $0.start != nil && $0.end != nil } ? .measured : .estimated
        let hasLengths = lengthReason == nil
        self.turns = turns.indices.map { index in
            let next = index + 1 < turns.count ? turns[index + 1].start : nil
            guard hasLengths, let start = turns[index].start, let end = turns[index].end ?? next, end > start else {
                return (turns[index], nil)
            }
            return (turns[index], Interval(start: start, end: end))
        }
    }

    private static func reasons(_ conversation: Conversation) -> (length: UnknownReason?, latency: UnknownReason?) {
        if let reason = conversation.reason { return (reason, reason) }
        guard conversation.turns.allSatisfy({ $0.speaker != nil }) else {
            return (.unknownSpeakers, .unknownSpeakers)
        }
        return switch conversation.timing {
        case .none: (.noTimes, .noTimes)
        case .arrivals: (.arrivalTimes, .arrivalTimes)
        case .wholeSeconds: (nil, .wholeSeconds)
        case .starts: (nil, .noEnds)
        case .exact: (nil, nil)
        }
    }

    /// The talk time of a speaker, without counting overlaps twice; 0 for one without turns, nil if no turn has an
    /// interval.
    private func length(of speaker: Speaker) -> Double? {
        let own = turns.filter { $0.turn.speaker == speaker }
        let intervals = own.compactMap(\.interval)
        return own.isEmpty || !intervals.isEmpty ? Interval.union(intervals).reduce(0) { $0 + $1.length } : nil
    }

    var candidateShare: Figure<Double> {
        if let lengthReason { return .unknown(lengthReason) }
        guard let candidate = length(of: .candidate), let interviewer = length(of: .interviewer) else {
            return .unknown(.noEnds)
        }
        return .known((candidate / (candidate + interviewer)).rounded(toPlaces: 3), basis)
    }

    var candidateWordsPerMinute: Figure<Double> {
        if let lengthReason { return .unknown(lengthReason) }
        guard let seconds = length(of: .candidate) else { return .unknown(.noEnds) }
        guard seconds > 0 else { return .unknown(.notSaid) }
        let words = zip(turns, words).reduce(0) { sum, spoken in
            let (turn, interval) = spoken.0
            return sum + (turn.speaker == .candidate && interval != nil ? spoken.1 : 0)
        }
        return .known((Double(words) / seconds * 60).rounded(toPlaces: 1), basis)
    }

    var longestMonologue: Figure<Double> {
        if let lengthReason { return .unknown(lengthReason) }
        guard let seconds = length(of: .candidate) else { return .unknown(.noEnds) }
        guard seconds > 0 else { return .unknown(.notSaid) }
        let said = Interval.union(turns.compactMap { $0.turn.speaker == .candidate ? $0.interval : nil })
        return .known(Self.longestMonologue(said, interruptions).rounded(toPlaces: 3), basis)
    }

    /// The intervals in which the interviewer speaks, and, as empty intervals, the starts of turns without an interval;
    /// for a turn without a start, the start of the next turn.
    private var interruptions: [Interval] {
        var next: Double?
        let interruptions = turns.reversed().compactMap { turn, interval -> Interval? in
            next = turn.start ?? next
            if let interval { return turn.speaker == .interviewer ? interval : nil }
            return next.map { Interval(start: $0, end: $0) }
        }
        return Interval.union(interruptions)
    }

    /// The length of the longest monologue: from where the candidate starts to the end of what follows without an
    /// interruption.
    /// - Parameters:
    ///   - said: sorted, without overlaps, as is `interruptions`.
    private static func longestMonologue(_ said: [Interval], _ interruptions: [Interval]) -> Double {
        var longest = 0.0
        var start: Double?
        var interruptions = interruptions[...]
        for interval in said {
            var alone = interval.start
            while let interruption = interruptions.first, interruption.start < interval.end {
                if interruption.start > alone { longest = max(longest, interruption.start - (start ?? alone)) }
                start = nil
                alone = max(alone, interruption.end)
                // An interruption that ends later also affects the next interval.
                guard interruption.end < interval.end else { break }
                interruptions.removeFirst()
            }
            guard alone < interval.end else { continue }
            longest = max(longest, interval.end - (start ?? alone))
            start = start ?? alone
        }
        return longest
    }

    var responseLatency: Figure<Double> {
        if let latencyReason { return .unknown(latencyReason) }
        let latencies = zip(turns, turns.dropFirst()).compactMap { question, answer -> Double? in
            guard question.turn.speaker == .interviewer, answer.turn.speaker == .candidate,
                let end = question.turn.end, let start = answer.turn.start, start >= end
            else { return nil }
            return start - end
        }
        guard !latencies.isEmpty else { return .unknown(.notSaid) }
        let mean = latencies.reduce(0, +) / Double(latencies.count)
        return .known(mean.rounded(toPlaces: 3), .measured)
    }
}

extension Double {
    func rounded(toPlaces places: Int) -> Double {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = self * scale
        return scaled.isFinite ? scaled.rounded() / scale : self
    }
}
