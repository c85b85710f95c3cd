// What a log may be told: nothing here holds a user, an interview, a token, or anything that was said.

internal import JSON
internal import JSONRPC

/// Something for the log.
public enum ServiceEvent: Sendable, Equatable {
    /// A request was answered, or a notification carried out.
    case request(RequestRecord)

    /// What so many requests wrote together is on disk.
    case committed(requests: Int, duration: Duration)

    /// The caller was given `reference`; the cause is for the log alone.
    case internalError(reference: String, cause: String)

    /// The disk failed while storing; the program must end.
    case outcomeUnknown(cause: String)

    /// Somebody has answered a request that was never made.
    case strayResponses(Int)
}

public typealias LogSink = @Sendable (ServiceEvent) -> Void

/// Which requests are told of.
public enum Detail: Sendable {
    case everyRequest

    /// Those that took long, and those whose session was refused.
    case notableRequests
}

/// What became of one request.
public struct RequestRecord: Sendable, Equatable {
    public enum ID: Sendable, Equatable {
        case integer(Int)

        /// The beginning of any other id.
        case text(String)
    }

    /// Nil where none of ours was called.
    public let method: String?

    /// Nil for a notification.
    public let id: ID?

    /// `ok`, or the kind of the fault.
    public let outcome: String

    /// Why the session was refused; nil where it was not.
    public let refusedSession: String?

    /// How long it took to carry out, without the commit that it shares with others.
    public let duration: Duration

    /// How many elements the batch had; nil for a request by itself.
    public let batchSize: Int?

    public var isSlow: Bool { duration >= .slow }
}

extension Duration {
    /// What takes so long deserves a notice.
    public static let slow = Duration.milliseconds(500)
}

extension RequestRecord.ID {
    /// How much of an id is kept, in Unicode scalars.
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
