// Where the times and the ids of interviews come from.

internal import Glibc
public import Insight

/// The clock and the maker of ids, the real ones or ones that a script can foretell.
public struct ClockAndIDs: Sendable {
    private enum Kind: Equatable {
        /// By so many milliseconds.
        case system(ahead: Int)
        case deterministic
    }

    private let kind: Kind
    private var latest = Instant(milliseconds: -1)
    private var sequence = 0
    private var randomness = Randomness()

    /// How many writes have asked for the time, and how many ids were made.
    private var writes = 0
    private var ids = 0

    /// The system's clock, and UUIDs version 7 (RFC 9562 §5.7).
    public static let system = system(ahead: 0)

    package static func system(ahead milliseconds: Int) -> ClockAndIDs {
        ClockAndIDs(kind: .system(ahead: milliseconds))
    }

    /// The first write happens at 2026-01-01T00:00:00.000Z, each later one 1 s on; ids count up from
    /// `00000000-0000-7000-8000-000000000001`.
    public static let deterministic = ClockAndIDs(kind: .deterministic)

    public var isDeterministic: Bool { kind == .deterministic }

    private init(kind: Kind) { self.kind = kind }

    /// Goes on after what a database already holds; the system's clockwork needs no such help.
    public mutating func resume(after latest: Instant?, ids: Int) {
        guard kind == .deterministic, let latest else { return }
        writes = (latest.milliseconds - Self.firstWrite) / 1_000 + 1
        self.ids = ids
    }

    private static let firstWrite = 1_767_225_600_000

    /// The time of one write.
    mutating func tick() -> Instant {
        switch kind {
        case .deterministic:
            defer { writes += 1 }
            return Instant(milliseconds: Self.firstWrite + writes * 1_000)
        case .system(let ahead):
            return Instant(milliseconds: Instant.now.milliseconds + ahead)
        }
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

    /// A new id, which begins with its time. Within one millisecond the 12 bits after the version count up (RFC 9562
    /// §6.2, method 1), and if they are used up, the next millisecond begins early. A clock that is set back by less
    /// than a second is waited for; one that is set back further is followed.
    mutating func newID(at time: Instant) -> InterviewID {
        // An id has 48 bits for its time, from 1970 on.
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

/// Random numbers of the kernel, fetched many at a time, for a system call costs more than the rest of an id.
private struct Randomness {
    private var words: [UInt64] = []

    mutating func next() -> UInt64 {
        if words.isEmpty { words = Self.fetch(32) }
        return words.removeLast()
    }

    private static func fetch(_ count: Int) -> [UInt64] {
        var words = Array(repeating: UInt64(0), count: count)
        // getentropy(3) fills up to 256 bytes, and the array has this many.
        let outcome = unsafe getentropy(&words, count * MemoryLayout<UInt64>.size)
        precondition(outcome == 0, "the kernel has random numbers")
        return words
    }
}

extension Instant {
    /// What the system's clock says.
    public static var now: Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: time.tv_sec * 1_000 + time.tv_nsec / 1_000_000)
    }
}
