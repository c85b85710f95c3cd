// What the times of turns tell: who talked for how long, how fast, and how soon.

/// When something was said, in seconds.
struct Stretch {
    let start: Double
    private(set) var end: Double
    var length: Double { end - start }

    /// The same times, in their order, each moment once.
    static func union(_ stretches: [Stretch]) -> [Stretch] {
        stretches.sorted { $0.start < $1.start }.reduce(into: []) { union, next in
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
    /// With the stretch of each turn of which that is known, or can be estimated.
    private let turns: [(turn: Turn, stretch: Stretch?)]
    private let basis: Basis

    /// Why there are no lengths, or no latency.
    private let lengthReason: UnknownReason?
    private let latencyReason: UnknownReason?

    /// A turn of which only the start is known is taken to go on until the next one starts; of the last one, and of those
    /// that start together with the next, nothing is known.
    init(_ conversation: Conversation) {
        (lengthReason, latencyReason) = Self.reasons(conversation)
        let turns = conversation.turns
        basis = turns.allSatisfy { $0.start != nil && $0.end != nil } ? .measured : .estimated
        let hasLengths = lengthReason == nil
        self.turns = turns.indices.map { index in
            let next = index + 1 < turns.count ? turns[index + 1].start : nil
            guard hasLengths, let start = turns[index].start, let end = turns[index].end ?? next, end > start else {
                return (turns[index], nil)
            }
            return (turns[index], Stretch(start: start, end: end))
        }
    }

    private static func reasons(_ conversation: Conversation) -> (length: UnknownReason?, latency: UnknownReason?) {
        if let reason = conversation.source.reason { return (reason, reason) }
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

    /// How long a speaker talks, each moment counted once; nil for one who does, but of unknown length.
    private func length(of speaker: Speaker) -> Double? {
        let own = turns.filter { $0.turn.speaker == speaker }
        let stretches = own.compactMap(\.stretch)
        return own.isEmpty || !stretches.isEmpty ? Stretch.union(stretches).reduce(0) { $0 + $1.length } : nil
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
        let words = turns.reduce(0) { words, spoken in
            words
                + (spoken.turn.speaker == .candidate && spoken.stretch != nil
                    ? TextCounts.words(in: spoken.turn.text) : 0)
        }
        return .known((Double(words) / seconds * 60).rounded(toPlaces: 1), basis)
    }

    var longestMonologue: Figure<Double> {
        if let lengthReason { return .unknown(lengthReason) }
        guard let seconds = length(of: .candidate) else { return .unknown(.noEnds) }
        guard seconds > 0 else { return .unknown(.notSaid) }
        let said = Stretch.union(turns.compactMap { $0.turn.speaker == .candidate ? $0.stretch : nil })
        return .known(Self.longestMonologue(said, interruptions).rounded(toPlaces: 3), basis)
    }

    /// When the interviewer speaks, and, as moments, the starts of turns of unknown length; for a turn of unknown start
    /// the start of the next one.
    private var interruptions: [Stretch] {
        var next: Double?
        let interruptions = turns.reversed().compactMap { turn, stretch -> Stretch? in
            next = turn.start ?? next
            if let stretch { return turn.speaker == .interviewer ? stretch : nil }
            return next.map { Stretch(start: $0, end: $0) }
        }
        return Stretch.union(interruptions)
    }

    /// From where the candidate starts to the end of what follows without an interruption.
    /// - Parameters:
    ///   - said: in order, without overlaps; likewise `interruptions`.
    private static func longestMonologue(_ said: [Stretch], _ interruptions: [Stretch]) -> Double {
        var longest = 0.0
        var start: Double?
        var interruptions = interruptions[...]
        for stretch in said {
            var alone = stretch.start
            while let interruption = interruptions.first, interruption.start < stretch.end {
                if interruption.start > alone { longest = max(longest, interruption.start - (start ?? alone)) }
                start = nil
                alone = max(alone, interruption.end)
                // A longer one goes on in what is said next.
                guard interruption.end < stretch.end else { break }
                interruptions.removeFirst()
            }
            guard alone < stretch.end else { continue }
            longest = max(longest, stretch.end - (start ?? alone))
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
