// The clock and the generator of interview ids.

internal import Glibc
public import Insight

/// The clock and the generator of ids: the system's, or deterministic ones for scripts.
public struct ClockAndIDs: Sendable {
    private enum Kind: Equatable {
        /// The system's clock, `ahead` milliseconds fast.
        case system(ahead: Int)
        case deterministic
    }

    private let kind: Kind
    private var latest = Instant(milliseconds: -1)
    private var sequence = 0
    private var randomness = Randomness()

    /// The number of `tick()` calls and of ids generated; only for `deterministic`.
    private var writes = 0
    private var ids = 0

    /// The system's clock, and UUIDv7 ids (RFC 9562 §5.7).
    public static let system = system(ahead: 0)

    package static func system(ahead milliseconds: Int) -> ClockAndIDs {
        ClockAndIDs(kind: .system(ahead: milliseconds))
    }

    /// A clock that starts at 2026-01-01T00:00:00.000Z and advances 1 s with each write, and ids that count up from
    /// `00000000-0000-7000-8000-000000000001`.
    public static let deterministic = ClockAndIDs(kind: .deterministic)

    public var isDeterministic: Bool { kind == .deterministic }

    private init(kind: Kind) { self.kind = kind }

    /// Continues after the latest time in a database, and after its ids; without effect on the system's clock.
    /// - Parameters:
    ///   - latest: nil for a database without interviews.
    ///   - ids: the number of ids generated so far.
    public mutating func resume(after latest: Instant?, ids: Int) {
        guard kind == .deterministic, let latest else { return }
        writes = (latest.milliseconds - Self.firstWrite) / 1_000 + 1
        self.ids = ids
    }

    private static let firstWrite = 1_767_225_600_000

    /// The time; for `deterministic` that of the next write.
    public var now: Instant {
        switch kind {
        case .deterministic: Instant(milliseconds: Self.firstWrite + writes * 1_000)
        case .system(let ahead): Instant(milliseconds: Instant.now.milliseconds + ahead)
        }
    }

    /// The time of a write; each call is a new write.
    mutating func tick() -> Instant {
        let time = now
        if kind == .deterministic { writes += 1 }
        return time
    }

    /// The time and the id of a new interview.
    mutating func newInterview() -> (id: String, startedAt: Instant) {
        let time = tick()
        switch kind {
        case .deterministic:
            ids += 1
            return (InterviewID(milliseconds: 0, sequence: 0, tail: UInt64(ids)).description, time)
        case .system:
            let id = newID(at: time)
            return (id.description, Instant(milliseconds: Int(id.high >> 16)))
        }
    }

    /// A new id, which begins with `time`.
    ///
    /// Within one millisecond the 12 bits after the version count up (RFC 9562 §6.2, method 1); when they overflow, the
    /// next millisecond is used early. If the clock is set back by up to a second, ids continue from the latest time;
    /// if by more, they follow the clock.
    mutating func newID(at time: Instant) -> InterviewID {
        // The time of a UUIDv7 has 48 bits and begins in 1970.
        let time = Instant(milliseconds: min(max(time.milliseconds, 0), 1 << 48 - 2))
        if time > latest || time.milliseconds < latest.milliseconds - 1_000 {
            latest = time
            sequence = Int(randomness.next() & 0x3FF)
        } else if sequence < 0xFFF {
            sequence += 1
        } else {
            latest = Instant(milliseconds: latest.milliseconds + 1)
            sequence = 0
        }
        return InterviewID(milliseconds: latest.milliseconds, sequence: sequence, tail: randomness.next())
    }
}

/// Random numbers from the kernel, 32 per system call, since the call costs more than the rest of an id.
private struct Randomness {
    private var words: [UInt64] = []

    mutating func next() -> UInt64 {
        if words.isEmpty { words = Self.fetch(32) }
        return words.removeLast()
    }

    private static func fetch(_ count: Int) -> [UInt64] {
        var words = Array(repeating: UInt64(0), count: count)
        // The array has `count` words; getentropy(3) accepts up to 256 bytes.
        let outcome = unsafe getentropy(&words, count * MemoryLayout<UInt64>.size)
        precondition(outcome == 0, "the kernel has random numbers")
        return words
    }
}

extension Instant {
    /// The time of the system's clock (`CLOCK_REALTIME`).
    public static var now: Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: time.tv_sec * 1_000 + time.tv_nsec / 1_000_000)
    }
}
