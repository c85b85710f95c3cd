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
        let claimed = try other.integer("SELECT termListCount % (1 << 40) FROM account")
        let orphans = try other.integer(
            """
            SELECT count(*) FROM content
            WHERE content NOT IN (SELECT content FROM interview WHERE content IS NOT NULL)
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
                "UPDATE account SET termListCount = 2, checksum = NULL; UPDATE vocabulary SET version = 1, words = 'x'")
        }
        try makeOutdated()
        try store.delete(ids[0])
        #expect(try other.integer("SELECT count(*) FROM vocabulary") == 2)
        #expect(try store.search("tree").hits.map(\.interviewId) == [ids[1]])
        try makeOutdated()
        try store.save(ids[2], transcription: "\"tree\"")
        #expect(try store.search("tree").hits.map(\.interviewId) == [ids[2], ids[1]])
        #expect(try other.integer("SELECT termListCount FROM account") == TermList.version * (1 << 40) + 2)
        #expect(findDamage(inDatabaseAt: folder.file("db")).isEmpty)
    }

    @Test func `lists of another version are made again page by page`() throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let filler = String(repeating: "x", count: Limits.searchBytes / 10)
        let ids = try (0..<16).map { _ in try store.createSaying("tree " + filler) }
        func found(from first: SearchPage) throws -> [String] {
            var (hits, cursor) = (first.hits, first.nextCursor)
            while let next = cursor {
                let page = try store.search("tree", cursor: next)
                hits += page.hits
                cursor = page.nextCursor
            }
            return hits.map(\.interviewId)
        }
        #expect(try found(from: store.search("tree")) == ids.reversed())
        let other = try connection(to: folder.file("db"))
        try other.execute("UPDATE account SET termListCount = 16, checksum = NULL; UPDATE vocabulary SET version = 1")
        let first = try store.search("tree")
        let made = try other.integer("SELECT count(*) FROM vocabulary WHERE version = \(TermList.version)") ?? 0
        #expect(1..<16 ~= made && first.hits.count == made)
        #expect(try found(from: first) == ids.reversed())
    }
}
