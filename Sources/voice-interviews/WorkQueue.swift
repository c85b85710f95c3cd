// Runs the work of deferred calls on threads of their own.

internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import JSONRPC
internal import Synchronization

/// The work of deferred calls: at most `Service.maximumRunningWork` at a time, the rest in order.
final class WorkQueue: Sendable {
    typealias Work = DeferredWork<Transaction>

    private struct State {
        var running: [Work] = []
        var waiting: [Work] = []

        /// Whether no more work begins.
        var isClosed = false

        /// When the work of each ticket was added.
        var additions: [Int: ContinuousClock.Instant] = [:]

        mutating func remove(_ ticket: Int) {
            running.removeAll { $0.ticket == ticket }
            additions[ticket] = nil
        }
    }

    private let state = Mutex(State())

    /// - Parameter finish: gets what answers the call; it is called on the thread of the work.
    /// - Returns: the tickets of what cannot be started, because the system has no thread left.
    func add(
        _ works: [Work], _ finish: @escaping @Sendable (_ ticket: Int, Invocation<Transaction>) -> Void
    ) -> [Int] {
        works.filter { !add($0, finish) }.map(\.ticket)
    }

    private func add(
        _ work: Work, _ finish: @escaping @Sendable (_ ticket: Int, Invocation<Transaction>) -> Void
    ) -> Bool {
        let startsThread = state.withLock { state in
            guard !state.isClosed else { return false }
            state.additions[work.ticket] = .now
            // Calls that were cancelled leave their places.
            for cancelled in state.waiting where cancelled.cancellation.isCancelled {
                state.additions[cancelled.ticket] = nil
            }
            state.waiting.removeAll { $0.cancellation.isCancelled }
            // What waits is before it: a thread that is about to end its work takes it.
            guard state.waiting.isEmpty, state.running.count < Service.maximumRunningWork else {
                state.waiting.append(work)
                return false
            }
            state.running.append(work)
            return true
        }
        guard startsThread, !startThread({ [self] in run(work, finish) }) else { return true }
        state.withLock { $0.remove(work.ticket) }
        return false
    }

    private func run(_ first: Work, _ finish: (_ ticket: Int, Invocation<Transaction>) -> Void) {
        var next: Work? = first
        while let work = next {
            let invocation = work.run()
            state.withLock { $0.remove(work.ticket) }
            finish(work.ticket, invocation)
            next = state.withLock { state in
                guard !state.waiting.isEmpty, state.running.count < Service.maximumRunningWork else { return nil }
                state.running.append(state.waiting.removeFirst())
                return state.running.last
            }
        }
    }

    /// Cancels all work, and waits until it has ended: what it has started must not outlive the process.
    func cancelAll(until deadline: ContinuousClock.Instant) {
        let running = state.withLock { state in
            (state.isClosed, state.waiting) = (true, [])
            return state.running
        }
        for work in running { work.cancellation.cancel() }
        while state.withLock({ !$0.running.isEmpty }), ContinuousClock.now < deadline { usleep(1_000) }
    }

    /// How long ago the work of a call was added, in seconds; nil if it is done.
    func elapsed(_ ticket: Int) -> Double? {
        state.withLock { $0.additions[ticket] }.map { (ContinuousClock.now - $0) / .seconds(1) }
    }
}
