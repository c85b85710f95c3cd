// Cancellation of requests that wait: the content of the notification, and how ids are compared.

public import JSON

/// The content of a notification that cancels the requests with an id: `$/cancelRequest` (Language Server Protocol
/// 3.17, cancellation support) or `notifications/cancelled` (Model Context Protocol 2025-11-25, cancellation).
public struct Cancellation: Sendable {
    /// The answer to a request that was cancelled before it was executed.
    public enum Answer: Sendable {
        /// The error `requestCancelled`.
        case requestCancelled

        /// No answer.
        case nothing
    }

    /// The key of the id; nil for a value that cannot be the id of a request. Such a notification cancels nothing.
    let key: [UInt8]?
    let answer: Answer

    /// - Parameter id: nil if the notification has none.
    public init(of id: JSONSlice?, answer: Answer) {
        key = id?.scalarKey
        self.answer = answer
    }
}

extension RequestID {
    /// A key that is equal for two ids exactly if they are the same JSON value; nil if the id is absent, null or
    /// omitted.
    var key: [UInt8]? {
        guard case .value(let id) = self else { return nil }
        return id.scalarKey
    }
}
