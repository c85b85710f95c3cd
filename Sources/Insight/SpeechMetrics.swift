// How the candidate talked, in figures that each say how they were got.

/// What is measured of one conversation.
public struct SpeechMetrics: Equatable, Sendable {
    /// Pieces between white space that hold a letter or a digit.
    public let words: Figure<Int>
    public let candidateWords: Figure<Int>
    public let interviewerWords: Figure<Int>
    public let turns: Figure<Int>
    public let candidateTurns: Figure<Int>
    public let interviewerTurns: Figure<Int>

    /// Question marks, those that follow each other counted once.
    public let candidateQuestions: Figure<Int>
    public let interviewerQuestions: Figure<Int>

    /// From 0 to 1, of the talk times of both together. Where turns of one speaker overlap, each moment counts once.
    public let candidateTalkShare: Figure<Double>
    public let candidateWordsPerMinute: Figure<Double>

    /// In seconds, the candidate's, with the pauses, until the interviewer speaks.
    public let longestMonologue: Figure<Double>

    /// In seconds, from the end of the interviewer's turn to the start of the candidate's: the mean, without those
    /// places where the candidate interrupts.
    public let responseLatency: Figure<Double>

    /// The candidate's.
    public let fillerWords: Figure<FillerWords>

    /// Those of the interview's technologies that either of the two named, in the interview's order.
    public let technologiesMentioned: Figure<[String]>
}

extension SpeechMetrics {
    /// - Parameter technologies: what the interview is about.
    public init(of conversation: Conversation, technologies: [String]) {
        let turns = conversation.turns
        let count = Counting(conversation)
        let talk = TalkTimes(conversation)
        words = count.all(turns.reduce(0) { $0 + TextCounts.words(in: $1.text) })
        candidateWords = count.side(.candidate) { TextCounts.words(in: $0) }
        interviewerWords = count.side(.interviewer) { TextCounts.words(in: $0) }
        self.turns = count.all(turns.count)
        candidateTurns = count.side(.candidate) { _ in 1 }
        interviewerTurns = count.side(.interviewer) { _ in 1 }
        candidateQuestions = count.side(.candidate) { TextCounts.questions(in: $0) }
        interviewerQuestions = count.side(.interviewer) { TextCounts.questions(in: $0) }
        candidateTalkShare = talk.candidateShare
        candidateWordsPerMinute = talk.candidateWordsPerMinute
        longestMonologue = talk.longestMonologue
        responseLatency = talk.responseLatency
        fillerWords = count.ofKnownSpeakers {
            Fillers.count(in: turns.lazy.filter { $0.speaker == .candidate }.map(\.text))
        }
        technologiesMentioned = count.all(Technologies.mentioned(technologies, in: turns.map(\.text)))
    }

    /// The figures that are left out, by name, with the reason.
    public var leftOut: [(name: String, reason: UnknownReason)] {
        let reasons = [
            ("words", words.reason), ("candidateWords", candidateWords.reason),
            ("interviewerWords", interviewerWords.reason), ("turns", turns.reason),
            ("candidateTurns", candidateTurns.reason), ("interviewerTurns", interviewerTurns.reason),
            ("candidateQuestions", candidateQuestions.reason), ("interviewerQuestions", interviewerQuestions.reason),
            ("candidateTalkShare", candidateTalkShare.reason),
            ("candidateWordsPerMinute", candidateWordsPerMinute.reason), ("longestMonologue", longestMonologue.reason),
            ("responseLatency", responseLatency.reason), ("fillerWords", fillerWords.reason),
            ("technologiesMentioned", technologiesMentioned.reason),
        ]
        return reasons.compactMap { name, reason in reason.map { (name, $0) } }
    }
}

/// Counts what needs no times.
private struct Counting {
    private let turns: [Turn]
    private let reason: UnknownReason?

    init(_ conversation: Conversation) {
        turns = conversation.turns
        reason = conversation.source.reason
    }

    func all<Value>(_ value: @autoclosure () -> Value) -> Figure<Value> {
        reason.map { .unknown($0) } ?? .known(value(), .measured)
    }

    func ofKnownSpeakers<Value>(_ value: () -> Value) -> Figure<Value> {
        if let reason { return .unknown(reason) }
        return turns.allSatisfy { $0.speaker != nil } ? .known(value(), .measured) : .unknown(.unknownSpeakers)
    }

    func side(_ speaker: Speaker, _ count: (String) -> Int) -> Figure<Int> {
        ofKnownSpeakers { turns.reduce(0) { $0 + ($1.speaker == speaker ? count($1.text) : 0) } }
    }
}
