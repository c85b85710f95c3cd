// Every way in which the domain says no, as the fault that the caller gets.

internal import Interviews
internal import JSONRPC

/// Something for the log. It names no user, no interview, and nothing that was said.
public enum Incident: Sendable, Equatable {
    /// The caller was given `reference`; the cause is for the log alone.
    case internalError(reference: String, cause: String)

    /// The disk failed while storing; the program must end.
    case outcomeUnknown(cause: String)

    /// Somebody has answered a request that was never made.
    case strayResponses(Int)
}

public typealias Report = @Sendable (Incident) -> Void

extension Fault {
    init(_ refusal: Refusal, _ report: Report) {
        switch refusal {
        case .notFound:
            self.init(code: 404, kind: "notFound", message: "The caller has no interview with this id.")
        case .invalidTransition(let from, let to):
            let moves = from.moves.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
            self.init(
                code: 409, kind: "invalidTransition",
                message: moves.isEmpty
                    ? "An interview that is \"\(from.rawValue)\" cannot become \"\(to.rawValue)\": it has ended."
                    : "An interview that is \"\(from.rawValue)\" can become \(moves), not \"\(to.rawValue)\".",
                details: [
                    ("from", .text(from.rawValue)), ("to", .text(to.rawValue)),
                    ("allowed", .texts(from.moves.map(\.rawValue))),
                ])
        case .tooLarge(let limit):
            self.init(
                code: 413, kind: "tooLarge", message: "This value may have at most \(limit) bytes of JSON.",
                details: [("limit", .integer(limit))])
        case .foreignCursor:
            self = .invalidParams([
                Problem(path: "/cursor", reason: "must be a cursor that this list has given, with the same filters")
            ])
        case .failed(let failure):
            self.init(failure, report)
        case .abandoned:
            // Never sent: what the access has answered is taken back.
            self.init(code: -32603, kind: "internalError", message: "This was taken back.")
        }
    }

    init(_ failure: StoreFailure, _ report: Report) {
        switch failure {
        case .busy:
            self.init(
                code: 503, kind: "unavailable",
                message: "Another process has held the database for too long; try again.",
                details: [("retryable", .flag(true))])
        case .full:
            self.init(
                code: 507, kind: "storageFull", message: "There is no space left; nothing was stored.",
                details: [("retryable", .flag(true))])
        case .outcomeUnknown(let resultCode):
            report(.outcomeUnknown(cause: "SQLite result code \(resultCode)"))
            self.init(
                code: 500, kind: "outcomeUnknown",
                message: "The disk failed while storing: what was to be stored may be there or not.")
        case .other(let resultCode):
            let reference = String(UInt64.random(in: 0...(.max)), radix: 16)
            report(.internalError(reference: reference, cause: "SQLite result code \(resultCode)"))
            self.init(
                code: -32603, kind: "internalError",
                message: "Something went wrong inside; the log says what, under this reference.",
                details: [("reference", .text(reference))])
        }
    }

    init(_ refusal: SessionRefusal) {
        switch refusal {
        case .missing:
            self.init(
                code: 401, kind: "unauthenticated", message: "`session` is missing and must say who is calling.",
                details: [("reason", .text("missing"))])
        case .malformed(let sentence):
            self.init(
                code: 401, kind: "unauthenticated", message: sentence, details: [("reason", .text("malformed"))])
        case .forbidden:
            self.init(
                code: 403, kind: "forbidden", message: "This process serves one user, and `session` names another.")
        }
    }
}
