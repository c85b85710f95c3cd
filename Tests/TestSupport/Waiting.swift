// Waiting for a condition, and never for a time: a slow machine waits longer, and fails nothing.

import Foundation
import Glibc

public struct ConditionNotMet: Error {}

/// Looks again and again. Only a condition that is never met reaches the end of the wait.
public func wait(for isMet: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(600)
    while try !isMet() {
        guard ContinuousClock.now < deadline else { throw ConditionNotMet() }
        usleep(2_000)
    }
}

/// Tries something again for which the test came too late, because the program does not wait for as long as the machine
/// took: ten times, so that a program that does not wait at all is found.
/// - Parameter attempt: returns whether it came in time.
public func inTime(_ attempt: () throws -> Bool) throws {
    for _ in 0..<10 where try attempt() { return }
    throw ConditionNotMet()
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
