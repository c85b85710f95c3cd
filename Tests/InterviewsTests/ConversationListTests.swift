// The conversations of an interview, and the duration that a client gives without a transcription.

import Insight
import TestStores
import Testing

@testable import Interviews

@Suite struct ConversationListTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    @Test func `every conversation is kept, with the time at which its id came; the latest is the last given`() throws {
        let id = try store.create().id
        for conversation in ["a", "b", "a", "a"] { try store.update(id, to: .active, conversation) }
        let whole = try store.get(id)
        #expect(try store.conversations(id).map(\.id) == ["a", "b"])
        #expect(
            try store.conversations(id).map(\.startedAt.description) == [
                "2026-01-01T00:00:01.000Z", "2026-01-01T00:00:02.000Z",
            ])
        #expect(whole.interview.conversationId == "a")
    }

    @Test func `an interview without a conversation has none`() throws {
        #expect(try store.conversations(store.create().id).isEmpty)
    }

    @Test func `ids are compared byte for byte`() throws {
        let id = try store.create().id
        for conversation in ["\u{e9}", "e\u{301}"] { try store.update(id, to: .active, conversation) }
        #expect(try store.conversations(id).count == 2)
        #expect(try store.list(InterviewFilter(conversationId: "e\u{301}")).interviews.count == 1)
        #expect(try store.list(InterviewFilter(conversationId: "e")).interviews.isEmpty)
    }

    @Test func `a list finds interviews by any of their conversations, newest first, with the other filters`() throws {
        let ids = try (0..<3).map { _ in try store.create(technologies: ["Go"]).id }
        for id in ids { try store.update(id, to: .active, "shared") }
        try store.update(ids[1], to: .active, "other")
        try store.update(ids[0], to: .failed)
        func found(_ filter: InterviewFilter) throws -> [String] { try store.list(filter).interviews.map(\.id) }
        #expect(try found(InterviewFilter(conversationId: "shared")) == ids.reversed())
        #expect(try found(InterviewFilter(conversationId: "other")) == [ids[1]])
        #expect(try found(InterviewFilter(statuses: [.failed], conversationId: "shared")) == [ids[0]])
        #expect(try found(InterviewFilter(technology: "go", conversationId: "shared")) == ids.reversed())
        #expect(try found(InterviewFilter(technology: "c", conversationId: "shared")).isEmpty)
        let page = try store.list(InterviewFilter(conversationId: "shared"), limit: 2)
        let next = try #require(page.nextCursor(after: 2))
        let rest = try store.list(InterviewFilter(conversationId: "shared"), cursor: next)
        #expect(rest.interviews.map(\.id) == [ids[0]])
        #expect(throws: Refusal.foreignCursor) {
            try store.list(InterviewFilter(conversationId: "other"), cursor: next)
        }
        #expect(throws: Refusal.foreignCursor) { try store.list(cursor: next) }
    }

    @Test func `another user's conversation is not found, and a deleted interview's neither`() throws {
        let id = try store.create().id
        try store.update(id, to: .active, "a")
        #expect(try store.list(InterviewFilter(conversationId: "a"), user: "kp_bob").interviews.isEmpty)
        try store.delete(id)
        #expect(try store.list(InterviewFilter(conversationId: "a")).interviews.isEmpty)
        // Its row of the index is gone: another interview can have the conversation.
        try store.update(store.create().id, to: .active, "a")
        #expect(try store.list(InterviewFilter(conversationId: "a")).interviews.count == 1)
    }

    @Test func `more conversations than the limit are refused, and change nothing`() throws {
        let id = try store.create().id
        var count = 0
        let long = String(repeating: "c", count: 250)
        #expect(throws: Refusal.tooLarge("conversations", limit: Limits.conversationsBytes)) {
            while count < 1_000 {
                try store.update(id, to: .active, "\(long)\(count)")
                count += 1
            }
        }
        #expect(try store.conversations(id).count == count && count > 40)
        #expect(try store.list(InterviewFilter(conversationId: "\(long)\(count)")).interviews.isEmpty)
        try store.update(id, to: .active, "\(long)0")
        #expect(try store.get(id).interview.conversationId == "\(long)0")
    }

    @Test func `a duration completes an interview without a transcription, and repeating it changes nothing`() throws {
        let id = try store.create().id
        try store.update(id, to: .active)
        let end = try store.update(id, to: .completed, seconds: 90).endedAt
        #expect(try store.update(id, to: .completed, seconds: 90).actualDuration == 90)
        #expect(try store.stats().totalDuration == 90)
        #expect(try store.update(id, to: .completed, seconds: 100).endedAt == end)
        #expect(try store.stats().totalDuration == 100)
        #expect(try store.update(id, to: .completed).actualDuration == 100)
    }
}
