// Deleted interviews are gone from lists, statistics and searches, and from the bytes of the files.

import Foundation
import Insight
import JSON
import TestSupport
import Interviews
import TestStores
import Testing

@testable import SQLiteStore

@Suite struct DeletionTests {
    private let folder: TestFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TestFolder()
        store = try SQLiteStore(at: .file(path: folder.file("db")))
    }

    private func delete(_ id: String, _ user: String = "kp_alice") throws {
        let deleted = try store.perform(user) { own throws(Refusal) in try own.delete(id) }
        #expect(deleted == id)
    }

    @Test func `a deleted interview is not found, and cannot be deleted again`() throws {
        let id = try store.create().id
        try store.save(id)
        #expect(throws: Refusal.notFound) { try delete(id, "kp_bob") }
        try delete(id)
        #expect(throws: Refusal.notFound) { try delete(id) }
        #expect(throws: Refusal.notFound) { try store.perform { own throws(Refusal) in try own.get(id) } }
        #expect(throws: Refusal.notFound) { try store.save(id) }
        #expect(try store.list().interviews.isEmpty && store.stats().total == 0)
        #expect(try store.search("x").hits.isEmpty)
    }

    /// The bytes of the database file and of the WAL.
    private func files() throws -> Data {
        try ["db", "db-wal"].reduce(into: Data()) { data, name in
            let path = folder.file(name)
            guard FileManager.default.fileExists(atPath: path) else { return }
            data += try Data(contentsOf: URL(filePath: path))
        }
    }

    private static let marks = [
        "markcontext", "markturn", "marktechnology", "markfeedback", "markconversation", "marklive", "markkey",
        "markrecord",
    ]

    private func createMarked() throws -> String {
        let id = try store.create(technologies: ["MarkTechnology", "Swift"], context: "markcontext").id
        _ = try store.perform { own throws(Refusal) in
            try own.updateStatus(id, to: .active, conversationId: "markconversation")
        }
        let text = try JSONText(
            #"[{"speaker":"user","text":"markturn \#(String(repeating: "markturn long ", count: 2_000))"}]"#
        ).root
        let feedback = try JSONText(#"["markfeedback"]"#).root
        _ = try store.perform { own throws(Refusal) in
            try own.saveTranscription(id, text, actualDuration: 1, feedback: feedback, score: nil)
        }
        for text in ["marklive, early", "marklive, late"] {
            _ = try store.append([LiveTurn(key: "markkey", .candidate, text)], to: id)
        }
        for (index, words) in ["first", "second"].enumerated() {
            let body = Array(#"{"markrecord":"\#(String(repeating: words, count: 1_000))"}"#.utf8)
            let head = VendorRecordHead(
                conversationId: "markconversation", isAnalysed: true, sentAt: Instant(milliseconds: index),
                startedAt: nil, duration: 1,
                bytes: body.count)
            let record = VendorRecord(head, body: body)
            #expect(try store.ingest(.ended(record)).outcome == .stored)
        }
        return id
    }

    private func remainingMarks() throws -> [String] {
        let bytes = String(decoding: try files(), as: UTF8.self).lowercased()
        return Self.marks.filter(bytes.contains)
    }

    /// Of 40 interviews 32 are summarised; the deleted one is one of them, or one of the others.
    @Test(arguments: [0, 3, 31, 39]) func `no byte of a deleted interview stays in the files`(_ place: Int) throws {
        var id = ""
        for index in 0..<40 {
            if index == place { id = try createMarked() } else { _ = try store.create(technologies: ["Swift"]) }
        }
        #expect(try store.search("markturn").hits.count == 1)
        #expect(try remainingMarks() == Self.marks)
        try delete(id)
        #expect(try remainingMarks() == [])
        #expect(try store.list(InterviewFilter(technology: "swift")).interviews.count == 39)
        #expect(try store.list(InterviewFilter(technology: "marktechnology")).interviews.isEmpty)
        #expect(try store.list(InterviewFilter(statuses: [.pending], technology: "SWIFT")).interviews.count == 39)
        #expect(try store.search("markturn").hits.isEmpty)
    }

    @Test func `a technology stays in a summary while another interview of the range has it`() throws {
        let ids = try (0..<FilterSummary.size).map {
            try store.create(technologies: [$0 == 0 ? "RUST" : $0 == 1 ? "Rust" : "Go"]).id
        }
        try delete(ids[0])
        #expect(try store.list(InterviewFilter(technology: "rust")).interviews.map(\.id) == [ids[1]])
        try delete(ids[1])
        let technologies = try connection(to: folder.file("db")).texts("SELECT technology FROM blockTechnology")
        #expect(technologies == [["Go"]])
    }

    @Test func `while another process reads, a deletion succeeds, and the WAL is truncated later`() throws {
        let id = try createMarked()
        let reader = try connection(to: folder.file("db"))
        try reader.reading {
            try delete(id)
        }
        #expect(try remainingMarks() == Self.marks)
        // The next commit after a second erases again.
        try wait {
            _ = try store.create()
            return try remainingMarks().isEmpty
        }
    }

    private func length(_ name: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: folder.file(name))[.size] as? Int)
    }

    @Test func `while another process reads, a deletion adds its own size to the WAL, not the size of the file`()
        throws
    {
        let text = "\"" + String(repeating: "word ", count: 20_000) + "\""
        let ids = try (0..<40).map { _ in try store.create().id }
        for id in ids { try store.save(id, transcription: text) }
        let whole = try length("db") + length("db-wal")
        let reader = try connection(to: folder.file("db"))
        try reader.reading {
            for id in ids.prefix(10) { try delete(id) }
            #expect(try length("db-wal") < 2 * whole)
        }
    }

    @Test func `a WAL that has grown beside a reader is truncated when it restarts`() throws {
        let text = "\"" + String(repeating: "word ", count: 200_000) + "\""
        let reader = try connection(to: folder.file("db"))
        try reader.reading {
            for _ in 0..<16 { try store.save(try store.create().id, transcription: text) }
        }
        #expect(try length("db-wal") > 12 << 20)
        for _ in 0..<3 { _ = try store.create() }
        #expect(try length("db-wal") <= 8 << 20)
    }

    @Test func `a file whose real interviews are all deleted is not deterministic`() throws {
        try delete(try store.create().id)
        store.close()
        #expect(throws: OpeningFailure.notScripted) {
            try SQLiteStore(at: .file(path: folder.file("db")), clock: .deterministic)
        }
    }

    @Test func `no content stays after interviews are saved again and deleted`() throws {
        for (index, repetitions) in [36, 273, 1, 264, 282].enumerated() {
            let id = try store.create().id
            let text = String(repeating: "Victim\(index) ", count: repetitions)
            try store.save(id, transcription: "\"\(text)\"")
        }
        let ids = try store.list().interviews.map(\.id).reversed().map(\.self)
        try store.save(ids[1], transcription: "\"\(String(repeating: "Victim1 ", count: 14))\"")
        try delete(ids[0])
        try delete(ids[2])
        let bytes = String(decoding: try files(), as: UTF8.self)
        #expect(!bytes.contains("Victim0") && !bytes.contains("Victim2"))
        #expect(bytes.contains("Victim1") && bytes.contains("Victim3"))
    }

    @Test func `cursors work after their interview is deleted, and deterministic ids continue`()
        throws
    {
        let ids = try (0..<5).map { _ in try store.create().id }
        let page = try store.list(limit: 2)
        let cursor = try #require(page.nextCursor(after: 2))
        try delete(ids[2])
        #expect(try store.list(cursor: cursor).interviews.map(\.id) == [ids[1], ids[0]])
        let path = folder.file("scripted")
        let scripted = try SQLiteStore(at: .file(path: path), clock: .deterministic)
        let first = try scripted.create().id
        _ = try scripted.create()
        _ = try scripted.perform { own throws(Refusal) in try own.delete(first) }
        scripted.close()
        let again = try SQLiteStore(at: .file(path: path), clock: .deterministic)
        #expect(try again.create().id.hasSuffix("003"))
        for id in try again.list().interviews.map(\.id) {
            _ = try again.perform { own throws(Refusal) in try own.delete(id) }
        }
        again.close()
        #expect(try SQLiteStore(at: .file(path: path), clock: .deterministic).create().id.hasSuffix("001"))
    }
}
