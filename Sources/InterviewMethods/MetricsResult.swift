// The result type of metrics.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<InterviewMetrics> {
    /// `{metrics: …}`
    static let metrics = ResultType.record(
        nil, Member("metrics", whole: whole, "Figures about how the candidate talked."))

    private static let whole = ResultType.record(
        "VoiceInterviewMetrics",
        Member("interviewId", \.interviewId, .string, "The id of the interview."),
        Member("source", \.source, .choice, "The format of the transcription."),
        figure(
            "words", \.words, .integer, "All words: sequences between white space that contain a letter or a digit.",
            title: "CountFigure"),
        figure("candidateWords", \.candidateWords, .integer, "The candidate's words.", title: "CountFigure"),
        figure("interviewerWords", \.interviewerWords, .integer, "The interviewer's words.", title: "CountFigure"),
        figure("turns", \.turns, .integer, "All turns.", title: "CountFigure"),
        figure("candidateTurns", \.candidateTurns, .integer, "The candidate's turns.", title: "CountFigure"),
        figure(
            "interviewerTurns", \.interviewerTurns, .integer, "The interviewer's turns.", title: "CountFigure"),
        figure(
            "candidateQuestions", \.candidateQuestions, .integer, "The candidate's questions, by question marks.",
            title: "CountFigure"),
        figure(
            "interviewerQuestions", \.interviewerQuestions, .integer, "The interviewer's questions.",
            title: "CountFigure"),
        figure(
            "candidateTalkShare", \.candidateTalkShare, .number,
            "The candidate's share of the talk time of both, 0 to 1.", title: "NumberFigure"),
        figure(
            "candidateWordsPerMinute", \.candidateWordsPerMinute, .number,
            "The candidate's words per minute of talk time.",
            title: "NumberFigure"),
        figure(
            "longestMonologue", \.longestMonologue, .number,
            "The longest time, in seconds, for which the candidate talked and the interviewer did not.",
            title: "NumberFigure"),
        figure(
            "responseLatency", \.responseLatency, .number,
            "The average time, in seconds, from the interviewer's end to the candidate's start, without interruptions.",
            title: "NumberFigure"),
        figure(
            "fillerWords", \.fillerWords, .fillerWords, "The candidate's filler words and phrases.",
            title: "FillerWordsFigure"),
        figure(
            "technologiesMentioned", \.technologiesMentioned, .list(.string),
            "The technologies of the interview that either speaker mentioned.", title: "NamesFigure"),
        Member("leftOut", { $0.speech.leftOut.map(LeftOut.init) }, .list(leftOut), "The figures that are unknown."))

    private struct LeftOut: Sendable {
        let metric: String
        let reason: UnknownReason

        init(_ leftOut: (name: String, reason: UnknownReason)) { (metric, reason) = leftOut }
    }

    private static let leftOut = ResultType<LeftOut>.record(
        "LeftOutMetric",
        .init("metric", \.metric, .string, "The name of the figure."),
        .init("reason", \.reason, .choice, "Why it is unknown."))

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
                .init("value", { $0.0 }, type, "The value."),
                .init(
                    "basis", { $0.1 }, .choice,
                    "measured: counted, or from times in the transcription. estimated: calculated from less.")),
            sentence)
    }
}

extension ResultType<FillerWords> {
    fileprivate static let fillerWords = ResultType.record(
        "FillerWords",
        Member("total", \.total, .integer, "The number of fillers."),
        Member("phrases", \.phrases, .list(phrase), "The fillers, most frequent first."))

    private static let phrase = ResultType<FillerCount>.record(
        "FillerCount",
        .init("phrase", \.phrase, .string, "The filler, in lower case."),
        .init("count", \.count, .integer, "How often it occurs."))
}
