// A flag that cancels all waits for other processes, and deadlines.

internal import Glibc
internal import Synchronization

/// Cancels every `wait(until:_:)` once it is set; any thread may set it.
public final class StopFlag: Sendable {
    private let isOver = Atomic(false)

    public init() {}

    /// Cancels current and later waits.
    public func set() { isOver.store(true, ordering: .relaxed) }

    public var isSet: Bool { isOver.load(ordering: .relaxed) }

    /// A point in time, in milliseconds of the monotonic clock.
    public struct Deadline: Sendable {
        fileprivate let milliseconds: Int

        public var isOver: Bool { Self.now >= milliseconds }

        public static func after(milliseconds: Int) -> Deadline { Deadline(milliseconds: now + milliseconds) }

        fileprivate static var now: Int {
            var time = timespec()
            unsafe clock_gettime(CLOCK_MONOTONIC, &time)
            return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
        }
    }

    /// Calls `isDone` until it returns true, at least once, with pauses of 0.1 to 0.2 ms: a process that writes without a
    /// break leaves the lock free for about 0.3 ms at a time.
    /// - Returns: false if the deadline passed or the flag was set before.
    public func wait(until deadline: Deadline, _ isDone: () -> Bool) -> Bool {
        var pause: UInt32 = 100
        while !isDone() {
            guard !isSet, !deadline.isOver else { return false }
            usleep(pause)
            pause = min(pause * 2, 200)
        }
        return true
    }
}
