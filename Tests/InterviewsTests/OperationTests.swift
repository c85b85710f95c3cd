// The operations on an interview and its status transitions, on a real store.

import TestStores
import Testing

@testable import Interviews

@Suite struct OperationTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    @Test(arguments: InterviewStatus.allCases, InterviewStatus.allCases)
    func `exactly the declared transitions are allowed`(from: InterviewStatus, to: InterviewStatus) throws {
        let id = try store.create().id
        let way: [InterviewStatus: [InterviewStatus]] = [
            .pending: [], .active: [.active], .completed: [.active, .completed], .failed: [.failed],
        ]
        for step in try #require(way[from]) { try store.move(id, to: step) }
        let accepted: [InterviewStatus: Set<InterviewStatus>] = [
            .pending: [.pending, .active, .failed], .active: [.active, .completed, .failed], .completed: [.completed],
            .failed: [.failed],
        ]
        if accepted[from]?.contains(to) == true {
            try store.move(id, to: to)
            #expect(try store.list().interviews.first?.status == to)
        } else {
            #expect(throws: Refusal.invalidTransition(from: from, to: to)) { try store.move(id, to: to) }
            #expect(try store.list().interviews.first?.status == from)
        }
    }

    @Test func `endedAt is set once and never changes`() throws {
        let id = try store.create().id
        try store.move(id, to: .failed)
        let end = try #require(try store.list().interviews.first?.endedAt)
        try store.save(id)
        try store.save(id)
        try store.move(id, to: .completed)
        #expect(try store.list().interviews.first?.endedAt == end)
        #expect(try store.list().interviews.first?.status == .completed)
    }

    @Test func `a transcription at its limit is stored and returned; one byte more is refused and changes nothing`()
        throws
    {
        let id = try store.create().id
        let limit = "\"" + String(repeating: "x", count: Limits.transcriptionBytes - 2) + "\""
        try store.save(id, transcription: limit)
        let longer = "\"x" + limit.dropFirst()
        #expect(throws: Refusal.tooLarge("transcription", limit: Limits.transcriptionBytes)) {
            try store.save(id, seconds: 1, transcription: longer)
        }
        let whole = try store.get(id)
        #expect(whole.transcription?.count == Limits.transcriptionBytes)
        #expect(whole.interview.actualDuration == 60)
    }

    @Test func `an operation that fails does not undo others of the transaction`() throws {
        let user = try #require(UserID("kp_alice"))
        let outcomes = try store.together { transaction -> [Bool] in
            let own = UserInterviews(of: user, in: transaction)
            return [
                succeeds { () throws(Refusal) in _ = try own.create(technologies: [], context: "a", duration: 1) },
                succeeds { () throws(Refusal) in _ = try own.updateStatus("nothing", to: .failed)
                },
                succeeds { () throws(Refusal) in _ = try own.create(technologies: [], context: "b", duration: 1) },
            ]
        }
        #expect(outcomes == [true, false, true])
        #expect(try store.list().interviews.map(\.context) == ["b", "a"])
    }

    private func succeeds(_ body: () throws(Refusal) -> Void) -> Bool {
        do throws(Refusal) { try body() } catch { return false }
        return true
    }
}
