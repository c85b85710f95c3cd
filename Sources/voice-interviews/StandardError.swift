// Standard error, which must never hold up an answer: a thread of its own writes to it, and what nobody reads is
// dropped, and counted.

internal import Dispatch
internal import Glibc
internal import Synchronization

/// Where logs go.
final class StandardError: Sendable {
    static let shared = StandardError()

    /// How much waits to be written, in bytes, before lines are dropped.
    private static let capacity = 256 * 1024

    /// How often the end of the program looks whether everything is written, half a millisecond apart. A busy machine,
    /// on which the thread that writes has its turn later, has it look for longer.
    private static let looks = 400

    private struct State {
        var waiting: [UInt8] = []
        var isWriting = false
        var hasThread = false

        /// How many lines were dropped since the last one that was taken.
        var lost = 0
        var gap: (@Sendable (Int) -> String)?
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - line: with its line feed.
    ///   - gap: makes a line that says how many were dropped before this one.
    func write(_ line: String, gap: @escaping @Sendable (Int) -> String) {
        let needsThread = state.withLock { state in
            state.gap = gap
            guard state.waiting.count + line.utf8.count <= Self.capacity else {
                state.lost += 1
                return false
            }
            Self.tellLost(&state)
            state.waiting += line.utf8
            defer { state.hasThread = true }
            return !state.hasThread
        }
        if needsThread { startThread { self.writeWhatArrives() } }
        arrivals.signal()
    }

    /// Waits until everything is written, but not for long.
    func flush() {
        for _ in 0..<Self.looks {
            let isDone = state.withLock { state in
                if state.waiting.isEmpty { Self.tellLost(&state) }
                return state.waiting.isEmpty && !state.isWriting
            }
            if isDone { return }
            arrivals.signal()
            usleep(500)
        }
    }

    private static func tellLost(_ state: inout State) {
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
            // That it cannot be written can be told nowhere.
            _ = Output(descriptor: STDERR_FILENO).write(bytes.span)
            state.withLock { $0.isWriting = false }
        }
    }
}

/// A line for people, about the program as a whole, as its last one.
func writeToStandardError(_ line: String) {
    StandardError.shared.write(line) { "voice-interviews: \($0) lines before this one were lost.\n" }
    StandardError.shared.flush()
}
