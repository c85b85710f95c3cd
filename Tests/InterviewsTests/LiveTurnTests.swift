// Live turns: appended, corrected, limited, and read back.

import Insight
import TestStores
import Testing

@testable import Interviews

@Suite struct LiveTurnTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    private static func turn(
        _ key: String, _ text: String = "Hello.", _ speaker: Speaker = .candidate, start: Double? = nil,
        end: Double? = nil, of conversationId: String? = nil
    ) -> LiveTurn {
        LiveTurn(key: key, speaker, text, start: start, end: end, conversationId: conversationId)
    }

    private func outcome(_ turns: [LiveTurn], to id: String) throws -> [Int] {
        let appended = try store.append(turns, to: id)
        return [appended.appended, appended.corrected, appended.unchanged, appended.turns]
    }

    private func texts(of id: String) throws -> [String] { try store.get(id).conversation.turns.map(\.text) }

    @Test func `the same turn is unchanged, and another with its key takes its place`() throws {
        let id = try store.create().id
        #expect(try outcome([Self.turn("1", "One."), Self.turn("2", "Two.")], to: id) == [2, 0, 0, 2])
        #expect(try outcome([Self.turn("1", "One."), Self.turn("3", "Three.")], to: id) == [1, 0, 1, 3])
        #expect(try outcome([Self.turn("1", "One, corrected.")], to: id) == [0, 1, 0, 3])
        #expect(try texts(of: id) == ["One, corrected.", "Two.", "Three."])
        #expect(
            try outcome([Self.turn("4"), Self.turn("4"), Self.turn("4", "Four."), Self.turn("1", "One.")], to: id)
                == [1, 2, 1, 4])
        #expect(try texts(of: id) == ["One.", "Two.", "Three.", "Four."])
    }

    @Test func `keys are unique within a conversation, and compared byte for byte`() throws {
        let id = try store.create().id
        let turns = [
            Self.turn("1", "Of the interview."), Self.turn("1", "Of a.", of: "a"), Self.turn("1", "Of b.", of: "b"),
            Self.turn("\u{e9}", "Composed.", of: "b"), Self.turn("e\u{301}", "Decomposed.", of: "b"),
        ]
        #expect(try outcome(turns, to: id) == [5, 0, 0, 5])
        #expect(try outcome(turns, to: id) == [0, 0, 5, 5])
        let whole = try store.get(id)
        #expect(try store.conversations(id).map(\.id) == ["a", "b"] && whole.interview.conversationId == "b")
        #expect(whole.reading().conversationIds == ["a", "b"])
    }

    @Test(arguments: InterviewStatus.allCases) func `turns are kept in every state, and begin an interview`(
        _ status: InterviewStatus
    ) throws {
        let id = try store.create().id
        if status == .completed { try store.move(id, to: .active) }
        if status != .pending { try store.move(id, to: status) }
        let before = try store.get(id).interview
        #expect(try outcome([Self.turn("1")], to: id) == [1, 0, 0, 1])
        let after = try store.get(id).interview
        #expect(after.status == (status == .pending ? .active : status) && after.endedAt == before.endedAt)
        #expect(try texts(of: id) == ["Hello."])
        #expect(try store.stats().total == 1 && store.stats().active == (after.status == .active ? 1 : 0))
    }

    @Test func `a repeated conversation does not become the latest again; a new one does`() throws {
        let id = try store.create().id
        _ = try store.append([Self.turn("1", of: "a")], to: id)
        try store.update(id, to: .active, "b")
        _ = try store.append([Self.turn("2", of: "a")], to: id)
        #expect(try store.get(id).interview.conversationId == "b")
        #expect(try store.list(InterviewFilter(conversationId: "a")).interviews.map(\.id) == [id])
    }

    @Test func `turns of 8 MiB are kept; one more is refused with all of its call, and changes nothing`() throws {
        let id = try store.create().id
        let empty = Self.turn("00000", "").json.count
        let text = String(repeating: "x", count: 65_536 - empty)
        for block in 0..<16 {
            let turns = (0..<8).map { Self.turn("\(10_000 + 8 * block + $0)", text) }
            #expect(try store.append(turns, to: id).appended == 8)
        }
        let before = try store.get(id)
        #expect(before.spokenBytes == Limits.transcriptionBytes)
        #expect(throws: Refusal.tooLarge("turns", limit: Limits.transcriptionBytes)) {
            try store.append([Self.turn("10000", "shorter"), Self.turn("new", text)], to: id)
        }
        #expect(try store.get(id).transcription == before.transcription)
        #expect(try store.append([Self.turn("10000", "shorter")], to: id).corrected == 1)
        #expect(try store.append([Self.turn("new", "")], to: id).turns == 129)
    }

    @Test func `a short turn counts as 256 bytes`() throws {
        let id = try store.create().id
        let most = Limits.transcriptionBytes / Limits.leastTurnBytes
        for first in stride(from: 0, to: most, by: 200) {
            _ = try store.append((first..<min(first + 200, most)).map { Self.turn("\($0)", "") }, to: id)
        }
        #expect(throws: Refusal.tooLarge("turns", limit: Limits.transcriptionBytes)) {
            try store.append([Self.turn("new", "")], to: id)
        }
        #expect(try store.append([Self.turn("0", String(repeating: "x", count: 200))], to: id).corrected == 1)
    }

    @Test func `more conversations than an interview can have are refused with all of their turns`() throws {
        let id = try store.create().id
        let long = String(repeating: "c", count: 250)
        let turns = (100..<160).map { Self.turn("1", of: "\(long)\($0)") }
        #expect(throws: Refusal.tooLarge("conversations", limit: Limits.conversationsBytes)) {
            try store.append(turns, to: id)
        }
        #expect(try store.list(InterviewFilter(conversationId: "\(long)100")).interviews.isEmpty)
        #expect(try store.get(id).interview.status == .pending && store.conversations(id).isEmpty)
        #expect(try store.append([turns[0]], to: id).turns == 1)
        #expect(try store.list(InterviewFilter(conversationId: "\(long)100")).interviews.map(\.id) == [id])
    }

    @Test func `what is answered can be saved, and is read as the same turns`() throws {
        let id = try store.create().id
        let turns = [
            Self.turn("1", "What is a B-tree?", .interviewer, start: 0.5, end: 2.25), Self.turn("2", "", .interviewer),
            Self.turn("3", "Flat \"tree\".\u{2028}\u{0301}", start: 3, end: 4.125),
        ]
        _ = try store.append(turns, to: id)
        let live = try store.get(id)
        #expect(live.transcriptionFrom == .live && live.conversation.source == .turns)
        #expect(live.conversation.turns.map(\.start) == [0.5, 3] && live.conversation.timing == .exact)
        let text = try #require(live.transcription)
        #expect(!text.contains(0x0A))
        try store.save(id, transcription: String(decoding: text, as: UTF8.self))
        let saved = try store.get(id)
        #expect(saved.transcriptionFrom == nil && saved.reading().origin == .saved)
        #expect(saved.conversation == live.conversation)
    }

    @Test func `turns are found by the next search, and no longer after a correction`() throws {
        let id = try store.create().id
        _ = try store.append([Self.turn("1", "kafka")], to: id)
        #expect(try store.search("kafka").hits.map(\.interviewId) == [id])
        _ = try store.append([Self.turn("1", "redis"), Self.turn("2", "kubernetes")], to: id)
        #expect(try store.search("kafka").hits.isEmpty)
        #expect(try store.search("kubernetes").hits.map(\.turn) == [1])
    }

    @Test func `another user's interview and a missing one are not found`() throws {
        let id = try store.create().id
        #expect(throws: Refusal.notFound) { try store.append([Self.turn("1")], to: id, "kp_bob") }
        #expect(throws: Refusal.notFound) { try store.append([Self.turn("1")], to: "nothing") }
    }

    @Test func `turns are deleted with their interview`() throws {
        let id = try store.create().id
        _ = try store.append([Self.turn("1", of: "a")], to: id)
        try store.delete(id)
        #expect(throws: Refusal.notFound) { try store.get(id) }
        #expect(throws: Refusal.notFound) { try store.append([Self.turn("1")], to: id) }
    }
}

@Suite struct SourceTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    private func origin(_ id: String, _ origin: TranscriptOrigin? = nil) throws -> [String] {
        let reading = try store.get(id).reading(from: origin)
        return [reading.origin?.rawValue ?? "nothing"] + reading.conversation.turns.map(\.text)
    }

    @Test func `what was saved is read before live turns, unless nothing was said in it`() throws {
        let id = try store.create().id
        #expect(try origin(id) == ["nothing"])
        try store.save(id, transcription: "[]")
        #expect(try origin(id) == ["saved"])
        _ = try store.append([LiveTurn(key: "1", .candidate, "Live.")], to: id)
        #expect(try origin(id) == ["live", "Live."])
        try store.save(id, transcription: #"{"unknown":7}"#)
        #expect(try origin(id) == ["live", "Live."])
        try store.save(id, transcription: #""User: Saved.""#)
        #expect(try origin(id) == ["saved", "Saved."])
        #expect(try origin(id, .live) == ["live", "Live."])
        #expect(try origin(id, .vendor) == ["nothing"])
    }

    @Test func `blank turns are nothing that was said`() throws {
        let id = try store.create().id
        _ = try store.append([LiveTurn(key: "1", .candidate, " "), LiveTurn(key: "2", .candidate, "")], to: id)
        let metrics = try store.perform { own throws(Refusal) in try own.metrics(id) }
        #expect(metrics.source == .none && metrics.speech.words == .unknown(.noTranscript))
        #expect(try store.get(id).transcriptionFrom == .live)
        let body = Array(#"{"transcript":[]}"#.utf8)
        let head = VendorRecordHead(
            conversationId: "a", isAnalysed: true, sentAt: Instant(milliseconds: 0), startedAt: nil, duration: nil,
            bytes: body.count)
        _ = try store.ingest(.ended(VendorRecord(head, body: body)), into: id)
        #expect(try origin(id) == ["vendor"])
    }

    @Test func `the times of a conversation run on after those before it`() throws {
        let id = try store.create().id
        func turn(_ key: String, _ start: Double, _ end: Double, _ conversation: String?) -> LiveTurn {
            LiveTurn(key: key, .candidate, key, start: start, end: end, conversationId: conversation)
        }
        _ = try store.append(
            [turn("b1", 1, 2, "b"), turn("a1", 0, 3, "a"), turn("own", 0, 10, nil), turn("b2", 4, 5, "b")], to: id)
        let turns = try store.get(id).conversation.turns
        #expect(turns.map(\.text) == ["own", "b1", "b2", "a1"])
        #expect(turns.map(\.start) == [0, 11, 14, 15] && turns.map(\.end) == [10, 12, 15, 18])
    }
}
