// What the times of turns tell: who talked for how long, how fast, and how soon.

/// Figures that need times.
struct TalkTimes {
    /// A turn whose length is known or can be estimated, in seconds.
    private struct Stretch {
        let turn: Turn
        let start: Double
        let end: Double
        var length: Double { end - start }
    }

    private let turns: [Turn]
    private let stretches: [Stretch]
    private let basis: Basis

    /// Why there are no lengths, or no latency.
    private let lengthReason: UnknownReason?
    private let latencyReason: UnknownReason?

    /// Where only starts are known, a turn is taken to go on until the next one starts; of the last one, and of those
    /// that start together with the next, nothing is known.
    init(_ conversation: Conversation) {
        turns = conversation.turns
        (lengthReason, latencyReason) = Self.reasons(conversation)
        basis = conversation.timing == .exact ? .measured : .estimated
        switch conversation.timing {
        case .none, .arrivals:
            stretches = []
        case .exact:
            stretches = turns.compactMap { turn in
                guard let start = turn.start, let end = turn.end else { return nil }
                return Stretch(turn: turn, start: start, end: end)
            }
        case .wholeSeconds, .starts:
            stretches = zip(turns, turns.dropFirst()).compactMap { turn, next in
                guard let start = turn.start, let end = next.start, end > start else { return nil }
                return Stretch(turn: turn, start: start, end: end)
            }
        }
    }

    private static func reasons(_ conversation: Conversation) -> (length: UnknownReason?, latency: UnknownReason?) {
        switch conversation.source {
        case .none: return (.noTranscript, .noTranscript)
        case .unknown: return (.unknownForm, .unknownForm)
        default: break
        }
        guard conversation.turns.contains(where: { $0.speaker != nil }) else {
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

    private func length(of speaker: Speaker) -> Double {
        stretches.reduce(0) { $0 + ($1.turn.speaker == speaker ? $1.length : 0) }
    }

    var candidateShare: Finding<Double> {
        if let lengthReason { return .unknown(lengthReason) }
        let candidate = length(of: .candidate)
        let both = candidate + length(of: .interviewer)
        return both > 0 ? .known((candidate / both).rounded(toPlaces: 3), basis) : .unknown(.notSaid)
    }

    var candidateWordsPerMinute: Finding<Double> {
        if let lengthReason { return .unknown(lengthReason) }
        let words = stretches.reduce(0) { $0 + ($1.turn.speaker == .candidate ? Words.count(in: $1.turn.text) : 0) }
        let seconds = length(of: .candidate)
        guard seconds > 0 else { return .unknown(.notSaid) }
        return .known((Double(words) / seconds * 60).rounded(toPlaces: 1), basis)
    }

    /// From the start of a turn to the end of the last one that follows it without a word of the interviewer's between.
    var longestMonologue: Finding<Double> {
        if let lengthReason { return .unknown(lengthReason) }
        var longest: Double?
        var start: Double?
        for stretch in stretches {
            guard stretch.turn.speaker == .candidate else {
                start = nil
                continue
            }
            start = start ?? stretch.start
            longest = max(longest ?? 0, stretch.end - (start ?? stretch.start))
        }
        return longest.map { .known($0.rounded(toPlaces: 3), basis) } ?? .unknown(.notSaid)
    }

    var responseLatency: Finding<Double> {
        if let latencyReason { return .unknown(latencyReason) }
        let latencies = zip(turns, turns.dropFirst()).compactMap { question, answer -> Double? in
            guard question.speaker == .interviewer, answer.speaker == .candidate, let end = question.end,
                let start = answer.start, start >= end
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
        return (self * scale).rounded() / scale
    }
}
