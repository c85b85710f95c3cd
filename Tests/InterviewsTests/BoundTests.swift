// What one request reads has a bound, and pages together still give everything once.

import Insight
import JSON
import TestStores
import Testing

@testable import Interviews

@Suite struct BoundTests {
    private let store: any Store

    init() throws { store = try emptyStore(.deterministic) }

    /// Reads a filtered list with a budget for each page, and counts the pages.
    private func pages(_ filter: InterviewFilter, of bytes: Int) throws -> (ids: [String], pages: Int, longest: Int) {
        var (ids, pages, longest): ([String], Int, Int) = ([], 0, 0)
        var range: IDRange? = .all
        while let next = range {
            let (found, unread) = try store.perform { own throws(Refusal) in
                var found: [String] = []
                var budget = Budget(bytes, least: 1_024)
                let unread = try own.records.interviews(filter, in: next, within: &budget) {
                    found.append($0.id)
                    return true
                }
                return (found, unread)
            }
            pages += 1
            ids += found
            longest = max(longest, found.count)
            range = unread.map { IDRange(after: "", through: $0) }
        }
        return (ids, pages, longest)
    }

    @Test func `interviews that a filter does not admit are charged, and pages go on where the budget ended`() throws {
        // Every summary has the status and the technology, and never in one interview but for the oldest.
        let oldest = try store.create(technologies: ["Swift"]).id
        try store.move(oldest, to: .failed)
        for number in 0..<400 {
            let id = try store.create(technologies: [number % 2 == 0 ? "Swift" : "Go"]).id
            if number % 2 == 1 { try store.move(id, to: .failed) }
        }
        let never = InterviewFilter(statuses: [.failed], technology: "Swift")
        let found = try pages(never, of: 20 * 1_024)
        #expect(found.ids == [oldest])
        // Of 401 interviews 400 are charged, 20 of them on a page, and 13 looks into the summaries, 5 of them on a page.
        #expect(20...25 ~= found.pages)
        #expect(try pages(never, of: 1 << 30).pages == 1)
        let half = try pages(InterviewFilter(technology: "Swift"), of: 20 * 1_024)
        #expect(half.ids.count == 201 && 10...14 ~= half.pages)
    }

    @Test func `looking for groups that have both a status and a technology is charged`() throws {
        for number in 0..<1_280 {
            let isSwift = number / 32 % 2 == 0
            let id = try store.create(technologies: [isSwift ? "Swift" : "Go"]).id
            if !isSwift { try store.move(id, to: .failed) }
        }
        let never = InterviewFilter(statuses: [.failed], technology: "Swift")
        let found = try pages(never, of: 16 * 1_024)
        #expect(found.ids.isEmpty && found.pages >= 5)
    }

    @Test func `interviews of one conversation that do not match are charged`() throws {
        for number in 0..<60 {
            let id = try store.create().id
            try store.update(id, to: .active, "conv_1")
            if number > 0 { try store.move(id, to: .failed) }
        }
        let found = try pages(InterviewFilter(statuses: [.active], conversationId: "conv_1"), of: 10 * 1_024)
        #expect(found.ids.count == 1 && found.pages == 6)
    }

    @Test func `an empty page has a cursor, by which the rest is found`() throws {
        let oldest = try store.create(technologies: ["Swift"]).id
        try store.move(oldest, to: .failed)
        let text = String(repeating: "x", count: 90_000)
        for number in 0..<400 {
            let id = try store.create(technologies: [number % 2 == 0 ? "Swift" : "Go"], context: text).id
            if number % 2 == 1 { try store.move(id, to: .failed) }
        }
        let filter = InterviewFilter(statuses: [.failed], technology: "Swift")
        let first = try store.list(filter)
        let second = try store.list(filter, cursor: first.nextCursor(after: 0))
        let third = try store.list(filter, cursor: second.nextCursor(after: 0))
        #expect(first.interviews.isEmpty && second.interviews.isEmpty)
        #expect(third.interviews.map(\.id) == [oldest] && third.nextCursor(after: 1) == nil)
    }
}

@Suite struct ProgressBoundTests {
    private let store: any Store

    init() throws { store = try emptyStore() }

    /// The pages of the caller's progress.
    private func pages(_ filter: InterviewFilter = InterviewFilter()) throws -> [Progress] {
        var pages: [Progress] = []
        var cursor: String?
        repeat {
            let page = try store.perform { own throws(Refusal) in
                try own.progress(filter, in: .utc, cursor: cursor)
            }
            pages.append(page.progress)
            cursor = page.nextCursor
        } while cursor != nil
        return pages
    }

    private func save(_ id: String, feedback: String, score: Double?) throws {
        let (said, feedback) = (try JSONText("\"x\"").root, try JSONText(feedback).root)
        _ = try store.perform { own throws(Refusal) in
            try own.saveTranscription(id, said, actualDuration: 60, feedback: feedback, score: score)
        }
    }

    @Test func `progress covers 2,048 interviews, and the next ones by a cursor`() throws {
        let count = Limits.progressBytes / Limits.leastProgressBytes
        for _ in 0..<count + 2 { _ = try store.create(technologies: ["Swift"]) }
        #expect(try pages().map(\.interviews) == [count, 2])
        #expect(try pages(InterviewFilter(technology: "Go")).map(\.interviews) == [0])
        _ = try store.create("kp_bob")
        let cursor = try store.perform { own throws(Refusal) in
            try own.progress(InterviewFilter(), in: .utc).nextCursor
        }
        #expect(throws: Refusal.foreignCursor) {
            try store.perform("kp_bob") { own throws(Refusal) in
                try own.progress(InterviewFilter(), in: .utc, cursor: cursor)
            }
        }
    }

    @Test func `it covers 8 MiB of feedback, each interview once`() throws {
        let long = String(repeating: "x", count: Limits.feedbackBytes - 100)
        for number in 0..<20 {
            try save(try store.create().id, feedback: #"{"score":1,"summary":"\#(long)"}"#, score: Double(number))
        }
        let pages = try pages()
        #expect(pages.map(\.interviews) == [9, 9, 2])
        #expect(pages.flatMap(\.scores).map(\.score).sorted() == (0..<20).map(Double.init))
        #expect(pages.map(\.bestScore) == [19, 10, 1])
    }

    @Test func `points are compared and listed up to a length, and only so many technologies are listed`() throws {
        let beginning = String(repeating: "calm ", count: Limits.pointLength / 5)
        for end in ["and clear", "or not"] {
            let id = try store.create(technologies: (0..<50).map { "\(end) \($0)" }).id
            try save(id, feedback: #"{"score":1,"strengths":["\#(beginning + end)"]}"#, score: nil)
        }
        for part in 0..<4 { _ = try store.create(technologies: (0..<50).map { "part \(part) of \($0)" }) }
        let progress = try #require(try pages().first)
        #expect(progress.strengths.map(\.point) == [beginning + "…"])
        #expect(progress.strengths.map(\.interviews) == [2])
        #expect(progress.technologies.count == Limits.progressTechnologies)
    }
}
