// The time at which a call is over.

/// A point in time that all tries of a call share.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(after duration: Duration) { end = .now + duration }

    /// The time that is left, which is negative after the deadline.
    var left: Duration { ContinuousClock.now.duration(to: end) }

    var isOver: Bool { left <= .zero }

    /// The time that is left as a time-out of poll(2), in milliseconds, rounded up.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = left.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        // poll(2) returns early for a longer time, and is called again.
        return Int32(min(seconds, 1_000_000)) * 1_000 + Int32(attoseconds / 1_000_000_000_000_000) + 1
    }
}
