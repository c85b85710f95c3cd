// Standard error. A separate thread writes to it, so that it never delays an answer; lines that cannot be buffered are
// dropped and counted.

internal import Dispatch
internal import Glibc
internal import Synchronization

/// The buffer of standard error.
final class StandardError: Sendable {
    static let shared = StandardError()

    /// The capacity of the buffer in bytes; lines beyond it are dropped.
    private static let capacity = 256 * 1024

    /// How often `flush` checks whether everything is written, every half a millisecond. Attempts and not a deadline:
    /// on a busy machine, on which the writing thread runs late, they take longer.
    private static let maximumChecks = 400

    private struct State {
        var waiting: [UInt8] = []
        var isWriting = false
        var hasThread = false

        /// The number of lines dropped since the last one that was buffered.
        var lost = 0
        var gap: (@Sendable (Int) -> String)?
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - line: ends with a line feed.
    ///   - gap: returns a line that reports how many lines were dropped before this one.
    func write(_ line: String, gap: @escaping @Sendable (Int) -> String) {
        let needsThread = state.withLock { state in
            state.gap = gap
            guard state.waiting.count + line.utf8.count <= Self.capacity else {
                state.lost += 1
                return false
            }
            Self.reportLost(&state)
            state.waiting += line.utf8
            defer { state.hasThread = true }
            return !state.hasThread
        }
        // Without a thread, the next line tries again.
        if needsThread, !startThread({ self.writeWhatArrives() }) { state.withLock { $0.hasThread = false } }
        arrivals.signal()
    }

    /// Waits until everything is written, for a limited time.
    func flush() {
        for _ in 0..<Self.maximumChecks {
            let isDone = state.withLock { state in
                if state.waiting.isEmpty { Self.reportLost(&state) }
                return state.waiting.isEmpty && !state.isWriting
            }
            if isDone { return }
            arrivals.signal()
            usleep(500)
        }
    }

    private static func reportLost(_ state: inout State) {
        guard state.lost > 0, let gap = state.gap else { return }
        state.waiting += gap(state.lost).utf8
        state.lost = 0
    }

    private func writeWhatArrives() -> Never {
        while true {
            arrivals.wait()
            let bytes = state.withLock { state in
                state.isWriting = true
                defer { state.waiting = [] }
                return state.waiting
            }
            // There is no place to report that standard error cannot be written.
            _ = Output(descriptor: STDERR_FILENO).write(bytes.span)
            state.withLock { $0.isWriting = false }
        }
    }
}

/// Writes the last line of the program, a message for people.
func writeToStandardError(_ line: String) {
    StandardError.shared.write(line) { "voice-interviews: \($0) lines before this one were lost.\n" }
    StandardError.shared.flush()
}
