// The metrics of one interview: how the candidate talked, as figures with their bases.

/// The metrics of a conversation.
public struct SpeechMetrics: Equatable, Sendable {
    /// The number of pieces between white space that contain a letter or a digit.
    public let words: Figure<Int>
    public let candidateWords: Figure<Int>
    public let interviewerWords: Figure<Int>
    public let turns: Figure<Int>
    public let candidateTurns: Figure<Int>
    public let interviewerTurns: Figure<Int>

    /// The number of question marks; consecutive ones count once.
    public let candidateQuestions: Figure<Int>
    public let interviewerQuestions: Figure<Int>

    /// The candidate's share of the talk times of both, from 0 to 1. Overlapping turns of one speaker count once.
    public let candidateTalkShare: Figure<Double>
    public let candidateWordsPerMinute: Figure<Double>

    /// The candidate's longest monologue in seconds, pauses included. It ends when the interviewer speaks.
    public let longestMonologue: Figure<Double>

    /// The mean time from the end of an interviewer's turn to the start of the candidate's, in seconds, without turns
    /// in which the candidate interrupts.
    public let responseLatency: Figure<Double>

    /// The candidate's fillers.
    public let fillerWords: Figure<FillerWords>

    /// The technologies of the interview that either speaker named, in the order of the interview.
    public let technologiesMentioned: Figure<[String]>
}

extension SpeechMetrics {
    /// - Parameter technologies: the technologies of the interview.
    public init(of conversation: Conversation, technologies: [String]) {
        let turns = conversation.reason == nil ? conversation.turns : []
        let count = Counting(conversation)
        let talk = TalkTimes(conversation, words: count.wordsOfTurns)
        words = count.words(count.all(count.totalWords))
        candidateWords = count.words(count.side(.candidate) { count.wordsOfTurns[$0] })
        interviewerWords = count.words(count.side(.interviewer) { count.wordsOfTurns[$0] })
        self.turns = count.all(turns.count)
        candidateTurns = count.side(.candidate) { _ in 1 }
        interviewerTurns = count.side(.interviewer) { _ in 1 }
        candidateQuestions = count.side(.candidate) { TextCounts.questions(in: turns[$0].text) }
        interviewerQuestions = count.side(.interviewer) { TextCounts.questions(in: turns[$0].text) }
        candidateTalkShare = talk.candidateShare
        candidateWordsPerMinute = count.words(talk.candidateWordsPerMinute)
        longestMonologue = talk.longestMonologue
        responseLatency = talk.responseLatency
        fillerWords = count.fillers(
            count.ofKnownSpeakers {
                Fillers.count(in: turns.lazy.filter { $0.speaker == .candidate }.map(\.text))
            })
        technologiesMentioned = count.all(Technologies.mentioned(technologies, in: turns.map(\.text)))
    }

    /// The names of the figures that are left out, with the reasons.
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

/// Figures that need no times.
private struct Counting {
    private let turns: [Turn]
    private let reason: UnknownReason?
    private let unspacedCharacters: Int
    private let hangul: Int

    /// The number of words of each turn.
    let wordsOfTurns: [Int]
    let totalWords: Int

    init(_ conversation: Conversation) {
        reason = conversation.reason
        // Nothing is counted in vain.
        turns = reason == nil ? conversation.turns : []
        wordsOfTurns = turns.map { TextCounts.words(in: $0.text) }
        totalWords = wordsOfTurns.reduce(0, +)
        let characters = turns.lazy.map { TextCounts.charactersWithoutSpaces(in: $0.text) }
        (unspacedCharacters, hangul) = characters.reduce((0, 0)) { ($0.0 + $1.unspaced, $0.1 + $1.hangul) }
    }

    /// A figure that counts words: an estimate if some are written without spaces, and left out if these are more than a
    /// few.
    func words<Value>(_ figure: Figure<Value>) -> Figure<Value> {
        guard case .known(let value, _) = figure, unspacedCharacters > 0 else { return figure }
        return unspacedCharacters * 10 > totalWords ? .unknown(.script) : .known(value, .estimated)
    }

    /// A figure that counts fillers of languages whose words are written apart.
    func fillers<Value>(_ figure: Figure<Value>) -> Figure<Value> {
        guard case .known = figure, unspacedCharacters + hangul > 0 else { return figure }
        return (unspacedCharacters + hangul) * 10 > totalWords ? .unknown(.script) : figure
    }

    func all<Value>(_ value: @autoclosure () -> Value) -> Figure<Value> {
        reason.map { .unknown($0) } ?? .known(value(), .measured)
    }

    func ofKnownSpeakers<Value>(_ value: () -> Value) -> Figure<Value> {
        if let reason { return .unknown(reason) }
        return turns.allSatisfy { $0.speaker != nil } ? .known(value(), .measured) : .unknown(.unknownSpeakers)
    }

    /// - Parameter count: what is counted in the turn with an index.
    func side(_ speaker: Speaker, _ count: (Int) -> Int) -> Figure<Int> {
        ofKnownSpeakers { turns.indices.reduce(0) { $0 + (turns[$1].speaker == speaker ? count($1) : 0) } }
    }
}
