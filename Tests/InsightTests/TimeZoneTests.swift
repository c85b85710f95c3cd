// The time zones of this system, compared with Python's zoneinfo.

import Foundation
import Testing

@testable import Insight
import ToolSupport

@Suite struct TimeZoneTests {
    /// Prints the offsets of each zone that has a region, at many times of three centuries and around transitions.
    private static let script = """
        import datetime, random, zoneinfo
        random.seed(1)
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        times = [random.randrange(-4_000_000_000, 6_000_000_000) for _ in range(120)]
        times += [datetime.datetime(year, month, day, hour, tzinfo=datetime.timezone.utc).timestamp()
                  for year in (2024, 2026, 2037, 2038, 2100) for month, day in ((3, 29), (4, 5), (10, 25), (12, 31))
                  for hour in (0, 1, 2, 10, 16)]
        for name in sorted(zoneinfo.available_timezones()):
            if "/" not in name or name.startswith(("posix/", "right/")):
                continue
            zone = zoneinfo.ZoneInfo(name)
            for time in times:
                offset = (epoch + datetime.timedelta(seconds=int(time))).astimezone(zone).utcoffset()
                print(name, int(time), int(offset.total_seconds()))
        """

    private static func python() -> String? {
        let result = try? ChildProcess.run(
            ["python3", "-c", script], environment: ProcessInfo.processInfo.environment)
        return result?.status == 0 ? result?.output : nil
    }

    @Test func `every time zone has the same offsets as in Python`() throws {
        let text = try #require(Self.python(), "python3 with zoneinfo cannot be run here")
        var zones: [Substring: LocalTime] = [:]
        var differences: [Substring] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            let (time, offset) = (try #require(Int(parts[1])), try #require(Int(parts[2])))
            let zone = try zones[parts[0]] ?? #require(LocalTime(String(parts[0])), "\(parts[0])")
            zones[parts[0]] = zone
            let found = zone.wallClock(at: Instant(milliseconds: time * 1_000)).milliseconds / 1_000 - time
            if found != offset { differences.append(line) }
        }
        #expect(differences.isEmpty, "\(differences.prefix(20))")
        #expect(zones.count > 400)
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_199, -18_000), ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_200, -14_400),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_767_225_600, 39_600),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_767_225_600, 0), ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_745_999, -7_200),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_746_000, -3_600), ("UTC0", 0, 0), ("XXX-3:15:30", 0, 11_730),
        ("AAA0BBB,J60/0,J61/0", 1_709_208_000, 0), ("AAA0BBB,59/0,60/0", 1_709_208_000, 3_600),
        ("AAA5BBB,0/0,J365/25", 1_798_700_000, -14_400),
    ]) func `a POSIX rule is parsed`(_ text: String, _ time: Int, _ offset: Int) throws {
        #expect(try #require(TimeZoneRule(text)).offset(at: time) == offset)
    }

    @Test(arguments: [
        "", "E5", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,J0,J365", "EST5EDT,0,366", "<EST5", "EST5EDT,M3.2.0,M11.1.0,", "EST5:EDT,1,2",
    ]) func `an invalid rule is not parsed`(_ text: String) {
        #expect(TimeZoneRule(text) == nil)
    }

    @Test func `a truncated or damaged file gives no time zone, and no crash`() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Paris")))
        #expect(TimeZoneFile(bytes)?.offset(at: 1_767_225_600) == 3_600)
        for count in 0..<bytes.count { #expect(TimeZoneFile(Array(bytes.prefix(count))) == nil) }
        for place in stride(from: 0, to: bytes.count, by: 3) {
            var damaged = bytes
            damaged[place] ^= 0xFF
            _ = TimeZoneFile(damaged)?.offset(at: 1_767_225_600)
        }
    }
}
