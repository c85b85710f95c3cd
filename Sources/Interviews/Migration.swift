// How a file that an earlier version has made comes to today's tables, with all that it holds.

internal import GRDB

enum Migration {
    /// From version 1, in which every filter had an index of its own. Until a user creates the next interview, filters
    /// look at all that the user has; then they are filed (`Blocks.swift`). A program of version 1 that is still running
    /// finds no table `user` any more, and so writes nothing.
    static func toBlocks(_ db: Database) throws {
        for table in ["interview", "recording"] {
            try db.execute(sql: "ALTER TABLE \(table) RENAME TO old_\(table)")
        }
        try db.execute(sql: "DROP INDEX interviewByStart; DROP INDEX interviewByStatus; DROP TABLE technology")
        try Schema.create(db)
        try db.execute(
            sql: """
                -- Where the clock was set back, version 1 went on with later ids.
                INSERT INTO file
                SELECT secret, NOT EXISTS (
                    SELECT 1 FROM old_interview
                    WHERE substr(id, 1, 13) <> printf('%08x-%04x', startedAt >> 16, startedAt & 65535))
                FROM cursorKey;
                INSERT INTO account
                SELECT owner, userId, pending, active, completed, failed, microseconds, scored, scoreMillionths, '',
                    (SELECT count(*) FROM old_interview WHERE old_interview.owner = user.owner), 0, NULL
                FROM user;
                INSERT INTO recording (recording, transcription, feedback)
                SELECT interview, transcription, feedback FROM old_recording;
                INSERT INTO interview
                SELECT owner, id, technologies, context, duration, conversationId, status, startedAt, endedAt,
                    actualDuration, score, recording.recording, NULL
                FROM old_interview LEFT JOIN recording ON recording.recording = old_interview.key;
                DROP TABLE old_recording;
                DROP TABLE old_interview;
                DROP TABLE user;
                DROP TABLE cursorKey;
                """)
    }

    /// From version 2, whose interviews refer to their recordings; that reference is taken away without rewriting them, in
    /// the way that SQLite has for it (sqlite.org/lang_altertable.html §7). A program of version 2 that is still running
    /// finds no column `unfiled` any more, and so saves nothing whose vocabulary it would not discard.
    static func toVocabularies(_ db: Database) throws {
        try db.execute(
            sql: """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = replace(sql, 'recording INTEGER REFERENCES recording,', 'recording INTEGER,')
                WHERE type = 'table' AND name = 'interview';
                PRAGMA writable_schema = RESET;
                ALTER TABLE account RENAME COLUMN unfiled TO unfiledInterviews;
                ALTER TABLE account ADD COLUMN readInterviews INTEGER NOT NULL DEFAULT 0 CHECK (readInterviews >= 0);
                """ + Schema.vocabularies)
    }
}
