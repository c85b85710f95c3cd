// The result type of feedback summaries.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<FeedbackSummary> {
    static let feedbackSummary = ResultType.record(
        "FeedbackSummary",
        Member(
            optional: "score", \.score, .number,
            "On the scale on which it was given; a fraction is converted to a percentage."),
        Member(optional: "summary", \.summary, .string, "The overall assessment."),
        Member("strengths", { $0.strengths.map(\.text) }, .list(.string), "What went well."),
        Member("improvements", { $0.improvements.map(\.text) }, .list(.string), "What to improve."),
        Member(
            optional: "recommendations", { $0.recommendations.isEmpty ? nil : $0.recommendations }, .list(.string),
            "Recommendations in addition to `improvements`; omitted if there are none."),
        Member("categories", \.categories, .list(category), "Aspects that were assessed separately."))

    private static let category = ResultType<FeedbackSummary.Category>.record(
        "FeedbackCategory",
        .init("name", \.name, .string, "The aspect that was assessed."),
        .init(
            optional: "score", \.score, .number,
            "On the scale on which it was given; a fraction is converted to a percentage."))
}
