// The result type of `generateVoiceInterviewFeedback`.

internal import Interviews
internal import JSON
internal import JSONRPC
internal import Reviews

extension ResultType<Reviewer.SavedReview> {
    static let savedReview = ResultType.record(
        nil,
        Member("voiceInterview", \.interview, ResultType<Interview>.summary, "The interview as it is now."),
        Member("feedback", \.feedback, .generatedFeedback, "The feedback as it is stored."))
}

extension ResultType<[UInt8]> {
    /// A JSON text of `Review.feedback(model:language:generatedAt:)`.
    fileprivate static let generatedFeedback = ResultType(.generatedFeedback) { $1.lineSafe($0.span) }
}

extension JSONSchema {
    fileprivate static let generatedFeedback = JSONSchema.object(
        title: "GeneratedFeedback",
        [
            .init("score", .integer(0...100), "The rounded mean of the scores of the categories."),
            .init("summary", .string(), "The overall assessment."),
            .init("categories", .array(category), "The scores of the categories, always all five."),
            .init("strengths", .array(point), "What went well, at most 5."),
            .init("improvements", .array(improvement), "What to improve, at most 5."),
            .init("questions", .array(question), "How the questions of the interviewer were answered."),
            .init(
                "unverifiedQuotes", .integer(),
                "How many quotes were dropped: not found in what the candidate said, or too short."),
            .init("model", model, "Who wrote it."),
        ])

    private static let category = JSONSchema.object(
        title: "GeneratedCategory",
        [
            .init("name", .choice(ReviewCategory.allCases.map(\.rawValue)), "What is scored."),
            .init("score", .number(0...100), "From 0 to 100."),
            .init("comment", .string(), "What the score rests on."),
        ])

    private static let quoteProperty = Property(
        "quote", quote, isRequired: false, "What the candidate said; omitted if nothing was quoted, or nobody said it.")

    private static let point = JSONSchema.object(
        title: "GeneratedStrength", [.init("point", .string(), "What went well."), quoteProperty])

    private static let improvement = JSONSchema.object(
        title: "GeneratedImprovement",
        [
            .init("point", .string(), "What to improve."),
            .init("advice", .string(), isRequired: false, "What to do next time."),
            quoteProperty,
        ])

    private static let quote = JSONSchema.object(
        title: "Quote",
        [
            .init("turn", .integer(), "The position of a turn of the candidate, from 0."),
            .init("text", .string(), "Verbatim, as it stands in the transcript."),
        ])

    private static let question = JSONSchema.object(
        title: "GeneratedQuestion",
        [
            .init("turn", .integer(), "The position of the interviewer's turn that asks it, from 0."),
            .init("question", .string(), "The question."),
            .init("verdict", .choice(Verdict.allCases.map(\.rawValue)), "Whether it was answered."),
            .init("comment", .string(), "What was missing."),
        ])

    private static let model = JSONSchema.object(
        title: "GeneratingModel",
        [
            .init("name", .string(), "The name of the model."),
            .init("rubric", .string(), "The version of the rubric."),
            .init("language", .string(), isRequired: false, "The language that was asked for."),
            .init("generatedAt", .string(format: "date-time"), "When it was stored."),
        ])
}
