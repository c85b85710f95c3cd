// Feedback that is saved by itself, on a real store.

import Insight
import JSON
import TestStores
import Testing

@testable import Interviews

@Suite struct FeedbackTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    private func saveFeedback(_ id: String, _ feedback: String, score: Double? = nil) throws -> Interview {
        let feedback = try JSONText(feedback).root
        return try store.perform { own throws(Refusal) in try own.saveFeedback(id, feedback, score: score) }
    }

    @Test(arguments: InterviewStatus.allCases)
    func `it is saved in every state, and changes nothing but the feedback and the score`(_ status: InterviewStatus)
        throws
    {
        let id = try store.create().id
        let way: [InterviewStatus: [InterviewStatus]] = [
            .active: [.active], .completed: [.active, .completed], .failed: [.failed],
        ]
        for step in way[status] ?? [] { try store.move(id, to: step) }
        let before = try store.get(id).interview
        let saved = try saveFeedback(id, #"{"note":7}"#, score: 70)
        #expect(saved.status == status && saved.endedAt == before.endedAt && saved.score == 70)
        let whole = try store.get(id)
        #expect(whole.feedback == Array(#"{"note":7}"#.utf8) && whole.savedTranscription == nil)
        #expect(whole.transcriptionFrom == nil && whole.conversation.source == .none)
        #expect(try store.list().interviews.map(\.score) == [70])
        #expect(try store.stats().scoredInterviews == 1 && store.stats().averageScore == 70)
    }

    @Test func `another one replaces it, and keeps the score and the transcription`() throws {
        let id = try store.create().id
        try store.save(id, score: 60, transcription: #""User: tree""#)
        #expect(try store.search("tree").hits.count == 1)
        _ = try saveFeedback(id, #""first""#)
        #expect(try store.get(id).interview.score == 60)
        _ = try saveFeedback(id, #""second""#, score: 61)
        let whole = try store.get(id)
        #expect(whole.feedback == Array(#""second""#.utf8) && whole.interview.score == 61)
        #expect(whole.transcription == Array(#""User: tree""#.utf8) && whole.interview.actualDuration == 60)
        #expect(try store.search("tree").hits.count == 1)
        try store.save(id, transcription: #""User: other""#)
        #expect(try store.get(id).feedback == Array(#""second""#.utf8))
        #expect(try store.search("tree").hits.isEmpty && store.search("other").hits.count == 1)
    }

    @Test func `a transcription that is saved after it stands beside it`() throws {
        let id = try store.create().id
        _ = try saveFeedback(id, "[1]", score: 5)
        try store.save(id, transcription: #""User: tree""#)
        let whole = try store.get(id)
        #expect(whole.feedback == Array("[1]".utf8) && whole.transcription == Array(#""User: tree""#.utf8))
        try store.delete(id)
        #expect(try store.stats().total == 0)
    }

    @Test func `one byte more than the limit is refused, and changes nothing`() throws {
        let id = try store.create().id
        let limit = "\"" + String(repeating: "x", count: Limits.feedbackBytes - 2) + "\""
        _ = try saveFeedback(id, limit)
        #expect(throws: Refusal.tooLarge("feedback", limit: Limits.feedbackBytes)) {
            try saveFeedback(id, "\"x" + limit.dropFirst(), score: 1)
        }
        #expect(try store.get(id).feedback?.count == Limits.feedbackBytes && store.get(id).interview.score == nil)
    }

    @Test func `of an interview that the caller does not have, nothing is stored`() throws {
        let id = try store.create("kp_bob").id
        #expect(throws: Refusal.notFound) { try saveFeedback(id, "[1]", score: 1) }
        #expect(try store.get(id, "kp_bob").feedback == nil)
    }
}
