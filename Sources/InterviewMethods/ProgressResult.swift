// The result type of progress.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<ProgressPage> {
    /// `{progress: …, nextCursor?}`
    static let progress = ResultType.record(
        nil,
        Member("progress", \.progress, ResultType<Progress>.whole, "The caller's progress."),
        Member(
            optional: "nextCursor", \.nextCursor, .string,
            "The cursor of the older interviews that are not covered; omitted if all are."))
}

extension ResultType<Progress> {
    fileprivate static let whole = ResultType.record(
        "Progress",
        Member("timeZone", \.timeZone, .string, "The time zone of weeks."),
        Member("interviews", \.interviews, .integer, "The number of interviews covered."),
        Member("scoredInterviews", \.scoredInterviews, .integer, "The number of these with a score."),
        Member("bestScore", \.bestScore, .nullable(.number), "The highest score; `null` if there is none."),
        Member(
            "averageScore", \.averageScore, .nullable(.number), "The average score; `null` if there is none."),
        Member("scores", \.scores, .list(score), "Scored interviews, oldest first; the newest \(Limits.scores)."),
        Member("weeks", \.weeks, .list(week), "Weeks in which interviews were created, oldest first."),
        Member(
            "technologies", \.technologies, .list(technology),
            "Technologies, by descending number of interviews; at most \(Limits.progressTechnologies)."),
        Member(
            "recurringStrengths", { $0.strengths.filter { $0.interviews > 1 } }, .list(point),
            "Strengths in the feedback of more than one interview, most frequent first."),
        Member(
            "recurringWeakPoints", { $0.weakPoints.filter { $0.interviews > 1 } }, .list(point),
            "Points to improve in the feedback of more than one interview, most frequent first."))

    private static let score = ResultType<Progress.Score>.record(
        "ProgressScore",
        .init("interviewId", \.interviewId, .string, "The id of the interview."),
        .init("startedAt", { $0.startedAt }, .instant, "Its creation time."),
        .init("score", \.score, .number, "Its score, 0 to 100."),
        .init(
            optional: "rollingAverage", \.rollingAverage, .number,
            "The average of this score and the four before it; omitted if there are fewer."))

    private static let week = ResultType<Progress.Week>.record(
        "ProgressWeek",
        .init("monday", \.monday, .date, "The first day of the week."),
        .init("interviews", \.interviews, .integer, "The number of interviews created in it."),
        .init(
            optional: "totalDuration", \.totalDuration, .number,
            "The sum of the known `actualDuration`, in seconds; omitted if none is known."))

    private static let technology = ResultType<Progress.Technology>.record(
        "ProgressTechnology",
        .init("technology", \.technology, .string, "The name, as the newest interview spells it."),
        .init("interviews", \.interviews, .integer, "The number of interviews with it."),
        .init("scoredInterviews", \.scoredInterviews, .integer, "The number of these with a score."),
        .init(
            "averageScore", \.averageScore, .nullable(.number), "The average of their scores; `null` if there are none."
        ))

    private static let point = ResultType<Progress.Point>.record(
        "RecurringPoint",
        .init("point", \.point, .string, "The point, in the words of the newest feedback."),
        .init("interviews", \.interviews, .integer, "The number of interviews with it."))
}
