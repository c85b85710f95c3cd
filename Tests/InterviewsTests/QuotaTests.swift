// Quotas: what would exceed one is refused and changes nothing; what is deleted or replaced makes room.

import Insight
import JSON
import TestStores
import Testing

@testable import Interviews

@Suite struct QuotaTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    private func perform<Value>(
        _ quotas: Quotas, _ user: String = "kp_alice", _ body: (UserInterviews) throws(Refusal) -> Value
    ) throws -> Value {
        let id = try #require(UserID(user))
        return try store.together { transaction in
            Result { () throws(Refusal) in try body(UserInterviews(of: id, in: transaction, quotas)) }
        }.get()
    }

    private func create(_ quotas: Quotas, _ user: String = "kp_alice", context: String = "") throws -> String {
        try perform(quotas, user) { own throws(Refusal) in
            try own.create(technologies: [], context: context, duration: 1).id
        }
    }

    private func storedBytes(_ user: String = "kp_alice") throws -> Int {
        try perform(.none, user) { own throws(Refusal) in try own.records.storedBytes() }
    }

    @Test func `each user may have so many interviews, and a deletion makes room`() throws {
        let quotas = Quotas(interviews: 2)
        let first = try create(quotas)
        _ = try create(quotas)
        for _ in 0..<2 {
            #expect(throws: Refusal.quotaExceeded(.interviews, limit: 2)) { try create(quotas) }
        }
        // A refused call is no write: the clock and the ids do not advance.
        let other = try create(quotas, "kp_bob")
        #expect(InterviewID(other)?.tail == 3)
        try store.delete(first)
        _ = try create(quotas)
        #expect(throws: Refusal.quotaExceeded(.interviews, limit: 2)) { try create(quotas) }
        #expect(try store.stats().total == 2)
    }

    @Test func `bytes are counted for whatever is stored, and given back`() throws {
        let id = try store.create(technologies: ["Swift"], context: "éco").id
        var expected = 9 + 4
        #expect(try storedBytes() == expected)
        try store.save(id, transcription: #""four""#)
        expected += 6
        #expect(try storedBytes() == expected)
        try store.save(id, transcription: #""fo""#)
        expected -= 2
        #expect(try storedBytes() == expected)
        for (feedback, added) in [("[1]", 3), ("[1,2]", 2), ("7", -4)] {
            let feedback = try JSONText(feedback).root
            _ = try perform(.none) { own throws(Refusal) in try own.saveFeedback(id, feedback, score: nil) }
            expected += added
            #expect(try storedBytes() == expected)
        }
        let long = String(repeating: "x", count: 1_000)
        let turn = LiveTurn(key: "2", .candidate, long)
        _ = try store.append([LiveTurn(key: "1", .candidate, "x"), turn], to: id)
        expected += Limits.leastTurnBytes + turn.json.count
        #expect(try storedBytes() == expected)
        _ = try store.append([LiveTurn(key: "2", .candidate, "x")], to: id)
        expected += Limits.leastTurnBytes - turn.json.count
        #expect(try storedBytes() == expected)
        for (body, added) in [("[]", 2), ("[1, 2]", 4)] {
            let head = VendorRecordHead(
                conversationId: "conv_1", isAnalysed: true, sentAt: Instant(milliseconds: added), startedAt: nil,
                duration: nil, bytes: body.utf8.count)
            _ = try store.ingest(.ended(VendorRecord(head, body: Array(body.utf8))), into: id)
            expected += added
            #expect(try storedBytes() == expected)
        }
        try store.delete(id)
        #expect(try storedBytes() == 0)
    }

    /// What can store bytes, and what each of them adds.
    enum Growth: CaseIterable {
        case interview, transcription, feedback, review, turns, record

        func store(_ id: String, _ own: UserInterviews) throws(Refusal) {
            switch self {
            case .interview: _ = try own.create(technologies: [], context: text, duration: 1)
            case .transcription:
                _ = try own.saveTranscription(id, json, actualDuration: 1, feedback: nil, score: nil)
            case .feedback: _ = try own.saveFeedback(id, json, score: nil)
            case .review:
                _ = try own.saveReview(id, Array(json.bytes), score: 1, of: [], inPlaceOf: nil)
            case .turns: _ = try own.append([LiveTurn(key: "1", .candidate, text)], to: id)
            case .record:
                let head = VendorRecordHead(
                    conversationId: "conv_1", isAnalysed: true, sentAt: Instant(milliseconds: 0), startedAt: nil,
                    duration: nil, bytes: json.bytes.count)
                _ = try own.ingest(.ended(VendorRecord(head, body: Array(json.bytes))), into: id)
            }
        }

        private var text: String { String(repeating: "x", count: 400) }

        private var json: JSONSlice {
            do { return try JSONText("\"\(text)\"").root } catch { fatalError("\(error)") }
        }
    }

    @Test(arguments: Growth.allCases)
    func `what would exceed the bytes is refused, and changes nothing`(_ growth: Growth) throws {
        let id = try store.create().id
        let before = try storedBytes()
        #expect(throws: Refusal.quotaExceeded(.bytes, limit: 300)) {
            try perform(Quotas(bytes: 300)) { own throws(Refusal) in try growth.store(id, own) }
        }
        #expect(try storedBytes() == before)
        let whole = try store.get(id)
        #expect(whole.interview.status == .pending && whole.transcription == nil && whole.feedback == nil)
        #expect(try store.stats().total == 1)
        try perform(Quotas(bytes: 600)) { own throws(Refusal) in try growth.store(id, own) }
        #expect(try storedBytes() > 400)
    }

    @Test func `a status, and what is no longer than before, are accepted beyond the limit`() throws {
        let id = try store.create().id
        try store.save(id, transcription: #""hello""#)
        let said = try JSONText(#""hi""#).root
        _ = try perform(Quotas(bytes: 1)) { own throws(Refusal) in
            _ = try own.updateStatus(id, to: .completed, conversationId: "conv_1")
            _ = try own.saveTranscription(id, said, actualDuration: 1, feedback: nil, score: 50)
        }
        #expect(try store.get(id).transcription == Array(#""hi""#.utf8))
    }
}
