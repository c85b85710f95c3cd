// When an overloaded server is asked again.

import Foundation
import TestSupport
import Testing

@testable import ChatCompletions

@Suite struct RetryAfterTests {
    @Test(arguments: [
        // The examples of RFC 9110 §5.6.7, but for a year of this century in the second.
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 3_939_871_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 29 Feb 2024 23:59:60 GMT", 1_709_251_200),
    ]) func `the three forms of a date are read`(_ text: String, _ seconds: Int) {
        #expect(RetryAfter.date(text) == seconds)
    }

    @Test(arguments: [
        "", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "-5", "1.5", "+1", "٣",
    ]) func `another text is no time`(_ text: String) {
        #expect(RetryAfter.pause(text, now: 0) == nil)
    }

    @Test func `a time is a number of seconds or a date`() {
        #expect(RetryAfter.pause("0", now: 5) == .zero)
        #expect(RetryAfter.pause("120", now: 5) == .seconds(120))
        #expect(RetryAfter.pause("99999999999999999999", now: 5).map { $0 > .seconds(3_600) } == true)
        #expect(RetryAfter.pause("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_700) == .seconds(77))
        #expect(RetryAfter.pause("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_800) == .zero)
    }

    private static func date(in seconds: Double) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSinceNow: seconds))
    }

    /// Asks a server that is overloaded once.
    /// - Returns: the time between both requests.
    private func pause(_ status: Int, _ retryAfter: String?) throws -> Duration {
        let headers = retryAfter.map { ["RETRY-after": $0] } ?? [:]
        let server = try ModelServer([.response(status, headers: headers), .completion("good")])
        #expect(try Asking(server).outcome() == .success("good"))
        let times = server.requests.map(\.receivedAt)
        #expect(times.count == 2)
        return times[0].duration(to: times[1])
    }

    @Test(arguments: [429, 500, 502, 503, 504, 529]) func `an overloaded server is asked again after a second`(
        _ status: Int
    ) throws {
        #expect(try pause(status, nil) >= .seconds(1))
    }

    @Test func `the server is given the time that it asks for`() throws {
        #expect(try pause(429, "2") >= .seconds(2))
        try inTime { try pause(429, "0") < .seconds(1) }
        #expect(try pause(503, Self.date(in: 4)) >= .seconds(2))
        #expect(try pause(503, "soon") >= .seconds(1))
    }

    @Test(arguments: ["3", "600", Self.date(in: 600), "99999999999999999999"])
    func `a time beyond the time that is left is not waited for`(_ retryAfter: String) throws {
        let server = try ModelServer([.response(429, headers: ["Retry-After": retryAfter]), .completion("good")])
        var asking = Asking(server)
        asking.timeout = 3
        #expect(try asking.outcome() == .failure(.overloaded, 429))
        #expect(server.requests.count == 1)
    }

    @Test func `all tries share one time-out`() throws {
        try inTime {
            let server = try ModelServer([.response(429, headers: ["Retry-After": "2"]), .silence])
            var asking = Asking(server)
            asking.timeout = 3
            let start = ContinuousClock.now
            #expect(try asking.outcome() == .failure(.timeout))
            let duration = start.duration(to: .now)
            #expect(duration >= .seconds(3) && server.requests.count == 2)
            return duration < .seconds(4)
        }
    }
}
