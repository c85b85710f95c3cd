// How a file that an earlier version has made comes to today's tables, with all that it holds.

internal import GRDB

enum Migration {
    /// From version 1, in which every filter had an index of its own. Until a user creates the next interview, filters
    /// look at all that the user has; then they are filed (`Blocks.swift`).
    static func toBlocks(_ db: Database) throws {
        for table in ["user", "interview", "recording"] {
            try db.execute(sql: "ALTER TABLE \(table) RENAME TO old_\(table)")
        }
        try db.execute(sql: "DROP INDEX interviewByStart; DROP INDEX interviewByStatus; DROP TABLE technology")
        try Schema.create(db)
        try db.execute(
            sql: """
                INSERT INTO user
                SELECT owner, userId, pending, active, completed, failed, microseconds, scored, scoreMillionths, '',
                    (SELECT count(*) FROM old_interview WHERE old_interview.owner = old_user.owner), NULL
                FROM old_user;
                INSERT INTO recording (recording, transcription, feedback)
                SELECT interview, transcription, feedback FROM old_recording;
                INSERT INTO interview
                SELECT owner, id, technologies, context, duration, conversationId, status, startedAt, endedAt,
                    actualDuration, score, recording.recording, NULL
                FROM old_interview LEFT JOIN recording ON recording.recording = old_interview.key;
                DROP TABLE old_recording;
                DROP TABLE old_interview;
                DROP TABLE old_user;
                """)
    }
}
