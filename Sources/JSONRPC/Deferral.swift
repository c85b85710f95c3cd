// Deferred methods: their work takes seconds or minutes, and other requests are answered meanwhile.

public import JSON
internal import Synchronization

/// The execution of a call of a deferred method, in three steps: `begin` reads in a transaction, the work runs beside the
/// requests and without a transaction, and an invocation answers in a later transaction.
///
/// A reference, so that calls of other methods take no room for it.
public final class Deferral<Context>: Sendable {
    public enum Beginning: Sendable {
        /// Nothing is to be done: this answers the call at once.
        case answer(Invocation<Context>)
        case work(Work)
    }

    /// Runs on a thread of its own, and may block.
    /// - Returns: what answers the call.
    public typealias Work = @Sendable (WorkCancellation) -> Invocation<Context>

    /// Reads what the work needs. It changes nothing, and can be called again if its transaction fails.
    public let begin: @Sendable (Context) -> Beginning

    /// The token of the notifications about the progress of the call, a string or a number; nil if none is wanted.
    public let progressToken: JSONSlice?

    @inlinable
    public init(progressToken: JSONSlice? = nil, begin: @escaping @Sendable (Context) -> Beginning) {
        self.progressToken = progressToken
        self.begin = begin
    }

    /// The same call, in which another invocation answers.
    /// - Parameter transform: makes it of the one that would have answered.
    public func answering(
        progressToken: JSONSlice?, by transform: @escaping @Sendable (Invocation<Context>) -> Invocation<Context>
    ) -> Deferral {
        Deferral(progressToken: progressToken) { [begin] context in
            switch begin(context) {
            case .answer(let invocation): .answer(transform(invocation))
            case .work(let work): .work { transform(work($0)) }
            }
        }
    }
}

/// Work that may block, and returns a product or throws the error that answers its call.
public typealias BlockingWork<Product> = @Sendable (WorkCancellation) throws(Fault) -> Product

extension Deferral.Beginning {
    /// - Parameter finish: writes the result of the product.
    @inlinable
    static func work<Product: Sendable>(
        _ work: @escaping BlockingWork<Product>,
        _ finish: @escaping @Sendable (Context, Product, inout JSONWriter) throws(Fault) -> Void
    ) -> Self {
        .work { cancellation in
            do throws(Fault) {
                let product = try work(cancellation)
                return .writing(.high) { context, writer throws(Fault) in try finish(context, product, &writer) }
            } catch {
                return .failing(error)
            }
        }
    }
}

/// How a call is executed.
public enum Execution<Context>: Sendable {
    /// Within its transaction, in the order of the calls.
    case immediate(Invocation<Context>)
    case deferred(Deferral<Context>)
}

extension PendingCall.Task {
    @inlinable
    public init(_ execution: Execution<Context>) {
        switch execution {
        case .immediate(let invocation): self = .invocation(invocation)
        case .deferred(let deferral): self = .deferral(deferral)
        }
    }
}

/// The cancellation of the work of one call. Any thread may cancel it, at any time and repeatedly.
public final class WorkCancellation: Sendable {
    private enum State {
        case notCancelled([@Sendable () -> Void])
        case cancelled
    }

    private let state = Mutex(State.notCancelled([]))

    public init() {}

    public var isCancelled: Bool {
        state.withLock {
            switch $0 {
            case .notCancelled: false
            case .cancelled: true
            }
        }
    }

    public func cancel() {
        let handlers = state.withLock { state -> [@Sendable () -> Void] in
            defer { state = .cancelled }
            return switch state {
            case .notCancelled(let handlers): handlers
            case .cancelled: []
            }
        }
        for handler in handlers { handler() }
    }

    /// Calls `handler` once when the work is cancelled; at once if it already is.
    public func onCancel(_ handler: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            guard case .notCancelled(let handlers) = state else { return true }
            state = .notCancelled(handlers + [handler])
            return false
        }
        if isCancelled { handler() }
    }
}
