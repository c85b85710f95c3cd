// How progress is written, and described.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<Progress> {
    /// `{progress: …}`
    static let progress = ResultType.record(nil, Member("progress", whole: whole, "How the caller gets on."))

    private static let whole = ResultType.record(
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

    private static let score = ResultType<Progress.Score>.record(
        "ProgressScore",
        .init("interviewId", \.interviewId, .string, "Which interview."),
        .init("startedAt", { $0.startedAt }, .instant, "When it was created."),
        .init("score", \.score, .number, "0 to 100."),
        .init(
            optional: "rollingAverage", \.rollingAverage, .number,
            "Over this one and the four scored before it; left out where there are not as many."))

    private static let week = ResultType<Progress.Week>.record(
        "ProgressWeek",
        .init("monday", \.monday, .date, "Its first day."),
        .init("interviews", \.interviews, .integer, "How many."),
        .init(
            optional: "totalDuration", \.totalDuration, .number,
            "The sum of the `actualDuration` that are known, in seconds; left out where none is."))

    private static let technology = ResultType<Progress.Technology>.record(
        "ProgressTechnology",
        .init("technology", \.technology, .string, "As the newest interview spells it."),
        .init("interviews", \.interviews, .integer, "How many have it."),
        .init("scoredInterviews", \.scoredInterviews, .integer, "How many of them have a score."),
        .init("averageScore", \.averageScore, .nullable(.number), "`null` where none has."))

    private static let point = ResultType<Progress.Point>.record(
        "RecurringPoint",
        .init("point", \.point, .string, "As the newest of them words it."),
        .init("interviews", \.interviews, .integer, "In how many interviews."))
}
