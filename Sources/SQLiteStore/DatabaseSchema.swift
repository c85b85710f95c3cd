// The tables, and how a file came to have them.
//
// `account` gives every user id a small number, `owner`, by which the other tables refer to it, and keeps what is known
// of all interviews of the user together (`UserRow`). `interview` holds what lists read, a user's interviews side by
// side in the order of their ids, which begin with the time of creation; `recording` holds what lists do not read:
// transcriptions and feedback would make every page of `interview` hold a fraction of a row. `block`, `blockStatus` and
// `blockTechnology` say which statuses and technologies occur among 32 interviews that follow each other, so that a
// filtered list skips what it cannot find (`FilterSummary.swift`). `vocabulary` has the words of an interview, from the first
// search on that looked into it until it is saved again (`TermList.swift`). What a row says is checked when it is read
// (`Checksum.swift`); rows that version 1 has written have no checksum.

internal import Interviews

enum DatabaseSchema {
    /// `VOIN`, in the file's header (sqlite.org/fileformat2.html §1.3.15).
    static let applicationID = 0x564F_494E

    /// Kept in the file's header as `user_version`, so that an older program can refuse the file without opening it.
    static let version = 3

    /// Whether a database is marked as this application's.
    static func isOurs(_ connection: Connection) throws(StoreFailure) -> Bool {
        try connection.integer("PRAGMA application_id") == applicationID
    }

    /// Whether a database has tables of a version that this program does not know.
    static func isNewer(_ connection: Connection) throws(StoreFailure) -> Bool {
        guard try (connection.integer("PRAGMA user_version") ?? 0) <= version else { return true }
        guard try has("grdb_migrations", connection) else { return false }
        let known = earlierMigrations.map { "'\($0)'" }.joined(separator: ", ")
        return try connection.integer("SELECT count(*) FROM grdb_migrations WHERE identifier NOT IN (\(known))") != 0
    }

    /// Whether a database has today's tables.
    static func isCurrent(_ connection: Connection) throws(StoreFailure) -> Bool {
        try found(in: connection) == version
    }

    /// Under these names, versions up to 0.2 of the program note in a table of their own which versions of the tables a
    /// file has come through; they take a file for one of their own by it.
    static let earlierMigrations = ["1 interviews", "2 blocks", "3 vocabularies"]

    /// Of which version the tables of a database are, 0 if it has none. They are looked at: versions up to 0.2 of the program
    /// changed them in several transactions, and `user_version` with the last.
    static func found(in connection: Connection) throws(StoreFailure) -> Int {
        guard try has("interview", connection) else { return 0 }
        if try has("technology", connection) { return 1 }
        return try has("vocabulary", connection) ? 3 : 2
    }

    private static func has(_ table: String, _ connection: Connection) throws(StoreFailure) -> Bool {
        try connection.integer("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '\(table)'") != nil
    }

    /// The tables of a new file.
    static let all = [files, userRows, recordings, interviews, blocks, termLists].joined(separator: "\n")

    private static let userRows = """
        CREATE TABLE account (
            owner INTEGER PRIMARY KEY,
            userId TEXT NOT NULL UNIQUE,
            pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
            active INTEGER NOT NULL DEFAULT 0 CHECK (active >= 0),
            completed INTEGER NOT NULL DEFAULT 0 CHECK (completed >= 0),
            failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
            microseconds INTEGER NOT NULL DEFAULT 0 CHECK (microseconds >= 0),
            scored INTEGER NOT NULL DEFAULT 0 CHECK (scored >= 0),
            scoreMillionths INTEGER NOT NULL DEFAULT 0 CHECK (scoreMillionths >= 0),
            filedThrough TEXT NOT NULL DEFAULT '',
            unfiledInterviews INTEGER NOT NULL DEFAULT 0 CHECK (unfiledInterviews >= 0),
            readInterviews INTEGER NOT NULL DEFAULT 0 CHECK (readInterviews >= 0),
            checksum INTEGER,
            CHECK (length(CAST(userId AS BLOB)) BETWEEN \(Limits.userIdBytes.sql))
        ) STRICT;
        """

    private static let recordings = """
        CREATE TABLE recording (
            recording INTEGER PRIMARY KEY,
            transcription TEXT NOT NULL,
            transcriptionChecksum INTEGER,
            feedback TEXT,
            feedbackChecksum INTEGER,
            CHECK (length(CAST(transcription AS BLOB)) <= \(Limits.transcriptionBytes)),
            CHECK (length(CAST(feedback AS BLOB)) <= \(Limits.feedbackBytes))
        ) STRICT;
        """

    private static let interviews = """
        CREATE TABLE interview (
            owner INTEGER NOT NULL REFERENCES account,
            id TEXT NOT NULL,
            technologies TEXT NOT NULL,
            context TEXT NOT NULL CHECK (length(context) BETWEEN \(Limits.contextLength.sql)),
            duration INTEGER NOT NULL CHECK (duration BETWEEN \(Limits.duration.sql)),
            conversationId TEXT CHECK (length(conversationId) BETWEEN \(Limits.conversationIdLength.sql)),
            status TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            endedAt INTEGER,
            actualDuration REAL CHECK (actualDuration BETWEEN \(Limits.actualDuration.sql)),
            score REAL CHECK (score BETWEEN \(Limits.score.sql)),
            -- Not REFERENCES: to delete a recording, SQLite would look through every interview.
            recording INTEGER,
            checksum INTEGER,
            PRIMARY KEY (owner, id),
            -- Spelt out: SQLite would fill a temporary table for an IN at every insertion.
            CHECK (status = 'pending' OR status = 'active' OR status = 'completed' OR status = 'failed'),
            CHECK (json_array_length(technologies) BETWEEN \(Limits.technologies.sql)),
            CHECK ((endedAt IS NOT NULL) = (status = 'completed' OR status = 'failed'))
        ) STRICT, WITHOUT ROWID;
        """

    /// A block covers the interviews whose ids lie after `afterId`, up to `lastId` and with it. It has a row for each
    /// status that occurs in it, with the number of interviews, and one for each technology.
    private static let blocks = """
        CREATE TABLE block (
            owner INTEGER NOT NULL REFERENCES account,
            afterId TEXT NOT NULL,
            lastId TEXT NOT NULL CHECK (lastId > afterId),
            PRIMARY KEY (owner, afterId)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blockStatus (
            owner INTEGER NOT NULL,
            status TEXT NOT NULL,
            afterId TEXT NOT NULL,
            interviews INTEGER NOT NULL CHECK (interviews >= 0),
            PRIMARY KEY (owner, status, afterId),
            FOREIGN KEY (owner, afterId) REFERENCES block
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blockTechnology (
            owner INTEGER NOT NULL,
            technology TEXT NOT NULL COLLATE NOCASE,
            afterId TEXT NOT NULL,
            CHECK (length(technology) BETWEEN \(Limits.technologyLength.sql)),
            PRIMARY KEY (owner, technology, afterId),
            FOREIGN KEY (owner, afterId) REFERENCES block
        ) STRICT, WITHOUT ROWID;
        """

    /// The words of one interview, each on a line of its own and once, with a line feed before the first and after the
    /// last, as FTS5's tokenizer gives them; and, on as many lines, in which places each of them stands: 0 for the context,
    /// and one more than its index for a turn.
    static let termLists = """
        CREATE TABLE vocabulary (
            -- Not WITHOUT ROWID: SQLite would read all of a long row to compare its key.
            vocabulary INTEGER PRIMARY KEY,
            owner INTEGER NOT NULL,
            id TEXT NOT NULL,
            words TEXT NOT NULL,
            wordsChecksum INTEGER NOT NULL,
            places TEXT NOT NULL,
            placesChecksum INTEGER NOT NULL,
            UNIQUE (owner, id),
            FOREIGN KEY (owner, id) REFERENCES interview
        ) STRICT;
        """

    /// One row: the secret with which this file's cursors are sealed, and whether each id begins with the time at which
    /// the interview was created.
    private static let files = """
        CREATE TABLE file (
            cursorSecret BLOB NOT NULL CHECK (length(cursorSecret) = 16),
            idsTellTimes INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        """
}

extension ClosedRange<Int> {
    /// For use after `BETWEEN`.
    fileprivate var sql: String { "\(lowerBound) AND \(upperBound)" }
}
