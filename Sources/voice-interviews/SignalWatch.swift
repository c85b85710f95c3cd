// SIGTERM, SIGINT and SIGHUP end the program in order: what is at hand is finished first.

internal import Foundation
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
        for number in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&signals, number) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        Thread.detachNewThread { [signals] in
            var signals = signals
            var number: Int32 = 0
            unsafe sigwait(&signals, &number)
            end()
        }
    }
}
