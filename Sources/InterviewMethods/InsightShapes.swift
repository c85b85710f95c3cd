// How what is read out of interviews is asked for, written, and described.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC

extension Shape<LocalTime> {
    static let timeZone = Shape(
        "the name of a time zone of the IANA database, a region and a place such as Europe/Paris, or UTC",
        .string(length: Limits.timeZoneLength)
    ) { slice in
        slice.string.flatMap { Limits.timeZoneLength ~= $0.utf8.count ? LocalTime($0) : nil }
    }
}

extension Shape<String> {
    /// Whether it is one is for the search to say, which knows the user and the query.
    static let searchCursor = Shape("a cursor that this search has given, with the same query", .string()) { $0.string }
}

extension Form where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// One of a closed set of strings.
    fileprivate static var choice: Form { Form(.choice(Value.allCases.map(\.rawValue))) { $1.string($0.rawValue) } }
}

extension Form<Bool> {
    fileprivate static let boolean = Form(.boolean) { $1.bool($0) }
}

extension Form<Day> {
    fileprivate static let date = Form(.string(format: "date")) { $1.string($0.description) }
}

extension Form<String> {
    /// `{interviewId}`: whose interview is gone.
    static let deletion = Form.record(
        nil, Member("interviewId", whole: string, "The id of the interview that is gone."))
}

// MARK: - Transcripts

extension Form<InterviewTranscript> {
    /// `{transcript: …}`
    static let transcript = Form.record(nil, Member("transcript", whole: whole, "What was said."))

    private static let whole = Form.record(
        "Transcript",
        Member("interviewId", \.interviewId, .string, "Of which interview."),
        Member("format", \.format, .choice, "As it was asked for."),
        Member(
            "source", \.source, .choice,
            "In which form it was saved. unknown: in one that is not understood. none: nothing was saved."),
        Member(
            optional: "times", \.times, .choice,
            "Of vtt and srt: whether all times are those of the transcript, or some are estimated."),
        Member(optional: "turns", \.turns, .list(Form<Turn>.turn), "With the format turns."),
        Member(optional: "text", \.text, .string, "With any other format: the text."),
        Member(
            optional: "transcription", \.transcription, .json,
            "With the source unknown: the transcription, as it was saved."))
}

extension Form {
    /// An array.
    fileprivate static func list<Element: Sendable>(_ form: Form<Element>) -> Form where Value == [Element] {
        Form(.array(form.schema)) { elements, writer in
            writer.beginArray()
            for element in elements { form.write(element, &writer) }
            writer.endArray()
        }
    }
}

extension Form<[Turn]> {
    /// An array of turns, each with its index.
    fileprivate static func list(_ form: Form<(index: Int, turn: Turn)>) -> Form {
        Form(.array(form.schema)) { turns, writer in
            writer.beginArray()
            for (index, turn) in turns.enumerated() { form.write((index, turn), &writer) }
            writer.endArray()
        }
    }
}

extension Form<Turn> {
    fileprivate static let turn = Form<(index: Int, turn: Turn)>.record(
        "Turn",
        .init("index", { $0.index }, .integer, "Its place, counted from 0."),
        .init(optional: "speaker", { $0.turn.speaker }, .choice, "Left out where the transcript does not tell."),
        .init(optional: "name", { $0.turn.name }, .string, "What the transcript calls a speaker of no known role."),
        .init("text", { $0.turn.text }, .string, "What was said."),
        .init(
            optional: "start", { $0.turn.start }, .number,
            "In seconds from the start of the conversation; left out where the transcript does not tell."),
        .init(optional: "end", { $0.turn.end }, .number, "Likewise."))
}

// MARK: - Feedback

extension Form<FeedbackSummary> {
    static let feedbackSummary = Form.record(
        "FeedbackSummary",
        Member(optional: "score", \.score, .number, "On the scale on which it was given."),
        Member(optional: "summary", \.summary, .string, "In a few sentences."),
        Member("strengths", \.strengths, .list(.string), "What went well."),
        Member("improvements", \.improvements, .list(.string), "What to work on."),
        Member("categories", \.categories, .list(category), "What was judged by itself."))

    private static let category = Form<FeedbackSummary.Category>.record(
        "FeedbackCategory",
        .init("name", \.name, .string, "What was judged."),
        .init(optional: "score", \.score, .number, "On the scale on which it was given."))
}

// MARK: - Metrics

extension Form<InterviewMetrics> {
    /// `{metrics: …}`
    static let metrics = Form.record(nil, Member("metrics", whole: whole, "How the candidate talked."))

    private static let whole = Form.record(
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
            "The candidate's share, 0 to 1, of the time in which one of the two talks.", title: "NumberFigure"),
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

    private static let leftOut = Form<LeftOut>.record(
        "LeftOutMetric",
        .init("metric", \.metric, .string, "Which one."),
        .init("reason", \.reason, .choice, "Why it cannot be known."))

    private static func figure<Figure>(
        _ name: String, _ get: @escaping @Sendable (SpeechMetrics) -> Finding<Figure>, _ form: Form<Figure>,
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
            Form<(Figure, Basis)>.record(
                title,
                .init("value", { $0.0 }, form, "The figure."),
                .init("basis", { $0.1 }, .choice, "Whether it was counted or measured, or is estimated.")),
            sentence)
    }
}

extension Form<FillerWords> {
    fileprivate static let fillerWords = Form.record(
        "FillerWords",
        Member("total", \.total, .integer, "How many."),
        Member("phrases", \.phrases, .list(phrase), "Which, the most frequent first."))

    private static let phrase = Form<FillerCount>.record(
        "FillerCount",
        .init("phrase", \.phrase, .string, "In small letters."),
        .init("count", \.count, .integer, "How often."))
}

// MARK: - Search

extension Form<SearchPage> {
    /// `{hits: […], nextCursor?}`
    static let searchPage = Form.record(
        nil,
        Member("hits", \.hits, .list(hit), "The newest interviews first; of one, its context before its turns."),
        Member(
            optional: "nextCursor", \.nextCursor, .string,
            "Leads to the next page; missing on the last. A page may have no hits and lead on."))

    private static let hit = Form<SearchHit>.record(
        "SearchHit",
        .init("interviewId", \.interviewId, .string, "In which interview."),
        .init("startedAt", { $0.startedAt }, .instant, "When that was created."),
        .init(optional: "turn", \.turn, .integer, "In which turn, by its index; left out for the context."),
        .init(optional: "speaker", \.speaker, .choice, "Who said it, if that is known."),
        .init(optional: "name", \.name, .string, "What the transcript calls a speaker of no known role."),
        .init(optional: "start", \.start, .number, "When, in seconds from the start, if that is known."),
        .init("window", \.window, .list(part), "The text around the first match, in parts that follow each other."))

    private static let part = Form<WindowPart>.record(
        "WindowPart",
        .init("text", \.text, .string, "The text; … where the window cuts it off."),
        .init("isMatch", \.isMatch, .boolean, "Whether this is what was looked for."))
}

// MARK: - Progress

extension Form<Progress> {
    /// `{progress: …}`
    static let progress = Form.record(nil, Member("progress", whole: whole, "How the caller gets on."))

    private static let whole = Form.record(
        "Progress",
        Member("timeZone", \.timeZone, .string, "Where weeks begin."),
        Member("interviews", \.interviews, .integer, "How many interviews were looked at."),
        Member("scoredInterviews", \.scoredInterviews, .integer, "How many of them have a score."),
        Member("bestScore", \.bestScore, .nullable(.number), "`null` where there is none."),
        Member("averageScore", \.averageScore, .nullable(.number), "`null` where there is none."),
        Member("scores", \.scores, .list(score), "Scored interviews, oldest first; the newest \(Limits.scores)."),
        Member("weeks", \.weeks, .list(week), "Weeks in which interviews were created, oldest first."),
        Member("technologies", \.technologies, .list(technology), "Those of most interviews first."),
        Member(
            "recurringStrengths", { $0.strengths.filter { $0.interviews > 1 } }, .list(point),
            "What feedback praises in more than one interview, most often first."),
        Member(
            "recurringWeakPoints", { $0.weakPoints.filter { $0.interviews > 1 } }, .list(point),
            "What feedback asks to work on in more than one interview, most often first."))

    private static let score = Form<Progress.Score>.record(
        "ProgressScore",
        .init("interviewId", \.interviewId, .string, "Which interview."),
        .init("startedAt", { $0.startedAt }, .instant, "When it was created."),
        .init("score", \.score, .number, "0 to 100."),
        .init(
            optional: "rollingAverage", \.rollingAverage, .number,
            "Over this one and the four scored before it; left out where there are not as many."))

    private static let week = Form<Progress.Week>.record(
        "ProgressWeek",
        .init("monday", \.monday, .date, "Its first day."),
        .init("interviews", \.interviews, .integer, "How many."),
        .init(
            optional: "totalDuration", \.totalDuration, .number,
            "The sum of the `actualDuration` that are known, in seconds; left out where none is."))

    private static let technology = Form<Progress.Technology>.record(
        "ProgressTechnology",
        .init("technology", \.technology, .string, "As the newest interview spells it."),
        .init("interviews", \.interviews, .integer, "How many have it."),
        .init("scoredInterviews", \.scoredInterviews, .integer, "How many of them have a score."),
        .init("averageScore", \.averageScore, .nullable(.number), "`null` where none has."))

    private static let point = Form<Progress.Point>.record(
        "RecurringPoint",
        .init("point", \.point, .string, "As the newest of them words it."),
        .init("interviews", \.interviews, .integer, "In how many interviews."))
}
