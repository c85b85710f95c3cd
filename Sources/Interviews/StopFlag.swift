// Waiting for other processes: for so long, and not when the program is about to end.

internal import Glibc
internal import Synchronization

/// How others are waited for, by all who wait. Calling it off ends every wait at once, from any thread.
public final class StopFlag: Sendable {
    private let isOver = Atomic(false)

    public init() {}

    /// From now on nobody is waited for.
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

    /// Attempts something, at least once, until it is done.
    /// - Returns: whether it was done before the deadline.
    public func wait(until deadline: Deadline, _ isDone: () -> Bool) -> Bool {
        var pause: UInt32 = 100
        while !isDone() {
            guard !isSet, !deadline.isOver else { return false }
            usleep(pause)
            pause = min(pause * 2, 2_000)
        }
        return true
    }
}
