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
