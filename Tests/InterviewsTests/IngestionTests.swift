// Vendor records: which interview they belong to, which of two is kept, and what they change.

import Insight
import JSON
import TestStores
import Testing

@testable import Interviews

@Suite struct IngestionTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    private static let day = 1_767_225_600_000

    private static func record(
        _ conversationId: String, _ text: String, sentAt: Int = 0, isAnalysed: Bool = true, startedAt: Int? = nil,
        duration: Double? = nil
    ) -> VendorEvent {
        let body = Array(#"{"transcript":[{"role":"user","content":"\#(text)"}]}"#.utf8)
        let head = VendorRecordHead(
            conversationId: conversationId, isAnalysed: isAnalysed, sentAt: Instant(milliseconds: day + sentAt),
            startedAt: startedAt.map { Instant(milliseconds: day + $0) },
            duration: duration, bytes: body.count)
        return .ended(VendorRecord(head, body: body))
    }

    private func outcome(_ event: VendorEvent, _ id: String? = nil) throws -> String {
        try store.ingest(event, into: id).outcome.rawValue
    }

    private func texts(_ id: String) throws -> [String] { try store.get(id).conversation.turns.map(\.text) }

    @Test func `the same record changes nothing, and an older one neither`() throws {
        let id = try store.create().id
        try store.update(id, to: .active, "a")
        #expect(try outcome(Self.record("a", "First.", sentAt: 5)) == "stored")
        let end = try store.get(id).interview.endedAt
        #expect(try outcome(Self.record("a", "First.", sentAt: 5)) == "duplicate")
        #expect(try outcome(Self.record("a", "First.", sentAt: 9)) == "duplicate")
        #expect(try outcome(Self.record("a", "Older.", sentAt: 4)) == "ignored")
        #expect(try outcome(Self.record("a", "Raw.", sentAt: 9, isAnalysed: false)) == "ignored")
        #expect(try texts(id) == ["First."])
        #expect(try outcome(Self.record("a", "Second.", sentAt: 5)) == "stored")
        #expect(try texts(id) == ["Second."] && store.get(id).interview.endedAt == end)
    }

    @Test func `of records that were sent at the same time one is better, whichever comes first`() throws {
        for texts in [
            ["Long.", "Longer."], ["Longer.", "Long."], ["Long.", "Longer.", "Long."], ["Aa", "Ab", "Aa"],
        ] {
            let id = try store.create().id
            for text in texts { _ = try store.ingest(Self.record("a", text), into: id) }
            #expect(try self.texts(id) == [texts.max { ($0.count, $0) < ($1.count, $1) }])
        }
    }

    @Test func `an analysed record replaces one that is not, whenever it was sent`() throws {
        let id = try store.create().id
        #expect(try outcome(Self.record("a", "Raw.", sentAt: 9, isAnalysed: false), id) == "stored")
        #expect(try outcome(Self.record("a", "Analysed.", sentAt: 1), id) == "stored")
        #expect(try texts(id) == ["Analysed."])
    }

    @Test(arguments: InterviewStatus.allCases) func `a record of the latest conversation completes what has not ended`(
        _ status: InterviewStatus
    ) throws {
        let id = try store.create().id
        if status != .pending { try store.update(id, to: status == .failed ? .failed : .active) }
        if status == .completed { try store.update(id, to: .completed) }
        let end = try store.get(id).interview.endedAt
        let after = try #require(try store.ingest(Self.record("a", "x", duration: 7), into: id).interview)
        #expect(after.status == (status == .failed ? .failed : .completed) && after.actualDuration == 7)
        #expect(end == nil || after.endedAt == end)
        #expect(try store.stats().totalDuration == 7)
    }

    @Test func `a record of an earlier conversation leaves the interview active`() throws {
        let id = try store.create().id
        for conversation in ["a", "b"] { try store.update(id, to: .active, conversation) }
        let first = try store.ingest(Self.record("a", "x", startedAt: 0, duration: 10)).interview
        #expect(first?.status == .active && first?.conversationId == "b" && first?.actualDuration == 10)
        let second = try store.ingest(Self.record("b", "y", startedAt: 20_000, duration: 5)).interview
        #expect(second?.status == .completed && second?.actualDuration == 15)
        #expect(try store.conversations(id).map(\.id) == ["a", "b"])
    }

    /// The vendor's clock may be behind, and its conversation begins before its id is given.
    @Test func `a conversation that was given after another is the later one until both are recorded`() throws {
        let id = try store.create().id
        for conversation in ["a", "b"] { try store.update(id, to: .active, conversation) }
        let recorded = try store.ingest(Self.record("b", "y", startedAt: -60_000)).interview
        #expect(recorded?.status == .completed && recorded?.conversationId == "b")
        #expect(try store.conversations(id).map(\.id) == ["a", "b"])
        _ = try store.ingest(Self.record("a", "x", startedAt: 0))
        #expect(try store.conversations(id).map(\.id) == ["b", "a"] && texts(id) == ["y", "x"])
    }

    @Test func `the duration is the clients' if one has given it, before or after`() throws {
        let id = try store.create().id
        _ = try store.ingest(Self.record("a", "x", duration: 10), into: id)
        #expect(try store.update(id, to: .completed, seconds: 12).actualDuration == 12)
        #expect(try store.ingest(Self.record("b", "y", duration: 5), into: id).interview?.actualDuration == 12)
        #expect(try store.stats().totalDuration == 12)
        let other = try store.create().id
        _ = try store.ingest(Self.record("c", "x", duration: 86_400), into: other)
        #expect(
            try store.ingest(Self.record("d", "x", duration: 86_400), into: other).interview?.actualDuration == 86_400)
    }

    @Test func `durations are summed up exactly, in any order, and are unknown if no record tells one`() throws {
        for durations in [[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.3, 0.1]] {
            let id = try store.create().id
            for duration in durations {
                _ = try store.ingest(Self.record("\(duration)", "x", duration: duration), into: id)
            }
            #expect(try store.get(id).interview.actualDuration == 0.6)
        }
        let id = try store.create().id
        _ = try store.ingest(Self.record("a", "x", duration: 5), into: id)
        #expect(try store.ingest(Self.record("a", "y", sentAt: 1), into: id).interview?.actualDuration == nil)
        _ = try store.ingest(Self.record("a", "z", sentAt: 2, duration: -0.0), into: id)
        #expect(try store.get(id).interview.actualDuration == 0)
    }

    @Test(arguments: [true, false]) func `a candidate can reconnect after a webhook has ended the interview`(
        _ hasFailed: Bool
    ) throws {
        let id = try store.create().id
        try store.update(id, to: .active, "a")
        let end = try #require(
            try store.ingest(hasFailed ? .failed(conversationId: "a") : Self.record("a", "x", startedAt: 0)).interview)
        #expect(throws: Refusal.invalidTransition(from: end.status, to: .active)) { try store.update(id, to: .active) }
        for _ in 0..<2 {
            let late = try store.update(id, to: .active, "b")
            #expect(late.status == end.status && late.endedAt == end.endedAt && late.conversationId == "b")
        }
        #expect(try outcome(Self.record("b", "y", startedAt: 60_000)) == "stored")
        #expect(try store.conversations(id).map(\.id) == ["a", "b"])
        // Once a client has ended it, it is ended as ever.
        try store.save(id)
        #expect(throws: Refusal.invalidTransition(from: .completed, to: .active)) {
            try store.update(id, to: .active, "c")
        }
    }

    @Test func `a search finds what is read after a conversation was added`() throws {
        let id = try store.create().id
        _ = try store.append([LiveTurn(key: "1", .candidate, "Kubernetes", conversationId: "a")], to: id)
        _ = try store.ingest(Self.record("a", "Docker"))
        #expect(try store.search("docker").hits.count == 1 && store.search("kubernetes").hits.isEmpty)
        try store.update(id, to: .completed, "b")
        #expect(try store.search("docker").hits.isEmpty && store.search("kubernetes").hits.count == 1)
    }

    @Test func `a failure ends only the interview whose latest conversation it is`() throws {
        let id = try store.create().id
        #expect(throws: Refusal.notFound) { try store.ingest(.failed(conversationId: "a")) }
        try store.update(id, to: .active, "a")
        #expect(try outcome(.failed(conversationId: "b"), id) == "ignored")
        try store.update(id, to: .active, "b")
        #expect(try outcome(.failed(conversationId: "a")) == "ignored")
        #expect(try outcome(.failed(conversationId: "b")) == "failed")
        #expect(try outcome(.failed(conversationId: "b")) == "ignored")
        #expect(try store.stats().failed == 1)
    }

    @Test func `other events are ignored, whether the conversation is known or not`() throws {
        let id = try store.create().id
        try store.update(id, to: .active, "a")
        #expect(try store.ingest(.other(conversationId: "a")).interview?.id == id)
        for event in [VendorEvent.other(conversationId: "b"), .other(conversationId: nil)] {
            let ingestion = try store.ingest(event)
            #expect(ingestion.outcome == .ignored && ingestion.interview == nil)
        }
        #expect(try store.ingest(.other(conversationId: "a"), into: "nothing").interview == nil)
    }

    @Test func `a record belongs to the newest interview of the caller that has the conversation`() throws {
        let ids = try (0..<2).map { _ in try store.create().id }
        for id in ids { try store.update(id, to: .active, "a") }
        #expect(try store.ingest(Self.record("a", "x")).interview?.id == ids[1])
        #expect(throws: Refusal.notFound) { try store.ingest(Self.record("a", "x"), "kp_bob") }
        #expect(throws: Refusal.notFound) { try store.ingest(Self.record("a", "x"), into: ids[0], "kp_bob") }
        #expect(try store.get(ids[0]).reading().origin == nil)
    }

    @Test func `records of 8 MiB are kept; more are refused, and change nothing`() throws {
        let id = try store.create().id
        let large = String(repeating: "x", count: 3 * 1_024 * 1_024)
        for conversation in ["a", "b"] { #expect(try outcome(Self.record(conversation, large), id) == "stored") }
        #expect(throws: Refusal.tooLarge("body", limit: Limits.transcriptionBytes)) {
            try store.ingest(Self.record("c", large), into: id)
        }
        #expect(try store.conversations(id).map(\.id) == ["a", "b"])
        #expect(try outcome(Self.record("b", large + "y", sentAt: 1), id) == "stored")
        #expect(try outcome(Self.record("c", "short"), id) == "stored")
    }

    @Test func `records are read if every conversation has one; else what was saved, or the live turns`() throws {
        let id = try store.create().id
        for conversation in ["a", "b"] { try store.update(id, to: .active, conversation) }
        func origin() throws -> TranscriptOrigin? { try store.get(id).reading().origin }
        _ = try store.ingest(Self.record("a", "Recorded.", startedAt: 0))
        #expect(try origin() == .vendor && store.get(id).transcriptionFrom == .vendor)
        _ = try store.append([LiveTurn(key: "1", .candidate, "Live.")], to: id)
        #expect(try origin() == .live && store.get(id).transcriptionFrom == .vendor)
        try store.save(id, transcription: #""User: Saved.""#)
        #expect(try origin() == .saved && store.get(id).transcriptionFrom == nil)
        #expect(try store.search("saved").hits.count == 1 && store.search("recorded").hits.isEmpty)
        _ = try store.ingest(Self.record("b", "Recorded, too.", startedAt: 5_000))
        #expect(try origin() == .vendor && texts(id) == ["Recorded.", "Recorded, too."])
        #expect(try store.search("recorded").hits.map(\.turn) == [0, 1] && store.search("saved").hits.isEmpty)
        #expect(try store.get(id).reading().conversationIds == ["a", "b"])
    }

    @Test func `a record in an unknown format does not hide what was saved`() throws {
        let id = try store.create().id
        let body = Array(#"{"unknown":7}"#.utf8)
        let head = VendorRecordHead(
            conversationId: "a", isAnalysed: true, sentAt: Instant(milliseconds: 0), startedAt: nil, duration: nil,
            bytes: body.count)
        #expect(try outcome(.ended(VendorRecord(head, body: body)), id) == "stored")
        let transcript = try store.perform { own throws(Refusal) in try own.transcript(id, as: .turns) }
        #expect(transcript.reading.origin == .vendor && transcript.rendering.source == .unknown)
        #expect(transcript.transcription == Array(#"{"conversations":[{"unknown":7}]}"#.utf8))
        try store.save(id, transcription: #""User: Saved.""#)
        #expect(try texts(id) == ["Saved."])
    }

    @Test func `a body is answered as it came, on one line`() throws {
        let id = try store.create().id
        let body = Array("{\n \"a\" : 1.0,\r\n\"b\":\"\u{2028}\\u0000\"}\n".utf8)
        let head = VendorRecordHead(
            conversationId: "a", isAnalysed: true, sentAt: Instant(milliseconds: 0), startedAt: nil, duration: nil,
            bytes: body.count)
        _ = try store.ingest(.ended(VendorRecord(head, body: body)), into: id)
        let whole = try store.get(id)
        #expect(whole.vendorRecords.map(\.body) == [body])
        let text = try #require(whole.transcription)
        #expect(!text.contains(0x0A) && !text.contains(0x0D))
        #expect(
            try JSONText(text[...]).root.isSameValue(
                as: JSONText(#"{"conversations":[{"a":1.0,"b":"\u2028\u0000"}]}"#).root))
    }
}
