// Ends the program on SIGTERM, SIGINT and SIGHUP, after the requests that are being answered.

internal import Glibc

/// Waits for signals on a separate thread, so that they cost the thread that answers nothing.
enum SignalWatch {
    /// Call this before any other thread starts, so that all threads inherit the mask.
    /// - Parameter end: ends the program.
    static func begin(_ end: @escaping @Sendable () -> Void) {
        // With SIGXFSZ ignored, a write beyond a limit on the size of files fails with EFBIG.
        signal(SIGXFSZ, SIG_IGN)
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in [SIGTERM, SIGINT, SIGHUP] where !isIgnored(number) { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        let isWatching = startThread { [signals] in
            var signals = signals
            var number: Int32 = 0
            unsafe sigwait(&signals, &number)
            end()
        }
        precondition(isWatching, "the system has a thread left for the program")
    }

    /// Whether the program was started with the signal ignored, as by nohup(1) and for background jobs of shells.
    /// sigwait(3) would also take an ignored signal if it is blocked.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        // SIG_IGN is the address 1.
        return unsafe sigaction(number, nil, &action) == 0
            && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
