// Ids are UUIDs version 7 in ascending order; cursors are authenticated.

import Insight
import Testing

@testable import Interviews

@Suite struct ClockAndIDTests {
    @Test func `a hundred thousand ids are distinct, in order, and of version 7`() {
        var clock = ClockAndIDs.system
        var previous = ""
        for _ in 0..<100_000 {
            let id = clock.newInterview().id
            guard id > previous, id.utf8.count == 36 else {
                Issue.record("\(id) after \(previous)")
                return
            }
            previous = id
        }
        let bytes = Array(previous.utf8)
        #expect([8, 13, 18, 23].allSatisfy { bytes[$0] == UInt8(ascii: "-") })
        #expect(bytes[14] == UInt8(ascii: "7") && "89ab".utf8.contains(bytes[19]))
    }

    @Test func `an id begins with its time in milliseconds`() {
        var clock = ClockAndIDs.system
        let time = Instant(milliseconds: 0x0123_4567_89AB)
        #expect(clock.newID(at: time).description.hasPrefix("01234567-89ab-7"))
        #expect(InterviewID.beginning(of: time) == "01234567-89ab")
        for _ in 0..<10_000 {
            let (id, startedAt) = clock.newInterview()
            #expect(id.hasPrefix(InterviewID.beginning(of: startedAt) + "-7"))
        }
    }

    @Test func `ids that overflow a millisecond continue in the next`() {
        var clock = ClockAndIDs.system
        let time = Instant(milliseconds: 1_000)
        let ids = (0..<10_000).map { _ in clock.newID(at: time).description }
        #expect(Set(ids).count == ids.count)
        #expect(ids.prefix(0xC00) == ids.prefix(0xC00).sorted()[...])
    }

    @Test func `while the clock stands still or steps back a little, ids count up; after a long step they follow it`() {
        var clock = ClockAndIDs.system
        var previous = ""
        for step in 0..<20_000 {
            let time = Instant(milliseconds: 5_000 - step % 3 * 100)
            let id = clock.newID(at: time).description
            #expect(id > previous)
            previous = id
        }
        let day = 86_400_000
        #expect(clock.newID(at: Instant(milliseconds: 10 * day)).description > previous)
        let back = clock.newID(at: Instant(milliseconds: 9 * day)).description
        #expect(back.hasPrefix(InterviewID.beginning(of: Instant(milliseconds: 9 * day))))
        var early = ClockAndIDs.system
        #expect(early.newID(at: Instant(milliseconds: -5_000)).description.hasPrefix("00000000-0000-7"))
    }

    @Test func `ids also count up before 1970`() {
        var clock = ClockAndIDs.system
        var previous = ""
        for step in 0..<10_000 {
            let id = clock.newID(at: Instant(milliseconds: -86_400_000 + step)).description
            #expect(id > previous)
            previous = id
        }
    }

    @Test func `only the description of an id is parsed`() throws {
        let id = InterviewID(high: 0x0123_4567_89AB_7DEF, low: 0x8000_0000_0000_0001)
        #expect(id.description == "01234567-89ab-7def-8000-000000000001")
        #expect(InterviewID(id.description) == id)
        for text in [
            "", "01234567-89AB-7def-8000-000000000001", "01234567-89ab-7def-8000-00000000000g",
            "0123456789ab-7def-8000-0000000000011", "01234567-89ab-7def-8000-0000000000011",
        ] {
            #expect(InterviewID(text) == nil)
        }
    }

    @Test func `the deterministic clock gives the documented times and ids`() {
        var clock = ClockAndIDs.deterministic
        #expect(clock.tick().description == "2026-01-01T00:00:00.000Z")
        #expect(clock.tick().description == "2026-01-01T00:00:01.000Z")
        #expect(clock.newInterview().id == "00000000-0000-7000-8000-000000000001")
        let (id, startedAt) = clock.newInterview()
        #expect(id == "00000000-0000-7000-8000-000000000002")
        #expect(startedAt.description == "2026-01-01T00:00:03.000Z")
    }
}

@Suite struct SipHashTests {
    @Test(
        arguments: [
            (0, 0x726F_DB47_DD0E_0E31), (1, 0x74F8_39C5_93DC_67FD), (7, 0xAB02_00F5_8B01_D137),
            (8, 0x93F5_F579_9A93_2462),
            (15, 0xA129_CA61_49BE_45E5), (63, 0x958A_324C_EB06_4572),
        ] as [(Int, UInt64)])
    func `the test vectors of the reference implementation hold`(length: Int, hash: UInt64) {
        let message = (0..<length).map(UInt8.init)
        #expect(SipHash.hash(message, key: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)) == hash)
    }
}

@Suite struct CursorTests {
    private func seal(_ user: String, _ filter: InterviewFilter = InterviewFilter()) throws -> CursorSeal {
        CursorSeal(key: (1, 2), user: try #require(UserID(user)), filter: filter)
    }

    @Test(arguments: [0, 1, .max] as [UInt64], [0, 1 << 63, .max] as [UInt64])
    func `a cursor leads back to its id`(high: UInt64, low: UInt64) throws {
        let id = InterviewID(high: high, low: low)
        #expect(try seal("kp_a").id(of: try seal("kp_a").cursor(to: id)) == id)
    }

    @Test func `a modified cursor is rejected`() throws {
        let seal = try seal("kp_a")
        let cursor = Array(seal.cursor(to: InterviewID(high: 7, low: 1)).utf8)
        for index in cursor.indices {
            for digit in "0123456789abcdefABCDEF+-".utf8 where digit != cursor[index] {
                var changed = cursor
                changed[index] = digit
                #expect(seal.id(of: String(decoding: changed, as: UTF8.self)) == nil)
            }
        }
        #expect(seal.id(of: "") == nil)
        #expect(seal.id(of: String(decoding: cursor.dropLast(), as: UTF8.self)) == nil)
    }

    @Test func `a cursor is valid for one user and one filter`() throws {
        let id = InterviewID(high: 7, low: 1)
        let filters = [
            InterviewFilter(), InterviewFilter(statuses: [.active]), InterviewFilter(statuses: [.active, .failed]),
            InterviewFilter(technology: "swift"), InterviewFilter(technology: "active"),
            InterviewFilter(startedAfter: Instant(milliseconds: 0)),
            InterviewFilter(startedBefore: Instant(milliseconds: 0)),
        ]
        for (index, filter) in filters.enumerated() {
            let cursor = try seal("kp_a", filter).cursor(to: id)
            for (otherIndex, other) in filters.enumerated() {
                #expect((try seal("kp_a", other).id(of: cursor) == id) == (index == otherIndex))
            }
            #expect(try seal("kp_b", filter).id(of: cursor) == nil)
        }
        #expect(try seal("\u{e9}").id(of: seal("e\u{301}").cursor(to: id)) == nil)
        let swift = try seal("kp_a", InterviewFilter(technology: "SWIFT")).cursor(to: id)
        #expect(try seal("kp_a", InterviewFilter(technology: "swift")).id(of: swift) == id)
    }
}
