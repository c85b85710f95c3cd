// Rows that were damaged on disk are not answered.

import Insight
import JSON
import TestSupport
import Interviews
import TestStores
import Testing

@testable import SQLiteStore

@Suite struct DamagedRowTests {
    @Test(arguments: [
        "UPDATE block SET lastId = 'zzzz'", "UPDATE account SET pending = 9223372036854775807, active = pending",
        "UPDATE account SET unsummarisedInterviews = -1", "UPDATE interview SET status = 'ended'",
        "UPDATE interview SET startedAt = 9223372036854775807", "UPDATE interview SET duration = 0",
    ])
    func `a list of rows with impossible values ends with an error`(_ damage: String) throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        for number in 0..<4 * FilterSummary.size {
            _ = try store.create(technologies: [
                number % FilterSummary.size == 0 && number < FilterSummary.size ? "Swift" : "Go"
            ])
        }
        try connection(to: folder.file("db")).execute(
            "PRAGMA ignore_check_constraints = ON; " + damage)
        #expect(throws: Refusal.failed(.damaged)) {
            try store.list(InterviewFilter(statuses: [.pending], technology: "Swift"))
        }
    }

    @Test(arguments: [
        "UPDATE interview SET context = 'lqst'", "UPDATE interview SET technologies = '[\"Rust\"]'",
        "UPDATE interview SET duration = 31", "UPDATE interview SET conversationId = 'c'",
        "UPDATE interview SET score = 79", "UPDATE interview SET actualDuration = 61",
        "UPDATE interview SET endedAt = endedAt + 1", "UPDATE interview SET status = 'failed'",
        "UPDATE interview SET owner = 2", "UPDATE interview SET checksum = checksum + 1",
        "UPDATE content SET transcription = '[2]'", "UPDATE content SET feedback = '{}'",
        "UPDATE interview SET content = 1", "DELETE FROM content WHERE content = 2; UPDATE interview SET id = id",
    ])
    func `a row with a wrong checksum is not answered`(_ damage: String) throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let id = try store.create(technologies: ["Swift"], context: "last").id
        let other = try store.create("kp_bob").id
        let (said, feedback) = (try JSONText("[1]").root, try JSONText("[7]").root)
        for (user, id) in [("kp_bob", other), ("kp_alice", id)] {
            _ = try store.perform(user) { own throws(Refusal) in
                try own.saveTranscription(id, said, actualDuration: 60, feedback: feedback, score: 80)
            }
        }
        _ = try store.perform { own throws(Refusal) in try own.get(id) }
        let row = damage.contains("content SET") ? "" : " WHERE id = '\(id)'"
        try connection(to: folder.file("db")).execute(
            "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; " + damage + row)
        #expect(throws: Refusal.failed(.damaged)) {
            try store.perform(damage.contains("owner") ? "kp_bob" : "kp_alice") { own throws(Refusal) in try own.get(id)
            }
        }
    }

    @Test(arguments: [
        "words = replace(words, 'kafka', 'kafkb')", "words = ''", "places = replace(places, '1', '2')", "places = ''",
        "wordsChecksum = 0", "placesChecksum = 0",
    ]) func `a term list with a wrong checksum is not searched`(_ damage: String) throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        _ = try store.createSaying("kafka")
        #expect(try store.search("kafka").hits.count == 1)
        try connection(to: folder.file("db")).execute(
            "PRAGMA foreign_keys = OFF; UPDATE vocabulary SET " + damage)
        #expect(throws: Refusal.failed(.damaged)) { try store.search("kafka") }
    }

    @Test func `an interview whose term list was moved to another id is read again`() throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        _ = try store.createSaying("kafka")
        #expect(try store.search("kafka").hits.count == 1)
        try connection(to: folder.file("db")).execute(
            "PRAGMA foreign_keys = OFF; UPDATE vocabulary SET id = '00000000-0000-7000-8000-000000000000'")
        #expect(try store.search("kafka").hits.count == 1)
    }

    @Test(arguments: [
        "UPDATE liveTurn SET turn = replace(turn, 'kafka', 'kafkb')", "UPDATE liveTurn SET position = 1 - position",
        "UPDATE liveTurn SET key = key || '0'", "UPDATE liveTurn SET conversationId = 'd'",
        "UPDATE liveTurn SET checksum = 0", "DELETE FROM liveTurn WHERE position = 1",
        "UPDATE liveTurnTotals SET turns = 3", "UPDATE liveTurnTotals SET bytes = 3", "DELETE FROM liveTurnTotals",
        "UPDATE vendorRecord SET body = replace(body, 'kafka', 'kafkb')", "UPDATE vendorRecord SET duration = 7",
        "UPDATE vendorRecord SET conversationId = 'd'", "UPDATE vendorRecord SET sentAt = 7",
        "UPDATE vendorRecord SET isAnalysed = 0", "UPDATE vendorRecord SET checksum = 0, bodyChecksum = 0",
        "UPDATE interview SET marks = 1", "UPDATE interview SET marks = marks + 256",
    ]) func `live turns and vendor records with a wrong checksum are not answered`(_ damage: String) throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let id = try store.create().id
        let turns = ["1", "2"].map { LiveTurn(key: $0, .candidate, "kafka", conversationId: "c") }
        _ = try store.append(turns, to: id)
        let body = Array(#"{"transcript":"User: kafka"}"#.utf8)
        let head = VendorRecordHead(
            conversationId: "c", isAnalysed: true, sentAt: Instant(milliseconds: 1), startedAt: nil, duration: 1,
            bytes: body.count)
        _ = try store.ingest(.ended(VendorRecord(head, body: body)))
        #expect(try store.get(id).conversation.turns.map(\.text) == ["kafka"])
        try connection(to: folder.file("db")).execute("PRAGMA foreign_keys = OFF; " + damage)
        #expect(throws: Refusal.failed(.damaged)) { try store.get(id) }
    }

    @Test func `a list of conversations with a wrong checksum is not answered`() throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let id = try store.create().id
        for conversation in ["c", "d"] { try store.update(id, to: .active, conversation) }
        try connection(to: folder.file("db")).execute(
            "UPDATE interview SET conversations = replace(conversations, 'c', 'e')")
        #expect(throws: Refusal.failed(.damaged)) { try store.get(id) }
    }

    @Test func `a user's row under another user's id is damaged`() throws {
        let folder = try TestFolder()
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        _ = try store.create("kp_alice")
        try connection(to: folder.file("db")).execute("UPDATE account SET userId = 'kp_alicf'")
        #expect(throws: Refusal.failed(.damaged)) { try store.stats("kp_alicf") }
        #expect(throws: Refusal.failed(.damaged)) { try store.list(user: "kp_alicf") }
    }

    @Test func `a checksum depends on every byte and on the length`() {
        let text = [UInt8](0..<200)
        var sums = Set([Checksum(text.span).value])
        for place in text.indices {
            var changed = text
            changed[place] ^= 0x20
            sums.insert(Checksum(changed.span).value)
            sums.insert(Checksum(Array(text.prefix(place)).span).value)
        }
        #expect(sums.count == 2 * text.count + 1)
    }
}
