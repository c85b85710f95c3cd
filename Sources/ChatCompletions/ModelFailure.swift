// Why a question to a model has no answer.

/// Why a model has not answered.
public struct ModelFailure: Error, Equatable, Sendable {
    /// The raw values are names on the wire.
    public enum Reason: String, CaseIterable, Sendable {
        /// There was no connection, or it ended in the middle of the answer.
        case unreachable

        /// The server does not accept the request: the key, the name of the model, or the form of the answer.
        case refused

        /// The server asks for patience, or failed, also when it was asked again.
        case overloaded

        case timeout

        /// The prompt is longer than the model accepts.
        case tooLong

        /// The answer is not of the form that was asked for, was cut short by the model, or is larger than 1 MiB.
        case badAnswer
    }

    public let reason: Reason

    /// The status of the last answer; nil if there was none.
    public let httpStatus: Int?

    /// The exit status of curl (curl(1), EXIT CODES), if it failed.
    public let curlStatus: Int?

    public init(_ reason: Reason, httpStatus: Int? = nil, curlStatus: Int? = nil) {
        self.reason = reason
        self.httpStatus = httpStatus
        self.curlStatus = curlStatus
    }

    /// Whether the same question can have an answer later.
    public var isRetryable: Bool {
        switch reason {
        case .unreachable, .overloaded, .timeout: true
        case .refused, .tooLong, .badAnswer: false
        }
    }
}

/// Why a call ended without an answer.
public enum CompletionError: Error, Equatable, Sendable {
    /// Its `Interruption` was interrupted.
    case interrupted

    case failed(ModelFailure)

    static func failed(
        _ reason: ModelFailure.Reason, _ status: Int? = nil, curlStatus: Int? = nil
    ) -> CompletionError {
        .failed(ModelFailure(reason, httpStatus: status, curlStatus: curlStatus))
    }
}
