// The invocation of a method, and its outcome.

public import JSON

/// The outcome of a request. The answer is written from this value, and the log gets the same value.
public enum Outcome: Equatable, Sendable {
    /// The result was written.
    case result

    /// The result was written, and reports this error itself (Model Context Protocol 2025-11-25, tools, error
    /// handling).
    case resultWithError(Fault)

    /// The request is answered with this error (JSON-RPC 2.0 §5.1).
    case error(Fault)

    /// Nothing was written: the answer follows when the work of the call is done.
    case deferred

    /// The error, whether it is reported in the result or as the error of the answer; nil if there is none.
    @inlinable public var fault: Fault? {
        switch self {
        case .result, .deferred: nil
        case .resultWithError(let fault), .error(let fault): fault
        }
    }
}

/// How much work the execution of a call can be.
public enum Cost: Sendable {
    /// Little, but for stored bytes that are passed on.
    case low

    /// Many milliseconds. The call is executed while nothing waits for a commit, so that it delays none.
    case high
}

/// A call with checked and decoded parameters, ready to be executed.
public struct Invocation<Context>: Sendable {
    public let cost: Cost

    /// Executes the call and writes its result, one JSON value. If the outcome is an error, what was written is
    /// invalid.
    public let run: @Sendable (Context, inout JSONWriter) -> Outcome

    @inlinable
    public init(_ cost: Cost = .low, run: @escaping @Sendable (Context, inout JSONWriter) -> Outcome) {
        self.cost = cost
        self.run = run
    }

    @inlinable
    public static func failing(_ fault: Fault) -> Invocation { Invocation { _, _ in .error(fault) } }

    /// - Parameter result: writes the result, or throws the error with which the call is answered.
    @inlinable
    public static func writing(
        _ cost: Cost = .low,
        _ result: @escaping @Sendable (Context, inout JSONWriter) throws(Fault) -> Void
    ) -> Invocation {
        Invocation(cost) { context, writer in
            do throws(Fault) {
                try result(context, &writer)
                return .result
            } catch {
                return .error(error)
            }
        }
    }
}
