// The end of processes at chosen moments, whatever the rest of this program is doing then.

internal import Dispatch
internal import Glibc

/// What is going to happen to the processes of a round.
struct ScheduledCrash {
    private struct Event {
        /// In microseconds.
        let delay: Int
        let perform: @Sendable () -> Void
    }

    private let events: [Event]
    private let pending = DispatchGroup()

    /// Kills each child after a delay of its own, in microseconds.
    init(_ children: [pid_t], _ delays: [Int]) {
        events = zip(children, delays).map { child, delay in Event(delay: delay) { kill(child, SIGKILL) } }
    }

    /// Kills all children after a delay, and at once cuts off the disk.
    ///
    /// In this order: an fdatasync(2) of ext4 that runs while it is shut down may report success and have stored
    /// nothing. A real cut leaves nobody to hear of that, and so must this one.
    init(_ children: [pid_t], _ delay: Int, _ power: Power) {
        events = [
            Event(delay: delay) {
                for child in children { kill(child, SIGKILL) }
                power.cut()
            }
        ]
    }

    /// From now on the delays count.
    func begin() {
        for event in events {
            pending.enter()
            DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(event.delay)) { [pending] in
                event.perform()
                pending.leave()
            }
        }
    }

    /// Until everything is done: a child must not be reaped before, lest another process gets its number.
    func wait() { pending.wait() }
}
