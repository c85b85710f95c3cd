// Waiting for a condition, never longer than ten seconds, and never for a time.

public import Foundation
import Glibc

/// Held while pipes are made and a process is started: one that is started by another thread meanwhile would inherit
/// them, and would have to end before their other ends were told so.
public let spawning = NSLock()

public struct ConditionNotMet: Error {}

/// Looks again and again.
public func wait(for isMet: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while try !isMet() {
        guard ContinuousClock.now < deadline else { throw ConditionNotMet() }
        usleep(2_000)
    }
}

/// Whether a thread pauses between two attempts to get a lock: it is in clock_nanosleep(2).
/// - Parameter task: the thread as `/proc` names it: `PID`, for a program's first thread, or `PID/task/TID`.
public func isPausing(_ task: String) -> Bool {
    #if arch(arm64)
        let nanosleep = "115 "
    #else
        let nanosleep = "230 "
    #endif
    return (try? String(contentsOfFile: "/proc/\(task)/syscall", encoding: .utf8))?.hasPrefix(nanosleep) == true
}

/// The thread that asks, as `/proc` names it.
public func currentTask() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
}
