// Local days and weeks, by the time zones of the IANA database.

private import Glibc

/// A time zone of the IANA time zone database (RFC 6557), as installed on this system (Debian: tzdata).
public struct LocalTime: Sendable {
    /// For example `Europe/Paris`.
    public let name: String

    /// Nil for UTC.
    private let zone: TimeZoneFile?

    private static let folder = "/usr/share/zoneinfo"

    /// Whether the database is installed; without it, UTC is the only time zone.
    public static var hasDatabase: Bool { unsafe access(folder, F_OK) == 0 }

    /// - Returns: nil if no time zone has this name.
    public init?(_ name: String) {
        guard name != "UTC" else {
            self = .utc
            return
        }
        // The database also contains abbreviations, some of which are ambiguous, and copies of itself.
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = name.utf8.allSatisfy { $0.isNameCharacter } && parts.count > 1 && !parts.contains("")
        guard isName, !["posix", "right"].contains(parts[0]),
            let bytes = Self.contents(of: Self.folder + "/" + name), let zone = TimeZoneFile(bytes)
        else { return nil }
        self.name = name
        self.zone = zone
    }

    public static let utc = LocalTime(name: "UTC", zone: nil)

    private init(name: String, zone: TimeZoneFile?) {
        self.name = name
        self.zone = zone
    }

    /// The time zone of the system: the variable TZ, or else the target of /etc/localtime; UTC if neither is a name.
    public static var ofMachine: LocalTime {
        // The string of getenv(3) is valid until the environment changes, and this program never changes it.
        if let given = unsafe getenv("TZ").flatMap({ unsafe String(validatingCString: $0) }), !given.isEmpty {
            return LocalTime(given.hasPrefix(":") ? String(given.dropFirst()) : given) ?? .utc
        }
        guard let path = unsafe realpath("/etc/localtime", nil) else { return .utc }
        defer { unsafe free(path) }
        // realpath(3) terminates the path with a zero byte.
        let target = unsafe String(cString: path)
        guard target.hasPrefix(folder + "/") else { return .utc }
        let name = String(target.dropFirst(folder.count + 1))
        return name == "Etc/UTC" ? .utc : LocalTime(name) ?? .utc
    }

    /// The content of a regular file of up to 64 KiB; nil for any other file.
    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= 65_536
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        return unsafe read(descriptor, &bytes, bytes.count) == bytes.count ? bytes : nil
    }

    /// The local date of an instant.
    public func day(of instant: Instant) -> Day {
        Day(of: wallClock(at: instant))
    }

    /// The local date and time, as if it were UTC.
    public func wallClock(at instant: Instant) -> Instant {
        Instant(milliseconds: instant.milliseconds + offset(at: instant) * 1_000)
    }

    /// Seconds east of UTC.
    private func offset(at instant: Instant) -> Int {
        let (seconds, rest) = instant.milliseconds.quotientAndRemainder(dividingBy: 1_000)
        return zone?.offset(at: rest < 0 ? seconds - 1 : seconds) ?? 0
    }
}

extension UInt8 {
    fileprivate var isNameCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "+"):
            true
        default: false
        }
    }
}

/// A day of the Gregorian calendar.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    init(number: Int) { self.number = number }

    /// The first day of a month. Months are numbered from 1.
    init(year: Int, month: Int) { number = Instant.day(year, month, 1) }

    /// The date in UTC of a time in seconds since 1970.
    init(at time: Int) { number = (time >= 0 ? time : time - 86_399) / 86_400 }

    /// The date in UTC of an instant.
    init(of instant: Instant) {
        let (day, rest) = instant.milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        number = rest < 0 ? day - 1 : day
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The Monday of the same week (ISO 8601).
    public var monday: Day {
        // 1970-01-01 was a Thursday.
        let weekday = ((number + 3) % 7 + 7) % 7
        return Day(number: number - weekday)
    }

    /// The year, the month from 1, and the day of the month from 1.
    public var date: (year: Int, month: Int, day: Int) { Instant.date(number) }

    public static func + (day: Day, days: Int) -> Day { Day(number: day.number + days) }

    public static func - (left: Day, right: Day) -> Int { left.number - right.number }

    /// `2026-01-05`
    public var description: String { String(Instant(milliseconds: number * 86_400_000).description.prefix(10)) }
}
