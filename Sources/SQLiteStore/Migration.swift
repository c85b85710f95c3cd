// Migrations from earlier versions of the schema.

internal import Interviews

extension DatabaseSchema {
    /// Migrates a database of any earlier version, or without tables, to the current schema in one transaction.
    static func migrate(_ connection: Connection) throws(StoreFailure) {
        guard try connection.integer("PRAGMA user_version") != version else { return }
        // Tables that others refer to are renamed (sqlite.org/lang_altertable.html §7).
        try connection.execute("PRAGMA foreign_keys = OFF")
        try connection.transaction { () throws(StoreFailure) in
            switch try found(in: connection) {
            case 0: try connection.execute(all + "INSERT INTO file (cursorSecret) VALUES (randomblob(16));")
            case 1: try connection.execute(fromVersion1)
            case 2: try connection.execute(fromVersion2)
            case 3: try connection.execute(fromVersion3)
            case 4: try connection.execute(fromVersion4)
            case 5: try connection.execute(fromVersion5)
            case 6: try connection.execute(fromVersion6)
            default: break
            }
            try setVersion(connection)
            guard try connection.integer("SELECT count(*) FROM pragma_foreign_key_check") == 0 else { throw .damaged }
        }
        try connection.execute("PRAGMA foreign_keys = ON")
    }

    /// Sets the schema version, also in the form that releases up to 0.2 of the program read.
    private static func setVersion(_ connection: Connection) throws(StoreFailure) {
        let values = earlierMigrations.map { "('\($0)')" }.joined(separator: ", ")
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
            INSERT OR IGNORE INTO grdb_migrations VALUES \(values);
            PRAGMA user_version = \(version);
            """)
    }

    /// From version 1, which had an index for every filter. A user's interviews are summarised when the user creates
    /// the next one (`FilterSummary.swift`); until then, filtered lists read all of them. A program of version 1 that
    /// still runs can write nothing, since the table `user` is gone.
    private static let fromVersion1 = """
        ALTER TABLE interview RENAME TO old_interview;
        ALTER TABLE recording RENAME TO old_recording;
        DROP INDEX interviewByStart;
        DROP INDEX interviewByStatus;
        DROP TABLE technology;
        \(all)
        -- When the clock was set back, version 1 continued with later ids.
        INSERT INTO file
        SELECT secret, NOT EXISTS (
            SELECT 1 FROM old_interview
            WHERE substr(id, 1, 13) <> printf('%08x-%04x', startedAt >> 16, startedAt & 65535))
        FROM cursorKey;
        INSERT INTO account
        SELECT owner, userId, pending, active, completed, failed, microseconds, scored, scoreMillionths, '',
            (SELECT count(*) FROM old_interview WHERE old_interview.owner = user.owner), 0, NULL, NULL
        FROM user;
        INSERT INTO content (content, transcription, feedback)
        SELECT interview, transcription, feedback FROM old_recording;
        INSERT INTO interview
        SELECT owner, id, technologies, context, duration, conversationId, status, startedAt, endedAt,
            actualDuration, score, content.content, NULL, 0, NULL, NULL
        FROM old_interview LEFT JOIN content ON content.content = old_interview.key;
        \(fillConversations)
        DROP TABLE old_recording;
        DROP TABLE old_interview;
        DROP TABLE user;
        DROP TABLE cursorKey;
        """

    /// From version 2, in which `interview` has a foreign key to `recording`; it is removed through `sqlite_schema`,
    /// which rewrites no row (sqlite.org/lang_altertable.html §7). A program of version 2 that still runs, and would
    /// not delete the term lists of what it saves, can save nothing, since the column `unfiled` is gone.
    private static let fromVersion2 = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'recording INTEGER REFERENCES recording,', 'recording INTEGER,')
        WHERE type = 'table' AND name = 'interview';
        PRAGMA writable_schema = RESET;
        ALTER TABLE account RENAME COLUMN unfiled TO unfiledInterviews;
        ALTER TABLE account ADD COLUMN termListCount INTEGER NOT NULL DEFAULT 0 CHECK (termListCount >= 0);
        \(termLists)
        \(addLiveTables)
        \(fromVersion5)
        """

    /// From version 3, whose term lists have no version of their own, and get 0. A program of version 3 that still runs,
    /// and would take the lists of this one for its own, can read and write nothing, since the column
    /// `readInterviews` is gone.
    private static let fromVersion3 = """
        ALTER TABLE account RENAME COLUMN readInterviews TO termListCount;
        ALTER TABLE vocabulary ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
        \(termListIndex)
        \(addLiveTables)
        \(fromVersion5)
        """

    /// From version 4, which had neither live turns nor vendor records, and of the conversations of an interview the
    /// latest. A program of version 4 that still runs, and would store checksums without them, can write nothing, since
    /// the column `termLists` is gone.
    private static let fromVersion4 = """
        ALTER TABLE account RENAME COLUMN termLists TO termListCount;
        \(addLiveTables)
        \(fromVersion5)
        """

    /// From version 5, in which the table and the columns of contents are named `recording`, and a content has a
    /// transcription. The table is replaced through `sqlite_schema`, which rewrites no row (sqlite.org/lang_altertable.html
    /// §7). A program of version 5 that still runs, and would take an interview without a transcription for a damaged one,
    /// can create interviews, and nothing else, since these names are gone.
    private static let fromVersion5 = """
        ALTER TABLE recording RENAME TO content;
        ALTER TABLE content RENAME COLUMN recording TO content;
        ALTER TABLE interview RENAME COLUMN recording TO content;
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = trim('\(contents)', ';') WHERE type = 'table' AND name = 'content';
        PRAGMA writable_schema = RESET;
        \(fromVersion6)
        """

    /// From version 6, which did not count the bytes of a user. A program of version 6 that still runs, and would not count
    /// what it stores, can read and write nothing, since the columns `filedThrough` and `unfiledInterviews` are gone.
    private static let fromVersion6 = """
        ALTER TABLE account RENAME COLUMN filedThrough TO summarisedThrough;
        ALTER TABLE account RENAME COLUMN unfiledInterviews TO unsummarisedInterviews;
        ALTER TABLE account ADD COLUMN bytes INTEGER CHECK (bytes >= 0);
        """

    private static let addLiveTables = """
        ALTER TABLE interview ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE interview ADD COLUMN conversations TEXT;
        ALTER TABLE interview ADD COLUMN conversationsChecksum INTEGER;
        \(conversations)
        \(live)
        \(fillConversations)
        """

    private static let fillConversations = """
        INSERT INTO conversation
        SELECT owner, conversationId, id FROM interview WHERE conversationId IS NOT NULL;
        """
}
