// How a file that an earlier version has made comes to today's tables, with all that it holds.

internal import Interviews

extension DatabaseSchema {
    /// Brings a database of any earlier version, or without tables, to today's, in one transaction.
    static func migrate(_ connection: Connection) throws(StoreFailure) {
        guard try connection.integer("PRAGMA user_version") != version else { return }
        // Tables are renamed that others refer to (sqlite.org/lang_altertable.html §7).
        try connection.execute("PRAGMA foreign_keys = OFF")
        try connection.transaction { () throws(StoreFailure) in
            switch try found(in: connection) {
            case 0: try connection.execute(all + "INSERT INTO file (cursorSecret) VALUES (randomblob(16));")
            case 1: try connection.execute(toBlocks)
            case 2: try connection.execute(toVocabularies)
            default: break
            }
            try note(connection)
            guard try connection.integer("SELECT count(*) FROM pragma_foreign_key_check") == 0 else { throw .damaged }
        }
        try connection.execute("PRAGMA foreign_keys = ON")
    }

    private static func note(_ connection: Connection) throws(StoreFailure) {
        let values = earlierMigrations.map { "('\($0)')" }.joined(separator: ", ")
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
            INSERT OR IGNORE INTO grdb_migrations VALUES \(values);
            PRAGMA user_version = \(version);
            """)
    }

    /// From version 1, in which every filter had an index of its own. Until a user creates the next interview, filters
    /// look at all that the user has; then they are filed (`Blocks.swift`). A program of version 1 that is still running
    /// finds no table `user` any more, and so writes nothing.
    private static let toBlocks = """
        ALTER TABLE interview RENAME TO old_interview;
        ALTER TABLE recording RENAME TO old_recording;
        DROP INDEX interviewByStart;
        DROP INDEX interviewByStatus;
        DROP TABLE technology;
        \(all)
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
        """

    /// From version 2, whose interviews refer to their recordings; that reference is taken away without rewriting them, in
    /// the way that SQLite has for it (sqlite.org/lang_altertable.html §7). A program of version 2 that is still running
    /// finds no column `unfiled` any more, and so saves nothing whose vocabulary it would not discard.
    private static let toVocabularies = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'recording INTEGER REFERENCES recording,', 'recording INTEGER,')
        WHERE type = 'table' AND name = 'interview';
        PRAGMA writable_schema = RESET;
        ALTER TABLE account RENAME COLUMN unfiled TO unfiledInterviews;
        ALTER TABLE account ADD COLUMN readInterviews INTEGER NOT NULL DEFAULT 0 CHECK (readInterviews >= 0);
        \(termLists)
        """
}
