// How feedback in one form is written, and described.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<FeedbackSummary> {
    static let feedbackSummary = ResultType.record(
        "FeedbackSummary",
        Member(optional: "score", \.score, .number, "On the scale on which it was given; a fraction as a percentage."),
        Member(optional: "summary", \.summary, .string, "In a few sentences."),
        Member("strengths", \.strengths, .list(.string), "What went well."),
        Member("improvements", \.improvements, .list(.string), "What to work on."),
        Member(
            optional: "recommendations", { $0.recommendations.isEmpty ? nil : $0.recommendations }, .list(.string),
            "What is recommended beside `improvements`; left out where there is nothing."),
        Member("categories", \.categories, .list(category), "What was judged by itself."))

    private static let category = ResultType<FeedbackSummary.Category>.record(
        "FeedbackCategory",
        .init("name", \.name, .string, "What was judged."),
        .init(optional: "score", \.score, .number, "On the scale on which it was given; a fraction as a percentage."))
}
