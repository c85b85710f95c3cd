// The order, filters and pages of lists, compared with a linear scan.

import Insight
import TestStores
import Testing

@testable import Interviews

@Suite struct ListTests {
    /// Stores interviews of one user among others, with various technologies and statuses.
    private func history(_ count: Int, _ store: any Store) throws {
        var generator = SystemRandomNumberGenerator()
        let technologies = ["Swift", "SWIFT", "Rust", "Go", "éco"]
        for _ in 0..<count {
            let user = Bool.random(using: &generator) ? "kp_alice" : "kp_bob"
            let id = try store.create(user, technologies: Array(technologies.shuffled().prefix(.random(in: 0...3)))).id
            switch Int.random(in: 0..<4) {
            case 0: try store.move(id, to: .failed, user)
            case 1: try store.move(id, to: .active, user)
            case 2: try store.save(id, user)
            default: break
            }
        }
    }

    @Test(arguments: [
        InterviewFilter(), InterviewFilter(statuses: [.active]), InterviewFilter(statuses: [.pending, .failed]),
        InterviewFilter(statuses: [.pending, .failed, .completed]),
        InterviewFilter(statuses: Set(InterviewStatus.allCases)),
        InterviewFilter(technology: "swift"), InterviewFilter(technology: "ÉCO"),
        InterviewFilter(statuses: [.active, .pending], technology: "RUST"),
        InterviewFilter(startedAfter: Instant("2026-01-01T00:02:00Z")),
        InterviewFilter(startedBefore: Instant("2026-01-01T00:02:00Z")),
        InterviewFilter(
            statuses: [.completed, .pending], startedAfter: Instant("2026-01-01T00:01:00Z"),
            startedBefore: Instant("2026-01-01T00:03:00Z")),
    ])
    func `pages of every size equal a linear scan`(_ filter: InterviewFilter) throws {
        let store = try emptyStore(.deterministic)
        try history(400, store)
        let all = try store.list().interviews
        #expect(all.count > 128)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.startedAt > $1.startedAt })
        try expectPages(filter, store, all)
    }

    @Test func `pages equal a linear scan when the clock is set back`() throws {
        let storage = try TestStorage()
        for clock in [ClockAndIDs.system(ahead: 60_000), .system, .system(ahead: 60_050), .system(ahead: 50)] {
            let store = try storage.open(clock)
            try history(200, store)
            let all = try store.list().interviews
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.id > $1.id && $0.startedAt >= $1.startedAt })
            for statuses in [nil, [.active], [.pending, .completed]] as [Set<InterviewStatus>?] {
                for technology in [nil, "swift"] {
                    let times = [nil, all[all.count / 3].startedAt, all[all.count / 2].startedAt]
                    for (after, before) in zip(times + times.reversed(), times.reversed() + times) {
                        try expectPages(
                            InterviewFilter(
                                statuses: statuses, technology: technology, startedAfter: after, startedBefore: before),
                            store, all)
                    }
                }
            }
            store.close()
        }
    }

    private func expectPages(_ filter: InterviewFilter, _ store: any Store, _ all: ArraySlice<Interview>) throws {
        let expected = all.filter { filter.admits($0) }.map(\.id)
        for limit in [1, 2, 7, 100, 1_000] {
            var found: [String] = []
            var cursor: String?
            repeat {
                let page = try store.list(filter, limit: limit, cursor: cursor)
                #expect(page.interviews.count <= limit)
                found += page.interviews.map(\.id)
                cursor = page.nextCursor(after: page.interviews.count)
                #expect(cursor == nil || page.interviews.count == limit)
            } while cursor != nil
            #expect(found == expected, "limit \(limit)")
        }
    }

    @Test func `interviews of one millisecond keep their order across pages`() throws {
        let store = try emptyStore()
        let ids = try (0..<500).map { _ in try store.create().id }
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try store.list(limit: 3, cursor: cursor)
            found += page.interviews.map(\.id)
            cursor = page.nextCursor(after: page.interviews.count)
        } while cursor != nil
        #expect(found == ids.reversed())
    }

    @Test func `a list does not read more than a page`() throws {
        let store = try emptyStore()
        for _ in 0..<20 { _ = try store.create(context: String(repeating: "x", count: 100_000)) }
        let page = try store.list()
        #expect(page.interviews.count == 10)
        #expect(page.nextCursor(after: 10) != nil)
    }

    @Test func `a cursor is valid after a restart`() throws {
        let storage = try TestStorage()
        let first = try storage.open()
        let ids = try (0..<5).map { _ in try first.create().id }
        let cursor = try #require(try first.list(limit: 2).nextCursor(after: 2))
        first.close()
        let second = try storage.open()
        #expect(try second.list(limit: 10, cursor: cursor).interviews.map(\.id) == Array(ids.reversed().dropFirst(2)))
    }
}

extension InterviewFilter {
    /// Whether the filter admits an interview, by its definition.
    fileprivate func admits(_ interview: Interview) -> Bool {
        func folded(_ text: String) -> [UInt8] { text.utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 } }
        let names = interview.technologies.dropFirst(2).dropLast(2).split(separator: "\",\"").map(String.init)
        return statuses?.contains(interview.status) != false
            && technology.map { wanted in names.contains { folded($0) == folded(wanted) } } != false
            && startedAfter.map { interview.startedAt >= $0 } != false
            && startedBefore.map { interview.startedAt < $0 } != false
    }
}
