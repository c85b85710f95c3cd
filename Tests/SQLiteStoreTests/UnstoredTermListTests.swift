// Term lists are stored after the search that made them, without the writer lock while it runs, and never out of date.

import Insight
import Interviews
import TestStores
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct UnstoredTermListTests {
    private let folder: TestFolder
    private let store: SQLiteStore
    private let other: SQLiteStore
    private let alice: UserID

    init() throws {
        folder = try TestFolder()
        store = try SQLiteStore(at: .file(path: folder.file("db")))
        other = try SQLiteStore(at: .file(path: folder.file("db")))
        alice = try #require(UserID("kp_alice"))
    }

    /// The number of stored term lists.
    private var stored: Int {
        get throws { try connection(to: folder.file("db")).integer("SELECT count(*) FROM vocabulary") ?? 0 }
    }

    /// Searches, and leaves the term lists to `storeDerivedData`.
    private func search(_ query: String) throws -> [String] {
        try store.perform { own throws(Refusal) in
            try own.search(query, limit: 100, cursor: nil).hits.map(\.interviewId)
        }
    }

    @Test func `they are stored when the search is over`() throws {
        let id = try store.createSaying("a flat tree")
        #expect(try search("tree") == [id])
        #expect(try stored == 0)
        try store.storeDerivedData()
        #expect(try stored == 1)
        try store.storeDerivedData()
        #expect(try stored == 1)
        #expect(findDamage(inDatabaseAt: folder.file("db")).isEmpty)
    }

    @Test func `a search does not wait for a process that writes, and its lists are stored when that is done`() throws {
        let id = try store.createSaying("a flat tree")
        try other.together { transaction in
            #expect(throws: Never.self) {
                try Result { () throws(Refusal) in try transaction.begin(.interviews) }.get()
            }
            #expect(throws: Never.self) {
                #expect(try search("tree") == [id])
                try store.storeDerivedData()
                #expect(try stored == 0)
            }
        }
        try store.storeDerivedData()
        #expect(try stored == 1)
    }

    @Test func `a search in a transaction that has changed something finds that, and stores it if it is committed`()
        throws
    {
        let id = try store.createSaying("a flat tree")
        try store.perform { own throws(Refusal) in
            _ = try own.updateStatus(id, to: .completed, conversationId: "conv_1")
            #expect(try own.search("tree", limit: 1, cursor: nil).hits.count == 1)
        }
        try store.storeDerivedData()
        #expect(try stored == 1)
    }

    /// What another process can do to an interview that has a saved transcription, live turns and a vendor record.
    enum Change: CaseIterable {
        case saved, appended, corrected, recorded, deleted
    }

    @Test(arguments: Change.allCases)
    func `a list whose interview has changed since it was read is not stored`(_ change: Change) throws {
        let id = try store.createSaying("alpha")
        _ = try store.append([LiveTurn(key: "1", .candidate, "alpha")], to: id)
        _ = try store.ingest(record("alpha", at: 1), into: id)
        #expect(try search("alpha") == [id])
        switch change {
        case .saved: try other.save(id, transcription: #""beta""#)
        case .appended: _ = try other.append([LiveTurn(key: "2", .candidate, "beta")], to: id)
        // As long as the one before.
        case .corrected: _ = try other.append([LiveTurn(key: "1", .candidate, "alphb")], to: id)
        case .recorded: _ = try other.ingest(record("alphb", at: 2), into: id)
        case .deleted: try other.delete(id)
        }
        try store.storeDerivedData()
        #expect(try stored == 0)
        #expect(findDamage(inDatabaseAt: folder.file("db")).isEmpty)
    }

    @Test func `a list of which nothing has changed is stored, whatever else others have committed`() throws {
        let id = try store.createSaying("alpha")
        _ = try store.append([LiveTurn(key: "1", .candidate, "alpha")], to: id)
        _ = try store.ingest(record("alpha", at: 1), into: id)
        let second = try store.createSaying("alpha")
        #expect(try search("alpha") == [second, id])
        _ = try other.create()
        try other.save(second, transcription: #""beta""#)
        try store.storeDerivedData()
        #expect(try stored == 1)
        #expect(try search("alpha") == [id])
    }

    @Test func `a page reads nothing that is newer than its cursor`() throws {
        for _ in 0..<3 { _ = try store.createSaying("tree") }
        let cursor = try #require(try store.search("tree", limit: 2).nextCursor)
        for _ in 0..<5 { _ = try store.createSaying("tree") }
        #expect(try stored == 3)
        #expect(try store.search("tree", cursor: cursor).hits.count == 1)
        #expect(try stored == 3)
    }

    @Test func `lists beyond 8 MiB are not kept`() throws {
        // Different words, so that a list is as long as the text.
        let words = (0..<60_000).map { "w\($0)" }.joined(separator: " ")
        for _ in 0..<20 { _ = try store.createSaying(words) }
        for _ in 0..<20 { _ = try search("nowhere") }
        try store.storeDerivedData()
        #expect(1..<20 ~= (try stored))
    }

    private func record(_ text: String, at seconds: Int) -> VendorEvent {
        let body = #"{"transcript":[{"role":"user","message":"\#(text)"}]}"#
        return .ended(
            VendorRecord(
                VendorRecordHead(
                    conversationId: "conv_1", isAnalysed: true, sentAt: Instant(milliseconds: seconds * 1_000),
                    startedAt: nil, duration: nil, bytes: body.utf8.count),
                body: Array(body.utf8)))
    }
}
