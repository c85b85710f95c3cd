// The history of a user: one snapshot, one interview at a time, and points of any length.

import Insight
import JSON
import TestStores
import Testing

@testable import Interviews

extension Store {
    /// Calls `body` with the history of kp_alice, in its own transaction.
    func history<Value>(_ body: (History) throws -> Value) throws -> Value {
        let user = try #require(UserID("kp_alice"))
        return try together { transaction in
            Result { try UserInterviews(of: user, in: transaction).history(in: .utc, body) }
        }.get()
    }
}

@Suite struct HistoryTests {
    private let store: any Store

    init() throws { store = try emptyStore() }

    /// An error that a reader of the history throws.
    private struct Stopped: Error {}

    /// Does not keep the interview.
    private struct Trace {
        weak var interview: Interview?
    }

    private func hold(_ score: Double? = nil, seconds: Double? = nil, feedback: String? = nil) throws {
        let id = try store.create(technologies: ["Swift"]).id
        if let feedback {
            let (said, feedback) = (try JSONText("[]").root, try JSONText(feedback).root)
            _ = try store.perform { own throws(Refusal) in
                try own.saveTranscription(id, said, actualDuration: seconds ?? 60, feedback: feedback, score: score)
            }
        } else if let seconds {
            try store.save(id, seconds: seconds, score: score)
        }
    }

    @Test func `no interview is held when the next one is read, newest first, across pages`() throws {
        let count = Limits.page.upperBound + 20
        for _ in 0..<count { try hold() }
        var (traces, ids): ([Trace], [String]) = ([], [])
        try store.history { history in
            try history.forEachInterview { whole in
                #expect(traces.allSatisfy { $0.interview == nil })
                traces.append(Trace(interview: whole.interview))
                ids.append(whole.interview.id)
            }
        }
        #expect(ids.count == count && ids == ids.sorted(by: >))
        #expect(traces.allSatisfy { $0.interview == nil })
    }

    @Test func `what is read is from one snapshot`() throws {
        let storage = try TestStorage()
        let (reader, writer) = (try storage.open(), try storage.open())
        for _ in 0..<3 { _ = try writer.create() }
        let read = try reader.history { history in
            _ = try writer.create()
            var read = 0
            try history.forEachInterview { whole in
                read += 1
                if read == 1 { _ = try writer.delete(whole.interview.id) }
            }
            #expect(history.stats.total == 3 && history.progress.interviews == 3)
            return read
        }
        #expect(read == 3)
        #expect(try reader.history(\.progress.interviews) == 3)
    }

    @Test func `an error ends the reading`() throws {
        for _ in 0..<3 { try hold() }
        var read = 0
        #expect(throws: Stopped.self) {
            try store.history { history in
                try history.forEachInterview { _ in
                    read += 1
                    throw Stopped()
                }
            }
        }
        #expect(read == 1)
        #expect(try store.history(\.stats.total) == 3)
    }

    @Test func `durations are counted, and the best score has the time at which it was first reached`() throws {
        #expect(try store.history(\.bestScoredAt) == nil && store.history(\.timedInterviews) == 0)
        for score in [50, 90, 90, nil, 70] as [Double?] { try hold(score, seconds: 60) }
        try hold()
        let starts = try store.list().interviews.reversed().map(\.startedAt)
        try store.history { history in
            #expect(history.timedInterviews == 5 && history.bestScoredAt == starts[1])
            let technologies = try history.technologies(ofInterview: history.progress.scores[0].interviewId)
            #expect(technologies == ["Swift"])
        }
    }

    @Test func `points are those of the progress`() throws {
        for number in 0..<30 {
            let points = (0..<60).map { "\"P\(number % 7 * $0).\"" }.joined(separator: ",")
            try hold(
                feedback: #"{"strengths":[\#(points)],"weaknesses":["wörd \#(number / 2)","—","WORD 3"],"note":1}"#)
        }
        let progress = try store.perform { own throws(Refusal) in try own.progress(InterviewFilter(), in: .utc).progress
        }
        let found = try store.history(\.progress)
        #expect(progress.strengths.count == Limits.recurringPoints && progress.weakPoints[0].interviews == 30)
        #expect(found.strengths.map(\.point) == progress.strengths.map(\.point))
        #expect(found.strengths.map(\.interviews) == progress.strengths.map(\.interviews))
        #expect(found.weakPoints.map(\.point) == progress.weakPoints.map(\.point))
        #expect(found.weakPoints.map(\.interviews) == progress.weakPoints.map(\.interviews))
    }

    @Test func `points are compared and listed up to a length`() throws {
        let limit = Limits.recurringPointLength
        let start = String(repeating: "é ", count: limit / 2)
        for end in ["", "one", "two"] {
            try hold(feedback: #"{"strengths":["\#(start)\#(end)"],"weaknesses":[],"note":1}"#)
        }
        try hold(feedback: #"{"strengths":["\#(start.dropLast())."],"weaknesses":[],"note":1}"#)
        let strengths = try store.history(\.progress.strengths)
        #expect(strengths.map(\.interviews) == [4])
        #expect(strengths[0].point == start.dropLast() + ".")
        try hold(feedback: #"{"strengths":["\#(start)three"],"weaknesses":[],"note":1}"#)
        #expect(try store.history(\.progress.strengths).map(\.point) == [start + "…"])
    }
}
