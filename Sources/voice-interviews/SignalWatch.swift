// SIGTERM, SIGINT and SIGHUP end the program in order: what is at hand is finished first.

internal import Glibc

/// Waits for a signal on a thread of its own, so that the thread that answers spends nothing on it.
enum SignalWatch {
    /// Must be called before any other thread is started.
    /// - Parameter end: ends the program.
    static func begin(_ end: @escaping @Sendable () -> Void) {
        // A limit on the size of files shows as an error of write(2).
        signal(SIGXFSZ, SIG_IGN)
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in [SIGTERM, SIGINT, SIGHUP] where !isIgnored(number) { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        startThread { [signals] in
            var signals = signals
            var number: Int32 = 0
            unsafe sigwait(&signals, &number)
            end()
        }
    }

    /// Whether whoever started the program has it ignore a signal, as nohup(1) and shells do for what goes on in the
    /// background. A signal that is blocked would be waited for all the same.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        // SIG_IGN is the number 1 in the place of an address.
        return unsafe sigaction(number, nil, &action) == 0
            && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
