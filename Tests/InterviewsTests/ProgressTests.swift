// Progress: scores over time, interviews per week, recurring points of feedback; an unknown value is never zero.

import Insight
import JSON
import TestStores
import Testing

@testable import Interviews

@Suite struct ProgressTests {
    private let store: any Store

    init() throws { store = try emptyStore() }

    private func progress(_ filter: InterviewFilter = InterviewFilter()) throws -> Progress {
        try store.perform { own throws(Refusal) in try own.progress(filter, in: .utc).progress }
    }

    @discardableResult private func hold(
        _ score: Double?, _ technologies: [String] = [], seconds: Double = 60, feedback: String? = nil
    ) throws -> String {
        let id = try store.create(technologies: technologies).id
        let (said, feedback) = (try JSONText("\"x\"").root, try feedback.map { try JSONText($0).root })
        _ = try store.perform { own throws(Refusal) in
            try own.saveTranscription(id, said, actualDuration: seconds, feedback: feedback, score: score)
        }
        return id
    }

    @Test func `without interviews nothing is known, and nothing is zero`() throws {
        for _ in 0..<2 {
            let progress = try progress()
            #expect(progress.bestScore == nil && progress.averageScore == nil && progress.scores.isEmpty)
            #expect(progress.weeks.allSatisfy { $0.totalDuration == nil } && progress.scoredInterviews == 0)
            #expect(progress.technologies.allSatisfy { $0.averageScore == nil })
            _ = try store.create(technologies: ["Swift"])
        }
        #expect(try progress().interviews == 2)
    }

    @Test func `the rolling average covers five scored interviews and begins with the fifth`() throws {
        for score in [10, 20, nil, 30, 40, 50, nil, 100] as [Double?] { try hold(score) }
        let progress = try progress()
        #expect(progress.scores.map(\.score) == [10, 20, 30, 40, 50, 100])
        #expect(progress.scores.map(\.rollingAverage) == [nil, nil, nil, nil, 30, 48])
        #expect(progress.bestScore == 100 && progress.scoredInterviews == 6 && progress.interviews == 8)
        #expect(progress.averageScore.map { ($0 * 1_000).rounded() } == 41_667)
    }

    @Test func `technologies are compared without ASCII case and have the newest spelling`() throws {
        try hold(50, ["swift", "Go"])
        try hold(nil, ["Swift", "SWIFT"])
        try hold(100, ["Swift"])
        let found = try progress().technologies
        #expect(found.map(\.technology) == ["Swift", "Go"])
        #expect(found.map(\.interviews) == [3, 1] && found.map(\.scoredInterviews) == [2, 1])
        #expect(found.map(\.averageScore) == [75, 50])
        #expect(try progress(InterviewFilter(technology: "GO")).interviews == 1)
    }

    @Test func `points are compared without case, diacritics and punctuation, and count once per interview`() throws {
        try hold(nil, feedback: #"{"note":1,"points_forts":["tres clair"],"points_faibles":["Too short"]}"#)
        try hold(nil, feedback: #"{"overallScore":1,"strengths":["Très clair!","TRES CLAIR"],"weaknesses":["slow"]}"#)
        try hold(nil, feedback: #"{"a":["too short"]}"#)
        let progress = try progress()
        #expect(progress.strengths.map(\.point) == ["Très clair!"] && progress.strengths.map(\.interviews) == [2])
        #expect(progress.weakPoints.map(\.point) == ["slow", "Too short"])
        #expect(progress.weakPoints.map(\.interviews) == [1, 1])
        let many = (0..<60).map { "\"p\($0)\"" }.joined(separator: ",")
        for _ in 0..<2 { try hold(nil, feedback: #"{"note":1,"points_forts":[\#(many)]}"#) }
        let strengths = try self.progress().strengths
        #expect(strengths.count == Limits.recurringPoints && strengths[0].point == "p0")
    }

    @Test func `interviews beyond one page count, and the newest scores are listed`() throws {
        for number in 0..<Limits.page.upperBound + 20 { try hold(number < 20 ? 100 : 50, seconds: 1) }
        let progress = try progress()
        #expect(progress.interviews == 1_020 && progress.scores.count == Limits.scores)
        #expect(progress.bestScore == 100 && progress.scores.allSatisfy { $0.score == 50 })
        #expect(progress.weeks.reduce(0) { $0 + ($1.totalDuration ?? 0) } == 1_020)
        let history = try store.history(\.progress)
        #expect(history.interviews == 1_020 && history.scores.count == Limits.scores)
        #expect(history.averageScore == progress.averageScore)
    }

    @Test func `another user's interviews do not count`() throws {
        try store.save(try store.create("kp_bob").id, "kp_bob", score: 100)
        #expect(try progress().interviews == 0)
    }
}
