// The kinds of errors of interviews, and the faults for refusals of the domain.

internal import Interviews
internal import JSONRPC
internal import AccessTokens
internal import ChatCompletions
internal import Reviews
internal import Webhooks

extension FaultKind {
    static let internalError = FaultKind(
        -32603, "internalError", "An internal error.",
        .init("reference", .string(), "The reference of the line in the log."))

    static let unauthenticated = FaultKind(
        401, "unauthenticated", "The caller is not authenticated.",
        .init("reason", .choice(SessionRefusal.reasons), "Why the session is not accepted."))

    static let forbidden = FaultKind(403, "forbidden", "`session` names a user other than the pinned one.")

    static let notFound = FaultKind(404, "notFound", "The caller has no such interview.")

    static let invalidTransition = FaultKind(
        409, "invalidTransition", "The status of the interview cannot change to the requested one.",
        .init("from", .choice(InterviewStatus.names), "The current status."),
        .init("to", .choice(InterviewStatus.names), "The requested status."),
        .init("allowed", .array(.choice(InterviewStatus.names)), "The other statuses to which it can change."))

    static let webhookRejected = FaultKind(
        401, "webhookRejected", "The signature of a webhook is not accepted.",
        .init("reason", .choice(WebhookRejection.allCases.map(\.rawValue)), "Why it is not accepted."))

    static let changedMeanwhile = FaultKind(
        409, "changedMeanwhile",
        "What was said, or the feedback, changed while the model read it; nothing was stored.")

    static let nothingToReview = FaultKind(
        422, "nothingToReview", "The interview cannot be reviewed.",
        .init("reason", .choice(NothingToReview.Reason.allCases.map(\.rawValue)), "Why it cannot be reviewed."),
        .init("words", .integer(), isRequired: false, "The number of the candidate's words, if they are too few."))

    static let notConfigured = FaultKind(
        501, "notConfigured", "The process was started without what the method needs.",
        .init("what", .choice(["webhookSecrets", "model"]), "What is missing."))

    static let modelFailed = FaultKind(
        502, "modelFailed", "The model did not answer, or not in the form that was asked for; nothing was stored.",
        .init("reason", .choice(ModelFailure.Reason.allCases.map(\.rawValue)), "Why there is no answer."),
        .init("httpStatus", .integer(), isRequired: false, "The HTTP status of its server, if there was one."),
        .init("retryable", .boolean, "Whether the same call can succeed later."))

    static let outcomeUnknown = FaultKind(
        500, "outcomeUnknown", "A write failed, or the database was moved: the data may be stored or not.")

    static let unavailable = FaultKind(
        503, "unavailable", "Another process holds the database, too many reviews wait, or the program ends.",
        .retryable)

    static let storageFull = FaultKind(507, "storageFull", "There is no space left; nothing was stored.", .retryable)

    static let quotaExceeded = FaultKind(
        507, "quotaExceeded", "The user may not store so much; nothing was stored.",
        .init("quota", .choice(Quotas.Kind.allCases.map(\.rawValue)), "What is limited."),
        .init("limit", .integer(), "The limit: a number of interviews, or of bytes."))

    /// The errors that every method can return, because all use the store.
    static let ofEveryMethod = [internalError, outcomeUnknown, unavailable, storageFull]
}

extension JSONSchema.Property {
    fileprivate static let retryable = JSONSchema.Property("retryable", .boolean, "Always `true`.")
}

extension InterviewStatus {
    fileprivate static let names = allCases.map(\.rawValue)
}

extension Fault {
    static let tooManyDeferred = Fault(
        .unavailable, "Too many calls of this method wait; try again later.", [("retryable", .flag(true))])

    static let programEnds = Fault(
        .unavailable, "The program ends before this call was carried out.", [("retryable", .flag(true))])

    init(_ refusal: Refusal, _ log: LogSink) {
        switch refusal {
        case .notFound:
            self.init(.notFound, "The caller has no interview with this id.")
        case .invalidTransition(let from, let to):
            let moves = from.moves.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
            self.init(
                .invalidTransition,
                moves.isEmpty
                    ? "The status cannot change from \"\(from.rawValue)\" to \"\(to.rawValue)\": the interview has ended."
                    : "The status can change from \"\(from.rawValue)\" to \(moves), not to \"\(to.rawValue)\".",
                [
                    ("from", .text(from.rawValue)), ("to", .text(to.rawValue)),
                    ("allowed", .texts(from.moves.map(\.rawValue))),
                ])
        case .tooLarge(let name, let limit):
            self.init(
                .tooLarge, "`\(name)` may have at most \(limit) bytes of JSON.", [("limit", .integer(limit))])
        case .changedMeanwhile:
            self.init(
                .changedMeanwhile,
                "What was said in the interview, or its feedback, changed while the model read it; call again.")
        case .quotaExceeded(let quota, let limit):
            self.init(
                .quotaExceeded, "A user may have at most \(limit) \(quota.unit).",
                [("quota", .text(quota.rawValue)), ("limit", .integer(limit))])
        case .foreignCursor:
            self = .invalidParams([
                Problem(
                    path: "/cursor", reason: "must be a `nextCursor` that this method returned with the same filters")
            ])
        case .foreignSearchCursor:
            self = .invalidParams([
                Problem(path: "/cursor", reason: "must be a `nextCursor` that this search returned with the same query")
            ])
        case .noWords:
            self = .invalidParams([Problem(path: "/query", reason: "must contain a letter or a digit")])
        case .failed(let failure):
            self.init(failure, log)
        case .abandoned:
            // Never sent: if the transaction is rolled back, its answers are discarded.
            self.init(.internalError, "The transaction was rolled back.")
        }
    }

    init(_ failure: StoreFailure, _ log: LogSink) {
        switch failure {
        case .busy:
            self.init(
                .unavailable, "Another process holds the database; try again later.",
                [("retryable", .flag(true))])
        case .full:
            self.init(
                .storageFull, "There is no space left; nothing was stored.", [("retryable", .flag(true))])
        case .outcomeUnknown(let error):
            log(.outcomeUnknown(cause: error.description))
            self.init(
                .outcomeUnknown, "The disk failed while storing: the data may be stored or not.")
        case .filesLost:
            self.init(
                .outcomeUnknown, "The database was moved, replaced, emptied or deleted: the data may be lost.")
        case .damaged: self.init(cause: "a stored row is damaged", log)
        case .other(let error): self.init(cause: error.description, log)
        }
    }

    /// An internal error whose cause is logged under a reference.
    private init(cause: String, _ log: LogSink) {
        let reference = String(UInt64.random(in: 0...(.max)), radix: 16)
        log(.internalError(reference: reference, cause: cause))
        self.init(
            .internalError, "An internal error occurred; the log has its cause under this reference.",
            [("reference", .text(reference))])
    }

    init(_ failure: ReviewFailure, _ log: LogSink) {
        switch failure {
        case .refused(let refusal): self.init(refusal, log)
        case .nothingToReview(let reason):
            let words = reason.words.map { [(name: "words", value: Detail.integer($0))] } ?? []
            self.init(.nothingToReview, reason.sentence, [("reason", .text(reason.reason.rawValue))] + words)
        case .modelFailed(let failure):
            let status = failure.httpStatus.map { [(name: "httpStatus", value: Detail.integer($0))] } ?? []
            self.init(
                .modelFailed, failure.sentence,
                [("reason", .text(failure.reason.rawValue))] + status + [("retryable", .flag(failure.isRetryable))])
        case .cancelled: self = .requestCancelled
        }
    }

    /// - Parameter form: a description of the session that this process accepts.
    init(_ refusal: SessionRefusal, form: String) {
        switch refusal {
        case .missing: self.init(reason: "missing", "`session` is missing and must say who is calling: \(form).")
        case .malformed(let sentence): self.init(reason: "malformed", "\(sentence) Write it as \(form).")
        case .token(let refusal): self.init(reason: refusal.reason.rawValue, refusal.sentence)
        case .forbidden: self.init(.forbidden, "This process serves only one user, and `session` names another.")
        }
    }

    private init(reason: String, _ sentence: String) {
        self.init(.unauthenticated, sentence, [("reason", .text(reason))])
    }
}

extension ReviewFailure {
    /// A sentence for people.
    /// - Parameter log: gets the cause of an internal error.
    public func sentence(_ log: LogSink) -> String { Fault(self, log).message }
}

extension NothingToReview {
    fileprivate var sentence: String {
        switch self {
        case .notEnded: "The interview has not ended; complete it first."
        case .noTranscript: "The interview has no transcript, so there is nothing to review."
        case .unknownForm: "The format of the transcription is unknown, so it cannot be reviewed."
        case .unknownSpeakers: "The transcript does not say who speaks, so it cannot be reviewed."
        case .tooLittleSaid(let words): "The candidate said \(words) words, too few to be reviewed."
        }
    }
}

extension ModelFailure {
    /// With the HTTP status, if that is the reason.
    fileprivate var sentence: String {
        guard let httpStatus, !(200..<300 ~= httpStatus) else { return reason.sentence + "." }
        return "\(reason.sentence) (HTTP status \(httpStatus))."
    }
}

extension ModelFailure.Reason {
    fileprivate var sentence: String {
        switch self {
        case .unreachable: "The model cannot be reached, or its answer was cut off"
        case .refused: "The model's server refused the request"
        case .overloaded: "The model's server is overloaded, or failed; try again later"
        case .timeout: "The model did not answer in time"
        case .tooLong: "More was said than the model can read at once"
        case .badAnswer: "The model's answer is not a review"
        }
    }
}

extension Quotas.Kind {
    fileprivate var unit: String {
        switch self {
        case .interviews: "interviews"
        case .bytes: "bytes of interviews"
        }
    }
}
