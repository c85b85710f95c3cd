// What is known of a database file as a whole.

internal import GRDB
internal import Insight

struct FileTraits {
    /// The secret with which its cursors are sealed.
    let cursorKey: (UInt64, UInt64)

    /// Whether each id begins with the time at which the interview was created.
    let idsTellTimes: Bool

    init(_ queue: DatabaseQueue) throws(OpeningFailure) {
        do {
            let row = try queue.writeWithoutTransaction { database in
                try Row.fetchOne(database, sql: "SELECT hex(cursorSecret), idsTellTimes FROM file")
            }
            let secret: String = row?[0] ?? ""
            guard let first = UInt64(secret.prefix(16), radix: 16), let last = UInt64(secret.dropFirst(16), radix: 16)
            else { throw OpeningFailure.damaged }
            cursorKey = (first, last)
            idsTellTimes = row?[1] ?? true
        } catch {
            throw OpeningFailure(error)
        }
    }
}

extension OpenedDatabase {
    /// Lets a deterministic clockwork go on where the database stands, which must be new or have been filled by one:
    /// cursors can then be foretold, and ids begin with no time.
    func resume(_ clockwork: inout Clockwork, _ patience: Patience) throws(OpeningFailure) {
        guard lock?.acquire(patience, until: .after(milliseconds: Store.longestWait)) != false else {
            throw .failed(.busy)
        }
        defer { lock?.release() }
        do {
            let (latest, ids) = try queue.writeWithoutTransaction { database in
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT max(max(startedAt), coalesce(max(endedAt), 0)), max(id),
                            (SELECT idsTellTimes FROM file) AND EXISTS (SELECT 1 FROM account)
                        FROM interview
                        """)
                let (latest, lastId): (Int?, String?) = (row?[0], row?[1])
                guard (lastId ?? "") < InterviewID.beginning(of: Instant(milliseconds: 1)), row?[2] == false else {
                    throw OpeningFailure.notScripted
                }
                let ids = lastId.flatMap(InterviewID.init)?.tail ?? 0
                if latest == nil {
                    try database.execute(sql: "UPDATE file SET cursorSecret = zeroblob(16), idsTellTimes = 0")
                }
                return (latest, ids)
            }
            clockwork.resume(after: latest.map(Instant.init), ids: Int(clamping: ids))
        } catch {
            throw OpeningFailure(error)
        }
    }
}
