// Cancelling a request that waits: what a notification says, and how ids are compared.

public import JSON

/// What a notification says that cancels the requests with an id: `$/cancelRequest` (Language Server Protocol 3.17,
/// cancellation support) or `notifications/cancelled` (Model Context Protocol 2025-11-25, cancellation).
public struct Cancellation: Sendable {
    /// How a request is answered that was cancelled before it was executed.
    public enum Answer: Sendable {
        /// With the error `requestCancelled`.
        case requestCancelled

        /// Not at all.
        case nothing
    }

    /// The key of the id; nil for a value that no request can have as its id, which cancels nothing.
    let key: [UInt8]?
    let answer: Answer

    /// - Parameter id: nil if the notification has none.
    public init(of id: JSONSlice?, answer: Answer) {
        key = id?.scalarKey
        self.answer = answer
    }
}

extension RequestID {
    /// Equal for two ids exactly if they are the same JSON value; nil for a request that has none.
    var key: [UInt8]? {
        guard case .value(let id) = self else { return nil }
        return id.scalarKey
    }
}
