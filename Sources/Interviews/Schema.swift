// The tables, and how a file came to have them.
//
// `user` gives every user id a small number, `owner`, by which the other tables refer to it, and keeps the totals from
// which stats are answered (`Totals`). `interview` holds what lists read, `recording` what
// they do not: transcriptions and feedback would make every page of `interview` hold a fraction of a row. `technology`
// is what the filter by technology walks. Every list is an index walked backwards.

internal import GRDB

enum Schema {
    /// `VOIN`, in the file's header (sqlite.org/fileformat2.html §1.3.15).
    static let applicationID = 0x564F_494E

    /// The number of migrations, kept in the file's header as `user_version` so that an older program can refuse the
    /// file without opening it.
    static let version = 1

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 interviews", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: users)
            try db.execute(sql: interviews)
            try db.execute(sql: recordings)
            try db.execute(sql: technologies)
            try db.execute(sql: cursorKeys)
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        return migrator
    }

    /// Whether a database is marked as this application's.
    static func isOurs(_ database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "PRAGMA application_id") == applicationID
    }

    /// Whether a database has migrations that this program does not know.
    static func isNewer(_ database: Database) throws -> Bool {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        return try found > version || migrator.hasBeenSuperseded(database)
    }

    private static let users = """
        CREATE TABLE user (
            owner INTEGER PRIMARY KEY,
            userId TEXT NOT NULL UNIQUE,
            pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
            active INTEGER NOT NULL DEFAULT 0 CHECK (active >= 0),
            completed INTEGER NOT NULL DEFAULT 0 CHECK (completed >= 0),
            failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
            microseconds INTEGER NOT NULL DEFAULT 0 CHECK (microseconds >= 0),
            scored INTEGER NOT NULL DEFAULT 0 CHECK (scored >= 0),
            scoreMillionths INTEGER NOT NULL DEFAULT 0 CHECK (scoreMillionths >= 0),
            CHECK (length(CAST(userId AS BLOB)) BETWEEN \(Limits.userIdBytes.sql))
        ) STRICT;
        """

    private static let interviews = """
        CREATE TABLE interview (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            owner INTEGER NOT NULL REFERENCES user,
            technologies TEXT NOT NULL,
            context TEXT NOT NULL CHECK (length(context) BETWEEN \(Limits.contextLength.sql)),
            duration INTEGER NOT NULL CHECK (duration BETWEEN \(Limits.duration.sql)),
            conversationId TEXT CHECK (length(conversationId) BETWEEN \(Limits.conversationIdLength.sql)),
            status TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            endedAt INTEGER,
            actualDuration REAL CHECK (actualDuration BETWEEN \(Limits.actualDuration.sql)),
            score REAL CHECK (score BETWEEN \(Limits.score.sql)),
            -- Spelt out: SQLite would fill a temporary table for an IN at every insertion.
            CHECK (status = 'pending' OR status = 'active' OR status = 'completed' OR status = 'failed'),
            CHECK (json_array_length(technologies) BETWEEN \(Limits.technologies.sql)),
            CHECK ((endedAt IS NOT NULL) = (status = 'completed' OR status = 'failed'))
        ) STRICT;
        CREATE INDEX interviewByStart ON interview (owner, startedAt);
        CREATE INDEX interviewByStatus ON interview (owner, status, startedAt);
        """

    private static let recordings = """
        CREATE TABLE recording (
            interview INTEGER PRIMARY KEY REFERENCES interview,
            transcription TEXT NOT NULL,
            feedback TEXT,
            CHECK (length(CAST(transcription AS BLOB)) <= \(Limits.transcriptionBytes)),
            CHECK (length(CAST(feedback AS BLOB)) <= \(Limits.feedbackBytes))
        ) STRICT;
        """

    private static let technologies = """
        CREATE TABLE technology (
            owner INTEGER NOT NULL REFERENCES user,
            technology TEXT NOT NULL COLLATE NOCASE,
            startedAt INTEGER NOT NULL,
            interview INTEGER NOT NULL REFERENCES interview,
            CHECK (length(technology) BETWEEN \(Limits.technologyLength.sql)),
            PRIMARY KEY (owner, technology, startedAt, interview)
        ) STRICT, WITHOUT ROWID;
        """

    /// The secret with which this file's cursors are sealed.
    private static let cursorKeys = """
        CREATE TABLE cursorKey (
            secret BLOB NOT NULL CHECK (length(secret) = 16)
        ) STRICT;
        INSERT INTO cursorKey (secret) VALUES (randomblob(16));
        """
}

extension ClosedRange<Int> {
    /// For use after `BETWEEN`.
    fileprivate var sql: String { "\(lowerBound) AND \(upperBound)" }
}
