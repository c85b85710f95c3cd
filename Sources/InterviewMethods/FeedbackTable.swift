// The methods that store feedback.

internal import Interviews
internal import JSONRPC

extension InterviewTable {
    var saveVoiceInterviewFeedback: Method<Transaction> {
        method(
            .saveVoiceInterviewFeedback, title: "Save feedback",
            """
            Saves feedback, in place of an earlier one, and a score, after a review of an interview in any status. Nothing else \
            changes.
            """,
            Self.ofInterview,
            Parameter(
                "feedback", .anyForm, "An assessment in any format, at most \(Limits.feedbackBytes) bytes."),
            Parameter(
                optional: "score", .number(Limits.score), "From 0 to 100; if omitted, the old one is kept."),
            result: .interview, effect: .replaces, refusals: [.notFound, .tooLarge], example: .saveFeedback
        ) { interviews, id, feedback, score throws(Refusal) in
            try interviews.saveFeedback(id, feedback, score: score)
        }
    }
}
