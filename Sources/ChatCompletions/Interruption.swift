// Cancels a call from another thread.

internal import CSystem
internal import Glibc
internal import Synchronization

/// Cancels calls of `ChatModel.complete`; any thread may interrupt, at any time and more than once.
public final class Interruption: Sendable {
    private let flag = Atomic(false)

    /// Readable from the interruption on; negative if the system has no descriptor left.
    ///
    /// The thread that waits for curl polls it and kills curl itself. No other thread sends a signal to a process that
    /// may have ended meanwhile.
    let descriptor: Int32

    public init() { descriptor = create_event_descriptor() }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Cancels the calls with this value, current and later ones.
    public func interrupt() {
        guard !flag.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        // It cannot fail: the counter of the descriptor is zero before.
        unsafe _ = write(descriptor, &one, MemoryLayout.size(ofValue: one))
    }

    public var isInterrupted: Bool { flag.load(ordering: .acquiring) }

    /// Waits until a deadline.
    /// - Returns: false if it was interrupted before.
    func wait(until deadline: Deadline) -> Bool {
        while !isInterrupted, !deadline.isOver {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            unsafe poll(&request, 1, deadline.milliseconds)
        }
        return !isInterrupted
    }
}
