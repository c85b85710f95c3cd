// Stats are answered from totals; they equal a recount, whatever has happened.

import TestSupport
import Testing

@testable import Interviews

@Suite struct StatsTests {
    @Test func `after any history the totals are what a recount gives`() throws {
        let folder = try TestFolder()
        let store = try Store(at: .file(path: folder.file("db")))
        let users = ["kp_alice", "kp_bob", "kp_carol"]
        var ids: [(user: String, id: String)] = []
        for step in 0..<1_500 {
            if ids.isEmpty || Int.random(in: 0..<4) == 0 {
                let user = users[step % users.count]
                ids.append((user, try store.create(user).id))
            } else if let index = ids.indices.randomElement() {
                let (user, id) = ids[index]
                if Int.random(in: 0..<6) == 0 {
                    _ = try store.perform(user) { own throws(Refusal) in try own.delete(id) }
                    ids.remove(at: index)
                } else if Bool.random() {
                    try store.save(
                        id, user, seconds: .random(in: 0...86_400), score: Bool.random() ? .random(in: 0...100) : nil)
                } else {
                    do { try store.move(id, to: .allCases.randomElement() ?? .active, user) } catch Refusal
                        .invalidTransition
                    {}
                }
            }
            if step % 100 == 0 { try expectRecount(store, folder, users) }
        }
        try expectRecount(store, folder, users)
    }

    private func expectRecount(_ store: Store, _ folder: TestFolder, _ users: [String]) throws {
        let database = try connection(to: folder.file("db"))
        for user in users {
            let recounts = try database.texts(
                """
                SELECT count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'active'),
                    count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status = 'failed'),
                    coalesce(sum(CAST(round(actualDuration * 1e6) AS INTEGER)), 0),
                    count(score), coalesce(sum(CAST(round(score * 1e6) AS INTEGER)), 0), total(actualDuration)
                FROM interview JOIN account USING (owner) WHERE userId = '\(user)'
                """, columns: 8)
            let recount = try #require(recounts.first)
            let counts = recount.prefix(7).map { Int($0 ?? "") ?? -1 }
            let stats = try store.stats(user)
            let expected = Totals(
                pending: counts[0], active: counts[1], completed: counts[2], failed: counts[3],
                microseconds: counts[4], scored: counts[5], scoreMillionths: counts[6])
            #expect(stats.totals == expected)
            let seconds = try #require(recount[7].flatMap(Double.init))
            #expect(abs(stats.totalDuration - seconds) < 0.001)
            try expectBlocks(database, user)
        }
    }

    /// Every interview up to `summarisedThrough` lies in one block, and the block says what is in it.
    private func expectBlocks(_ database: Connection, _ user: String) throws {
        let said = try database.texts(
            """
            SELECT afterId, status, interviews FROM blockStatus JOIN account USING (owner)
            WHERE userId = '\(user)' ORDER BY afterId, status
            """, columns: 3)
        let found = try database.texts(
            """
            SELECT afterId, status, count(*)
            FROM interview JOIN account USING (owner) LEFT JOIN block
                ON block.owner = interview.owner AND afterId < id AND lastId >= id
            WHERE userId = '\(user)' AND id <= filedThrough
            GROUP BY afterId, status ORDER BY afterId, status
            """, columns: 3)
        let unsummarised = try database.integer(
            """
            SELECT unfiledInterviews - (SELECT count(*) FROM interview
                WHERE interview.owner = account.owner AND id > filedThrough)
            FROM account WHERE userId = '\(user)'
            """)
        #expect(said == found)
        #expect(unsummarised ?? 0 == 0)
    }

    @Test func `tenths add up to what people expect`() throws {
        let store = try Store(at: .memory)
        for seconds in [0.1, 0.2, 0.3] { try store.save(try store.create().id, seconds: seconds, score: seconds) }
        #expect(try store.stats().totalDuration == 0.6)
        #expect(try store.stats().averageScore == 0.6 / 3)
    }

    @Test func `an unscored interview is not a zero, and a replaced score counts once`() throws {
        let store = try Store(at: .memory)
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
