// Where the times and the ids of interviews come from.

internal import Glibc

/// The clock and the maker of ids, the real ones or ones that a script can foretell.
public struct Clockwork: Sendable {
    private enum Kind { case system, deterministic }

    private let kind: Kind
    private var latest = Instant(milliseconds: 0)
    private var sequence = 0

    /// How many writes have asked for the time, and how many ids were made.
    private var writes = 0
    private var ids = 0

    /// The system's clock, and UUIDs version 7 (RFC 9562 §5.7).
    public static let system = Clockwork(kind: .system)

    /// The first write happens at 2026-01-01T00:00:00.000Z, each later one 1 s on; ids count up from
    /// `00000000-0000-7000-8000-000000000001`.
    public static let deterministic = Clockwork(kind: .deterministic)

    var isDeterministic: Bool { kind == .deterministic }

    private init(kind: Kind) { self.kind = kind }

    /// Goes on after what a database already holds; the system's clockwork needs no such help.
    mutating func resume(after latest: Instant?, ids: Int) {
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
        case .system:
            return .now
        }
    }

    /// A new id, greater than every one before it. Within one millisecond, and while the clock stands behind an
    /// earlier reading, the 12 bits after the version count up (RFC 9562 §6.2, method 1).
    mutating func newID(at time: Instant) -> String {
        switch kind {
        case .deterministic:
            ids += 1
            return Self.uuid(milliseconds: 0, sequence: 0, random: UInt64(ids))
        case .system:
            if time > latest {
                latest = time
                sequence = Int.random(in: 0..<0x400)
            } else if sequence < 0xFFF {
                sequence += 1
            } else {
                latest = Instant(milliseconds: latest.milliseconds + 1)
                sequence = 0
            }
            return Self.uuid(milliseconds: latest.milliseconds, sequence: sequence, random: .random(in: 0...(.max)))
        }
    }

    private static func uuid(milliseconds: Int, sequence: Int, random: UInt64) -> String {
        let high = UInt64(milliseconds) << 16 | 0x7000 | UInt64(sequence)
        let low = random & (1 << 62 - 1) | 1 << 63
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for word in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                if text.count == 8 || text.count == 13 || text.count == 18 || text.count == 23 {
                    text.append(UInt8(ascii: "-"))
                }
                let digit = UInt8(word >> UInt64(shift) & 0xF)
                text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
        return String(decoding: text, as: UTF8.self)
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
