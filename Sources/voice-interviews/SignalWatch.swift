// Ends the program on SIGTERM, SIGINT and SIGHUP, after the requests that are being answered.

internal import Glibc

/// Waits for signals on a separate thread, so that they cost the thread that answers nothing.
enum SignalWatch {
    /// Call this before any other thread starts, so that all threads inherit the mask.
    /// - Parameter end: ends the program.
    static func begin(_ end: @escaping @Sendable () -> Void) {
        // With SIGXFSZ ignored, a write beyond a limit on the size of files fails with EFBIG.
        signal(SIGXFSZ, SIG_IGN)
        let signals = HeldSignals().signals
        let isWatching = startThread { [signals] in
            var signals = signals
            var number: Int32 = 0
            unsafe sigwait(&signals, &number)
            end()
        }
        precondition(isWatching, "the system has a thread left for the program")
    }
}

/// Blocks SIGTERM, SIGINT and SIGHUP on this thread, unless they are ignored.
struct HeldSignals {
    let signals: sigset_t
    private let before: sigset_t

    init() {
        var (signals, before) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&signals)
        for number in Self.ending where !Self.isIgnored(number) { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
        (self.signals, self.before) = (signals, before)
    }

    /// Whether one of them has arrived, which ends the program when it is released.
    var hasArrived: Bool {
        var pending = sigset_t()
        unsafe sigpending(&pending)
        return Self.ending.contains { number in unsafe sigismember(&pending, number) == 1 }
    }

    func release() {
        var before = before
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    private static let ending = [SIGTERM, SIGINT, SIGHUP]

    /// Whether the program was started with the signal ignored, as by nohup(1) and for background jobs of shells.
    /// An ignored signal that is blocked would also be pending, and be taken by sigwait(3).
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        // SIG_IGN is the address 1.
        return unsafe sigaction(number, nil, &action) == 0
            && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
