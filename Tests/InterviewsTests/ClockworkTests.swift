// Ids are UUIDs version 7, each greater than the one before it.

import Testing

@testable import Interviews

@Suite struct ClockworkTests {
    @Test func `a hundred thousand ids are distinct, in order, and of version 7`() {
        var clockwork = Clockwork.system
        var previous = ""
        for _ in 0..<100_000 {
            let id = clockwork.newID(at: clockwork.tick())
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
        var clockwork = Clockwork.system
        #expect(clockwork.newID(at: Instant(milliseconds: 0x0123_4567_89AB)).hasPrefix("01234567-89ab-7"))
    }

    @Test func `a clock that is set back makes no id twice and none smaller`() {
        var clockwork = Clockwork.system
        let first = clockwork.newID(at: Instant(milliseconds: 2_000))
        let second = clockwork.newID(at: Instant(milliseconds: 1_000))
        #expect(second > first)
    }

    @Test func `the deterministic clockwork is the one that is promised`() {
        var clockwork = Clockwork.deterministic
        #expect(clockwork.tick().description == "2026-01-01T00:00:00.000Z")
        #expect(clockwork.tick().description == "2026-01-01T00:00:01.000Z")
        #expect(clockwork.newID(at: .now) == "00000000-0000-7000-8000-000000000001")
        #expect(clockwork.newID(at: .now) == "00000000-0000-7000-8000-000000000002")
    }
}

@Suite struct SipHashTests {
    @Test(
        arguments: [
            (0, 0x726F_DB47_DD0E_0E31), (1, 0x74F8_39C5_93DC_67FD), (7, 0xAB02_00F5_8B01_D137),
            (8, 0x93F5_F579_9A93_2462),
            (15, 0xA129_CA61_49BE_45E5), (63, 0x958A_324C_EB06_4572),
        ] as [(Int, UInt64)])
    func `the vectors of the reference implementation hold`(length: Int, hash: UInt64) {
        let message = (0..<length).map(UInt8.init)
        #expect(SipHash.hash(message, key: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)) == hash)
    }
}

@Suite struct CursorTests {
    private func seal(_ user: String, _ filter: InterviewFilter = InterviewFilter()) throws -> CursorSeal {
        CursorSeal(key: (1, 2), user: try #require(UserID(user)), filter: filter)
    }

    @Test(arguments: [(0, 1), (1_767_225_600_000, 1_000_000), (-1, .max), (.max, .max)])
    func `a cursor leads back to its position`(milliseconds: Int, key: Int) throws {
        let position = Position(startedAt: Instant(milliseconds: milliseconds), key: key)
        let cursor = try seal("kp_a").cursor(to: position)
        #expect(try seal("kp_a").position(of: cursor) == position)
    }

    @Test func `no changed cursor is valid`() throws {
        let seal = try seal("kp_a")
        let cursor = Array(seal.cursor(to: Position(startedAt: .now, key: 7)).utf8)
        for index in cursor.indices {
            for digit in "0123456789abcdefABCDEF+-".utf8 where digit != cursor[index] {
                var changed = cursor
                changed[index] = digit
                #expect(seal.position(of: String(decoding: changed, as: UTF8.self)) == nil)
            }
        }
        #expect(seal.position(of: "") == nil)
        #expect(seal.position(of: String(decoding: cursor.dropLast(), as: UTF8.self)) == nil)
    }

    @Test func `a cursor holds for one user and one filter`() throws {
        let position = Position(startedAt: .now, key: 7)
        let filters = [
            InterviewFilter(), InterviewFilter(statuses: [.active]), InterviewFilter(statuses: [.active, .failed]),
            InterviewFilter(technology: "swift"), InterviewFilter(technology: "active"),
            InterviewFilter(startedAfter: Instant(milliseconds: 0)),
            InterviewFilter(startedBefore: Instant(milliseconds: 0)),
        ]
        for (index, filter) in filters.enumerated() {
            let cursor = try seal("kp_a", filter).cursor(to: position)
            for (otherIndex, other) in filters.enumerated() {
                #expect((try seal("kp_a", other).position(of: cursor) == position) == (index == otherIndex))
            }
            #expect(try seal("kp_b", filter).position(of: cursor) == nil)
        }
        #expect(try seal("\u{e9}").position(of: seal("e\u{301}").cursor(to: position)) == nil)
        let swift = try seal("kp_a", InterviewFilter(technology: "SWIFT")).cursor(to: position)
        #expect(try seal("kp_a", InterviewFilter(technology: "swift")).position(of: swift) == position)
    }
}
