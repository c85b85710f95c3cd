// The end of processes at chosen moments, whatever the rest of this program is doing then.

internal import Dispatch
internal import Glibc
internal import ToolSupport

/// What is going to happen to the processes of a round.
struct ScheduledCrash {
    private struct Event {
        /// In microseconds.
        let delay: Int
        let perform: @Sendable () -> Void
    }

    private let events: [Event]
    private let pending = DispatchGroup()

    /// Kills each process after a delay of its own, in microseconds.
    init(_ processes: [ChildProcess], _ delays: [Int]) {
        events = zip(processes, delays).map { process, delay in
            Event(delay: delay) { process.signal(SIGKILL) }
        }
    }

    /// Kills all processes after a delay, and at once cuts off the disk.
    ///
    /// In this order: an fdatasync(2) of ext4 that runs while it is shut down may report success and have stored
    /// nothing. A real cut leaves nobody to hear of that, and so must this one.
    init(_ processes: [ChildProcess], _ delay: Int, _ power: Power) {
        events = [
            Event(delay: delay) {
                for process in processes { process.signal(SIGKILL) }
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

    /// Waits until everything is done; no process may be waited for before, lest another one gets its id.
    func wait() { pending.wait() }
}
