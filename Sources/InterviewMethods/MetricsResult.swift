// How the figures of an interview are written, and described.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<InterviewMetrics> {
    /// `{metrics: …}`
    static let metrics = ResultType.record(nil, Member("metrics", whole: whole, "How the candidate talked."))

    private static let whole = ResultType.record(
        "VoiceInterviewMetrics",
        Member("interviewId", \.interviewId, .string, "Of which interview."),
        Member("source", \.source, .choice, "In which form the transcription was saved."),
        figure(
            "words", \.words, .integer, "Pieces between white space that hold a letter or a digit.",
            title: "CountFigure"),
        figure("candidateWords", \.candidateWords, .integer, "The candidate's words.", title: "CountFigure"),
        figure("interviewerWords", \.interviewerWords, .integer, "The interviewer's words.", title: "CountFigure"),
        figure("turns", \.turns, .integer, "How often somebody spoke.", title: "CountFigure"),
        figure("candidateTurns", \.candidateTurns, .integer, "How often the candidate did.", title: "CountFigure"),
        figure(
            "interviewerTurns", \.interviewerTurns, .integer, "How often the interviewer did.", title: "CountFigure"),
        figure(
            "candidateQuestions", \.candidateQuestions, .integer, "Questions of the candidate's, by question marks.",
            title: "CountFigure"),
        figure(
            "interviewerQuestions", \.interviewerQuestions, .integer, "Questions of the interviewer's.",
            title: "CountFigure"),
        figure(
            "candidateTalkShare", \.candidateTalkShare, .number,
            "The candidate's share, 0 to 1, of the talk time of both.", title: "NumberFigure"),
        figure(
            "candidateWordsPerMinute", \.candidateWordsPerMinute, .number, "How fast the candidate talks.",
            title: "NumberFigure"),
        figure(
            "longestMonologue", \.longestMonologue, .number,
            "For how long the candidate talked without a word of the interviewer's, at most, in seconds.",
            title: "NumberFigure"),
        figure(
            "responseLatency", \.responseLatency, .number,
            "From the interviewer's end to the candidate's start, on average, in seconds, interruptions aside.",
            title: "NumberFigure"),
        figure(
            "fillerWords", \.fillerWords, .fillerWords, "The candidate's words that say nothing.",
            title: "FillerWordsFigure"),
        figure(
            "technologiesMentioned", \.technologiesMentioned, .list(.string),
            "Those of the interview's technologies that one of the two named.", title: "NamesFigure"),
        Member("leftOut", { $0.speech.leftOut.map(LeftOut.init) }, .list(leftOut), "The figures that are left out."))

    private struct LeftOut: Sendable {
        let metric: String
        let reason: UnknownReason

        init(_ leftOut: (name: String, reason: UnknownReason)) { (metric, reason) = leftOut }
    }

    private static let leftOut = ResultType<LeftOut>.record(
        "LeftOutMetric",
        .init("metric", \.metric, .string, "Which one."),
        .init("reason", \.reason, .choice, "Why it cannot be known."))

    private static func figure<Part>(
        _ name: String, _ get: @escaping @Sendable (SpeechMetrics) -> Figure<Part>, _ type: ResultType<Part>,
        _ sentence: String, title: String
    ) -> Member {
        Member(
            optional: name,
            {
                switch get($0.speech) {
                case .known(let value, let basis): (value, basis)
                case .unknown: nil
                }
            },
            ResultType<(Part, Basis)>.record(
                title,
                .init("value", { $0.0 }, type, "The figure."),
                .init("basis", { $0.1 }, .choice, "Whether it was counted or measured, or is estimated.")),
            sentence)
    }
}

extension ResultType<FillerWords> {
    fileprivate static let fillerWords = ResultType.record(
        "FillerWords",
        Member("total", \.total, .integer, "How many."),
        Member("phrases", \.phrases, .list(phrase), "Which, the most frequent first."))

    private static let phrase = ResultType<FillerCount>.record(
        "FillerCount",
        .init("phrase", \.phrase, .string, "In small letters."),
        .init("count", \.count, .integer, "How often."))
}
