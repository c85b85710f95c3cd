// The rows of users and the filter summaries equal a recount after any sequence of operations.

import Interviews
import TestStores
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct UserRowTests {
    @Test func `after any history the totals equal a recount`() throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let users = ["kp_alice", "kp_bob", "kp_carol"]
        var ids: [(user: String, id: String)] = []
        for step in 0..<1_500 {
            if ids.isEmpty || Int.random(in: 0..<4) == 0 {
                let user = users[step % users.count]
                ids.append((user, try store.create(user).id))
            } else if let index = ids.indices.randomElement() {
                let (user, id) = ids[index]
                if Int.random(in: 0..<6) == 0 {
                    try store.delete(id, user)
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

    private func expectRecount(_ store: SQLiteStore, _ folder: TestFolder, _ users: [String]) throws {
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
            #expect([stats.pending, stats.active, stats.completed, stats.failed] == Array(counts.prefix(4)))
            #expect(Int((stats.totalDuration * 1e6).rounded()) == counts[4] && stats.scoredInterviews == counts[5])
            let average = counts[5] == 0 ? nil : Double(counts[6]) / 1e6 / Double(counts[5])
            #expect(stats.averageScore == average)
            let bytes = try database.integer("SELECT bytes FROM account WHERE userId = '\(user)'")
            #expect(try bytes == database.integer(Self.bytes.replacing("?", with: "'\(user)'")))
            let seconds = try #require(recount[7].flatMap(Double.init))
            #expect(abs(stats.totalDuration - seconds) < 0.001)
            try expectSummaries(database, user)
        }
    }

    private static let bytes = """
        SELECT
            (SELECT coalesce(sum(length(CAST(technologies AS BLOB)) + length(CAST(context AS BLOB))
                + coalesce(length(CAST(transcription AS BLOB)), 0) + coalesce(length(CAST(feedback AS BLOB)), 0)), 0)
            FROM interview LEFT JOIN content USING (content) WHERE owner = account.owner)
            + (SELECT coalesce(sum(bytes), 0) FROM liveTurnTotals WHERE owner = account.owner)
            + (SELECT coalesce(sum(bytes), 0) FROM vendorRecord WHERE owner = account.owner)
        FROM account WHERE userId = ?
        """

    /// Expects each interview up to `summarisedThrough` in the range of exactly one summary, with correct counts.
    private func expectSummaries(_ database: Connection, _ user: String) throws {
        let stored = try database.texts(
            """
            SELECT afterId, status, interviews FROM blockStatus JOIN account USING (owner)
            WHERE userId = '\(user)' ORDER BY afterId, status
            """, columns: 3)
        let found = try database.texts(
            """
            SELECT afterId, status, count(*)
            FROM interview JOIN account USING (owner) LEFT JOIN block
                ON block.owner = interview.owner AND afterId < id AND lastId >= id
            WHERE userId = '\(user)' AND id <= summarisedThrough
            GROUP BY afterId, status ORDER BY afterId, status
            """, columns: 3)
        let unsummarised = try database.integer(
            """
            SELECT unsummarisedInterviews - (SELECT count(*) FROM interview
                WHERE interview.owner = account.owner AND id > summarisedThrough)
            FROM account WHERE userId = '\(user)'
            """)
        #expect(stored == found)
        #expect(unsummarised ?? 0 == 0)
    }

    @Test func `a write that finds no interview leaves no row of its user`() throws {
        let store = try SQLiteStore(at: .memory)
        #expect(throws: Refusal.notFound) { try store.move("nothing", to: .failed, "kp_nobody") }
        #expect(throws: Refusal.notFound) { try store.save("nothing", "kp_nobody") }
        let userRows = try store.connection.integer("SELECT count(*) FROM account")
        #expect(userRows == 0)
    }
}
