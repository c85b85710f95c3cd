// The methods that store feedback.

internal import ChatCompletions
internal import Interviews
internal import JSON
internal import JSONRPC
internal import Reviews

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
                "feedback", .anyJSON, "An assessment in any format, at most \(Limits.feedbackBytes) bytes."),
            Parameter(
                optional: "score", .number(Limits.score), "From 0 to 100; if omitted, the old one is kept."),
            result: .interview, effect: .replaces, refusals: [.notFound, .tooLarge, .quotaExceeded],
            example: .saveFeedback
        ) { interviews, id, feedback, score throws(Refusal) in
            try interviews.saveFeedback(id, feedback, score: score)
        }
    }

    var generateVoiceInterviewFeedback: Method<Transaction> {
        Method(
            deferred: MethodName.generateVoiceInterviewFeedback.rawValue, title: "Generate feedback",
            """
            Lets a language model review what was said in an interview that has ended, and saves its feedback and score in place \
            of earlier ones. It takes seconds to minutes. To save your own review, use saveVoiceInterviewFeedback.
            """,
            caller: sessions.callerParameter,
            Self.ofInterview,
            Parameter(
                optional: "language", .language,
                "The language of the feedback, a BCP 47 tag; if omitted, that of the candidate."),
            result: .savedReview, effect: .replaces, audience: reviewer == nil ? .programs : .everyone,
            refusals: [
                .notFound, .changedMeanwhile, .nothingToReview, .notConfigured, .modelFailed, .quotaExceeded,
            ],
            example: MethodExample.generateFeedback.with(session: sessions.example)
        ) { transaction, caller, id, language throws(Fault) in
            guard let reviewer else { throw .noModel }
            let assignment = try reporting { () throws(ReviewFailure) in
                try reviewer.begin(id, in: language, of: UserInterviews(of: caller.user, in: transaction))
            }
            return { cancellation throws(Fault) in
                let interruption = Interruption()
                cancellation.onCancel { interruption.interrupt() }
                return try reporting { () throws(ReviewFailure) in try reviewer.review(assignment, interruption) }
            }
        } finish: { transaction, caller, written throws(Fault) in
            guard let reviewer else { throw .noModel }
            return try reporting { () throws(ReviewFailure) in
                try reviewer.finish(written, of: UserInterviews(of: caller.user, in: transaction, quotas))
            }
        }
    }

    private func reporting<Value>(_ body: () throws(ReviewFailure) -> Value) throws(Fault) -> Value {
        do throws(ReviewFailure) { return try body() } catch {
            if case .modelFailed(let failure) = error {
                log(
                    .modelFailed(
                        reason: failure.reason.rawValue, httpStatus: failure.httpStatus,
                        curlStatus: failure.curlStatus))
            }
            throw Fault(error, log)
        }
    }
}

extension Fault {
    fileprivate static let noModel = Fault(
        .notConfigured, "This process has no model; start it with --model-url and --model.", [("what", .text("model"))])
}

extension ParameterType<LanguageTag> {
    static let language = ParameterType(
        "a BCP 47 language tag, such as fr or pt-BR", .string(length: 1...LanguageTag.longest)
    ) { slice in
        slice.string.flatMap(LanguageTag.init)
    }
}
