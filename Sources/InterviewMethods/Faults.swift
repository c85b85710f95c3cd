// The kinds of errors of interviews, and the faults for refusals of the domain.

internal import Interviews
internal import JSONRPC
internal import AccessTokens
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

    static let notConfigured = FaultKind(
        501, "notConfigured", "The process was started without what the method needs.",
        .init("what", .choice(["webhookSecrets"]), "What is missing."))

    static let outcomeUnknown = FaultKind(
        500, "outcomeUnknown", "A write failed, or the database was moved: the data may be stored or not.")

    static let unavailable = FaultKind(
        503, "unavailable", "Another process holds the database, too many reviews wait, or the program ends.",
        .retryable)

    static let storageFull = FaultKind(507, "storageFull", "There is no space left; nothing was stored.", .retryable)

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
        case .foreignCursor:
            self = .invalidParams([
                Problem(path: "/cursor", reason: "must be a `nextCursor` that this list returned with the same filters")
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
