// The service behind a lock, and the threads that use it: the one that reads, those of deferred calls, and that of signals.

internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import JSONRPC
internal import Synchronization

/// The service behind a lock. Who holds the lock answers.
///
/// While the thread that reads waits for input, no request is in flight: then the thread of a deferred call that is done
/// answers it, so that waiting for input costs no more than without deferred calls.
final class ServiceBox: Sendable {
    /// How long a signal waits for the group that is being answered.
    private static let longestWait = Duration.milliseconds(600)

    /// How long of that it waits for work to end; what only computes has started nothing that could outlive the process.
    private static let longestWaitForWork = Duration.milliseconds(250)

    private let service = Mutex<Service?>(nil)
    private let output: Output
    private let work = WorkQueue()
    private let isSendingProgress = Atomic(false)
    private let stopFlag: StopFlag
    private let tellEnd: @Sendable () -> Void
    private let end: @Sendable (ExitError) -> Never

    /// - Parameters:
    ///   - tellEnd: logs that a signal ends the program.
    ///   - end: reports an error, and ends the program.
    init(
        _ output: Output, _ stopFlag: StopFlag, tellEnd: @escaping @Sendable () -> Void,
        end: @escaping @Sendable (ExitError) -> Never
    ) {
        self.output = output
        self.stopFlag = stopFlag
        self.tellEnd = tellEnd
        self.end = end
    }

    func open(_ make: @Sendable () throws(ExitError) -> sending Service) throws(ExitError) {
        try service.withLock { service throws(ExitError) in
            do throws(ExitError) {
                service = try make()
            } catch {
                // Exit while the lock is held: if a signal has cancelled the opening, the exit status is that of the
                // signal.
                if stopFlag.isSet { _exit(0) }
                throw error
            }
        }
    }

    /// Receives lines, and answers one group of the requests in flight.
    func answerGroup(after lines: [Line]) -> (Service.Verdict, Service.Reading) {
        service.withLock { service in
            guard let service else { return (.goOn, .waiting) }
            service.receive(lines)
            let verdict = service.answerGroup { output.write($0) }
            let begun = service.takeBegunWork()
            if !begun.isEmpty { start(begun, service) }
            return (verdict, service.reading)
        }
    }

    func close() {
        work.cancelAll(until: .now + Self.longestWait)
        service.withLock { $0?.close() }
    }

    // MARK: - Deferred calls

    private func start(_ begun: [DeferredWork<Transaction>], _ service: Service) {
        for ticket in work.add(begun, { [self] in finish($0, by: $1) }) { service.refuse(ticket) }
        guard service.wantsProgress, !isSendingProgress.load(ordering: .relaxed) else { return }
        isSendingProgress.store(true, ordering: .relaxed)
        if !startThread({ [self] in sendProgress() }) { isSendingProgress.store(false, ordering: .relaxed) }
    }

    /// Answers a deferred call on the thread of its work, unless requests are in flight: then the thread that reads is about
    /// to answer them, and this call with them.
    private func finish(_ ticket: Int, by invocation: Invocation<Transaction>) {
        service.withLock { service in
            guard let service, service.verdict == .goOn, !stopFlag.isSet else { return }
            let isWaiting = service.reading == .waiting
            service.finish(ticket, by: invocation)
            if isWaiting { endIfNecessary(service, service.answerGroup { output.write($0) }) }
        }
    }

    /// Sends progress notifications once a second, as long as a call wants them.
    private func sendProgress() {
        var isWanted = true
        while isWanted {
            usleep(1_000_000)
            isWanted = service.withLock { service in
                guard let service, service.verdict == .goOn, !stopFlag.isSet else { return false }
                endIfNecessary(service, service.sendProgress(work.elapsed) { output.write($0) })
                isSendingProgress.store(service.wantsProgress, ordering: .relaxed)
                return service.wantsProgress
            }
        }
    }

    /// Ends the process if the service cannot go on: the thread that reads may wait for input that never comes. The lock is
    /// held until then, so that no other thread answers, or ends the process otherwise.
    private func endIfNecessary(_ service: Service, _ verdict: Service.Verdict) {
        guard let error = verdict.error else { return }
        work.cancelAll(until: .now + Self.longestWait)
        service.close()
        end(error)
    }

    /// Waits at the end of the input until all deferred calls are answered.
    func awaitDeferredCalls() -> Service.Verdict {
        var pause: UInt32 = 1_000
        while true {
            let (verdict, isWaiting) = service.withLock { ($0?.verdict ?? .goOn, $0?.hasDeferredCalls ?? false) }
            guard verdict == .goOn, isWaiting else { return verdict }
            if isEnding { awaitEnd() }
            usleep(pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    /// In microseconds.
    private static let longestPause: UInt32 = 20_000

    // MARK: - Signals

    /// Whether a signal has arrived. The thread that answers then calls `awaitEnd`.
    var isEnding: Bool { stopFlag.isSet }

    func awaitEnd() -> Never {
        while true { pause() }
    }

    /// Ends the process with status 0 between two groups of requests. Requests that wait for another process are
    /// refused at once, and so are deferred calls. A group is aborted only if its answers are not read for too long.
    func endAtSignal() -> Never {
        stopFlag.set()
        let deadline = ContinuousClock.now + Self.longestWait
        work.cancelAll(until: .now + Self.longestWaitForWork)
        while ContinuousClock.now < deadline {
            service.withLockIfAvailable { service in
                service?.refuseBegun { output.write($0, until: deadline) }
                service?.close()
                tellEnd()
                // Exit while the lock is held: the thread that answers must not use the closed store.
                _exit(0)
            }
            usleep(1_000)
        }
        tellEnd()
        _exit(0)
    }
}
