// Waits for conditions and not for times, so that a slow machine only takes longer.

import Foundation
import Glibc

public struct ConditionNotMet: Error {}

/// Checks a condition every 2 ms. Only one that is never met reaches the limit of ten minutes.
public func wait(for isMet: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(600)
    while try !isMet() {
        guard ContinuousClock.now < deadline else { throw ConditionNotMet() }
        usleep(2_000)
    }
}

/// Retries an attempt that fails if the machine is too slow: at most ten times, so that a program that does not wait at
/// all is detected.
/// - Parameter attempt: returns whether the program was still waiting.
public func inTime(_ attempt: () throws -> Bool) throws {
    for _ in 0..<10 where try attempt() { return }
    throw ConditionNotMet()
}

/// Whether a thread sleeps between two attempts to get a lock, in clock_nanosleep(2).
/// - Parameter task: the thread in `/proc`: `PID` for the first thread of a process, or `PID/task/TID`.
public func isPausing(_ task: String) -> Bool {
    #if arch(arm64)
        let nanosleep = "115 "
    #else
        let nanosleep = "230 "
    #endif
    return (try? String(contentsOfFile: "/proc/\(task)/syscall", encoding: .utf8))?.hasPrefix(nanosleep) == true
}

/// The current thread in `/proc`.
public func currentTask() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
}
