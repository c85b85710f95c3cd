// Rows that were damaged after the schema had let them in.

import GRDB
import TestSupport
import Testing

@testable import Interviews

@Suite struct DamagedRowTests {
    @Test(arguments: [
        "UPDATE block SET lastId = 'zzzz'", "UPDATE user SET pending = 9223372036854775807, active = pending",
        "UPDATE user SET unfiled = -1", "UPDATE interview SET status = 'paused'",
        "UPDATE interview SET startedAt = 9223372036854775807", "UPDATE interview SET duration = 0",
    ])
    func `a list over what cannot be ends, and says so`(_ damage: String) throws {
        let folder = try TestFolder()
        let store = try Store(at: .file(path: folder.file("db")))
        for number in 0..<4 * Block.size {
            _ = try store.create(technologies: [number % Block.size == 0 && number < Block.size ? "Swift" : "Go"])
        }
        try connection(to: folder.file("db")).writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON; " + damage)
        }
        #expect(throws: Refusal.failed(.other(resultCode: 11))) {
            try store.list(InterviewFilter(statuses: [.pending], technology: "Swift"))
        }
    }
}
