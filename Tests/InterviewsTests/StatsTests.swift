// Statistics, which are answered from totals, equal a recount after any sequence of operations.

import TestStores
import Testing

@testable import Interviews

@Suite struct StatsTests {
    @Test func `after any history the totals equal a recount of all interviews`() throws {
        let store = try emptyStore()
        var ids: [String] = []
        for _ in 0..<1_000 {
            let id = ids.randomElement()
            switch Int.random(in: 0..<8) {
            case 0: if let id { try moveIfAllowed(id, in: store) }
            case 1...3:
                if let id {
                    try store.save(
                        id, seconds: .random(in: 0...86_400), score: Bool.random() ? .random(in: 0...100) : nil)
                }
            case 4:
                guard let id else { continue }
                try store.delete(id)
                ids.removeAll { $0 == id }
            default: ids.append(try store.create().id)
            }
        }
        let all = try store.list().interviews
        #expect(all.count == ids.count)
        #expect(try store.stats().totals == all.reduce(into: Totals()) { $0 += Totals($1) })
    }

    private func moveIfAllowed(_ id: String, in store: any Store) throws {
        do { try store.move(id, to: .allCases.randomElement() ?? .active) } catch Refusal.invalidTransition {}
    }

    @Test func `decimal fractions add up exactly`() throws {
        let store = try emptyStore()
        for seconds in [0.1, 0.2, 0.3] { try store.save(try store.create().id, seconds: seconds, score: seconds) }
        #expect(try store.stats().totalDuration == 0.6)
        #expect(try store.stats().averageScore == 0.6 / 3)
    }

    @Test func `an interview without a score does not count as zero, and a replaced score counts once`() throws {
        let store = try emptyStore()
        try store.save(try store.create().id)
        #expect(try store.stats().averageScore == nil)
        let id = try store.create().id
        try store.save(id, score: 0)
        #expect(try store.stats().averageScore == 0)
        try store.save(id, score: 50)
        try store.save(id)
        #expect(try store.stats().averageScore == 50)
        #expect(try store.stats().scoredInterviews == 1)
        #expect(try store.stats("kp_bob").total == 0)
    }
}
