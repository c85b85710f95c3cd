// Events for the log. No event contains a user, an interview, a token, or content.

internal import JSON
internal import JSONRPC

/// An event to be logged.
public enum ServiceEvent: Sendable, Equatable {
    /// A request has ended.
    case request(RequestRecord)

    /// A transaction is on disk; `requests` is the number of requests that shared it.
    case committed(requests: Int, duration: Duration)

    /// The answer contains `reference`; only the log contains the cause.
    case internalError(reference: String, cause: String)

    /// The disk failed while storing; the program ends.
    case outcomeUnknown(cause: String)

    /// A webhook was not accepted, which may be an attempt to forge one.
    case webhookRejected(vendor: String, reason: String)

    /// A model did not answer, or not in the form that was asked for.
    case modelFailed(reason: String, httpStatus: Int?, curlStatus: Int?)

    /// Responses arrived together, although the program sends no requests; the value is their number.
    case responsesIgnored(Int)
}

public typealias LogSink = @Sendable (ServiceEvent) -> Void

/// Which requests are logged.
public enum Detail: Sendable {
    case everyRequest

    /// Those that were slow, and those whose session was refused.
    case notableRequests
}

/// A request and its outcome.
public struct RequestRecord: Sendable, Equatable {
    public enum ID: Sendable, Equatable {
        case integer(Int)

        /// The beginning of any other id.
        case text(String)
    }

    /// Nil if there is no such method.
    public let method: String?

    /// Nil for a notification.
    public let id: ID?

    /// `ok`, or the kind of the error.
    public let outcome: String

    /// Why the session was refused; nil if it was not.
    public let refusedSession: String?

    /// The time of its execution, without the commit that it shares with others.
    public let duration: Duration

    /// The number of elements of the batch; nil outside a batch.
    public let batchSize: Int?

    /// Whether it is a notification that is ignored although its method exists.
    public let isIgnoredNotification: Bool

    public var isSlow: Bool { duration >= .slow }
}

extension Duration {
    /// The duration from which a request or a commit is slow.
    public static let slow = Duration.milliseconds(500)
}

extension RequestRecord.ID {
    /// The greatest number of Unicode scalars of an id that are kept.
    private static let length = 64

    init?(_ id: RequestID) {
        switch id {
        case .absent, .omitted: return nil
        case .null: self = .text("null")
        case .value(let slice):
            if let integer = slice.integer {
                self = .integer(integer)
            } else {
                let text = (slice.string ?? String(decoding: slice.bytes, as: UTF8.self)).unicodeScalars
                self = .text(String(text.prefix(Self.length)) + (text.count > Self.length ? "…" : ""))
            }
        }
    }
}
