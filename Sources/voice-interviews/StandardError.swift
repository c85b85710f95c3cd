// Standard error, which must never hold up an answer: what nobody reads is dropped, and counted.

internal import Glibc
internal import Synchronization

/// Where logs go.
final class StandardError: Sendable {
    static let shared = StandardError()

    /// How long somebody who reads slowly is waited for, in milliseconds; somebody who has let us wait is not waited
    /// for again until he reads.
    private static let patience: Int32 = 200

    /// As much as a pipe that can take anything takes at once (PIPE_BUF of pipe(7)).
    private static let pieceBytes = 4096

    private struct State {
        /// How many lines were dropped since the last one that was written.
        var lost = 0

        /// The last line was not written to its end.
        var isTorn = false
    }

    private let state = Mutex(State())

    /// - Parameters:
    ///   - line: with its line feed.
    ///   - gap: makes a line that says how many were dropped before this one.
    func write(_ line: String, gap: (Int) -> String) {
        state.withLock { state in
            guard wait(for: STDERR_FILENO, POLLOUT, milliseconds: state.lost > 0 ? 0 : Self.patience) else {
                state.lost += 1
                return
            }
            var text = state.isTorn ? "\n" : ""
            if state.lost > 0 { text += gap(state.lost) }
            text += line
            state = State()
            if !writePieces(Array(text.utf8)) { state = State(lost: 1, isTorn: true) }
        }
    }

    /// - Returns: false if the last piece found nobody to take it.
    private func writePieces(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.pieceBytes, bytes.count)
            guard start == 0 || wait(for: STDERR_FILENO, POLLOUT, milliseconds: Self.patience) else { return false }
            // An error of the disk or of a reader that is gone cannot be told anywhere.
            guard Output(descriptor: STDERR_FILENO).write(bytes.span.extracting(start..<end)) else { return true }
            start = end
        }
        return true
    }
}

/// A line for people, about the program as a whole.
func writeToStandardError(_ line: String) {
    StandardError.shared.write(line) { "voice-interviews: \($0) lines before this one were lost.\n" }
}
