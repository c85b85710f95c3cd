// Stored term lists are correct after any sequence of operations.

import Insight
import Interviews
import TestStores
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct TermListTests {
    @Test func `the stored term lists equal newly built ones after any history`() throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        var ids: [String] = []
        for step in 0..<400 {
            switch Int.random(in: 0..<6) {
            case 0: _ = try store.search("w\(step % 7)", limit: 3)
            case 1 where !ids.isEmpty:
                let id = ids.remove(at: .random(in: ids.indices))
                try store.delete(id)
            case 2 where !ids.isEmpty:
                try store.save(try #require(ids.randomElement()), transcription: "\"w\(step % 7) w\(step % 3)\"")
            default: ids.append(try store.createSaying("w\(step % 7)"))
            }
        }
        let other = try connection(to: folder.file("db"))
        let kept = try other.integer("SELECT count(*) FROM vocabulary")
        let claimed = try other.integer("SELECT readInterviews FROM account")
        let orphans = try other.integer(
            """
            SELECT count(*) FROM recording
            WHERE recording NOT IN (SELECT recording FROM interview WHERE recording IS NOT NULL)
            """)
        #expect(findDamage(inDatabaseAt: folder.file("db")).isEmpty)
        #expect(kept == claimed && orphans == 0)
        for word in 0..<7 {
            let whole = try ids.filter { id in
                let whole = try store.get(id)
                return whole.conversation.turns.contains { $0.text.split(separator: " ").contains("w\(word)") }
            }
            #expect(try store.search("w\(word)").hits.map(\.interviewId) == whole.sorted(by: >))
        }
    }
}
