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
        let claimed = try other.integer("SELECT readInterviews % (1 << 40) FROM account")
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

    @Test func `lists of another version are made again when a search needs them, and deleted with their interview`()
        throws
    {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let ids = try ["tree", "tree", "leaf"].map { try store.createSaying($0) }
        #expect(try store.search("tree").hits.count == 2)
        let other = try connection(to: folder.file("db"))
        func makeOutdated() throws {
            try other.execute(
                "UPDATE account SET readInterviews = readInterviews % (1 << 40), checksum = NULL; UPDATE vocabulary SET words = 'x'"
            )
        }
        try makeOutdated()
        try store.delete(ids[0])
        #expect(try other.integer("SELECT count(*) FROM vocabulary") == 2)
        #expect(try store.search("tree").hits.map(\.interviewId) == [ids[1]])
        try makeOutdated()
        try store.save(ids[2], transcription: "\"tree\"")
        #expect(try store.search("tree").hits.map(\.interviewId) == [ids[2], ids[1]])
        #expect(try other.integer("SELECT readInterviews FROM account") == TermList.version * (1 << 40) + 2)
        #expect(findDamage(inDatabaseAt: folder.file("db")).isEmpty)
    }
}
