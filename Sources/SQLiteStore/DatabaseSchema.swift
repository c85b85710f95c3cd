// The schema: tables, the application id and the schema version.
//
// - `account`: one row for each user (`UserRow`): the key `owner`, to which the other tables refer, and sums over the
//   user's interviews.
// - `interview`: the columns that lists read, clustered by user and id; an id begins with the time of creation.
// - `content`: the content of an interview, transcription and feedback, which lists do not read. In `interview` it would
//   leave room for less than one row on a page.
// - `block`, `blockStatus`, `blockTechnology`: filter summaries, by which a filtered list skips interviews
//   (`FilterSummary.swift`).
// - `vocabulary`: term lists. The first search that reads an interview inserts its term list; it is deleted when the
//   content is replaced, and made again where its version is another than the program's (`TermList.swift`).
// - `conversation`: an index of interviews by the ids of all their conversations, which the column `conversations` of
//   `interview` lists if there are several.
// - `liveTurn`, `liveTurnTotals`, `vendorRecord`: what was said besides what clients saved (`LiveSchema.swift`).
// - `file`: properties of the file (`FileTraits`).
//
// Each row is verified against its checksum when it is read (`Checksum.swift`); rows of schema version 1 have none.

internal import Interviews

enum DatabaseSchema {
    /// `VOIN` in ASCII, the application id in the file's header (sqlite.org/fileformat2.html §1.3.15).
    static let applicationID = 0x564F_494E

    /// The schema version, `user_version` in the file's header, by which an older program refuses the file without
    /// opening it.
    static let version = 7

    /// Whether a database has this application's id.
    static func isOurs(_ connection: Connection) throws(StoreFailure) -> Bool {
        try connection.integer("PRAGMA application_id") == applicationID
    }

    /// Whether the schema is of a later version than this program's.
    static func isNewer(_ connection: Connection) throws(StoreFailure) -> Bool {
        guard try (connection.integer("PRAGMA user_version") ?? 0) <= version else { return true }
        guard try has("grdb_migrations", connection) else { return false }
        var isNewer = false
        try connection.rows(of: "SELECT identifier FROM grdb_migrations") { row in
            if !earlierMigrations.contains(row.text(0)) { isNewer = true }
        }
        return isNewer
    }

    /// Whether the tables are those of `version`.
    static func isCurrent(_ connection: Connection) throws(StoreFailure) -> Bool {
        try found(in: connection) == version
    }

    /// The names of the migrations in the table `grdb_migrations`, by which releases up to 0.2 of the program recognise
    /// their files.
    static let earlierMigrations = ["1 interviews", "2 blocks", "3 vocabularies"]

    /// The schema version that the tables have; 0 if there are none.
    ///
    /// `user_version` does not tell it: releases up to 0.2 of the program migrated in several transactions, and set
    /// `user_version` in the last.
    static func found(in connection: Connection) throws(StoreFailure) -> Int {
        guard try has("interview", connection) else { return 0 }
        if try has("technology", connection) { return 1 }
        guard try has("vocabulary", connection) else { return 2 }
        if try has("content", connection) { return try hasColumn("bytes", connection) ? 7 : 6 }
        if try has("liveTurn", connection) { return 5 }
        return try hasColumn("termLists", connection) ? 4 : 3
    }

    /// Whether `account` has a column.
    private static func hasColumn(_ name: String, _ connection: Connection) throws(StoreFailure) -> Bool {
        try connection.integer("SELECT 1 FROM pragma_table_info('account') WHERE name = '\(name)'") != nil
    }

    private static func has(_ table: String, _ connection: Connection) throws(StoreFailure) -> Bool {
        try connection.integer("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '\(table)'") != nil
    }

    /// The tables of a new file.
    static let all = [files, userRows, contents, interviews, summaries, termLists, conversations, live].joined(
        separator: "\n")

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
            summarisedThrough TEXT NOT NULL DEFAULT '',
            unsummarisedInterviews INTEGER NOT NULL DEFAULT 0 CHECK (unsummarisedInterviews >= 0),
            termListCount INTEGER NOT NULL DEFAULT 0 CHECK (termListCount >= 0),
            checksum INTEGER,
            -- What counts for the user's quota; NULL where an earlier version has stored the user.
            bytes INTEGER CHECK (bytes >= 0),
            CHECK (length(CAST(userId AS BLOB)) BETWEEN \(Limits.userIdBytes.sql))
        ) STRICT;
        """

    static let contents = """
        CREATE TABLE content (
            content INTEGER PRIMARY KEY,
            transcription TEXT,
            transcriptionChecksum INTEGER,
            feedback TEXT,
            feedbackChecksum INTEGER,
            CHECK (length(CAST(transcription AS BLOB)) <= \(Limits.transcriptionBytes)),
            CHECK (length(CAST(feedback AS BLOB)) <= \(Limits.feedbackBytes)),
            CHECK (transcription IS NOT NULL OR feedback IS NOT NULL)
        ) STRICT;
        """

    /// The last three columns are there because files of earlier versions got them by `ALTER TABLE`. `conversations` is
    /// NULL unless there are several; `marks` has the beginning of a single one, too (`PackedMarks`).
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
            -- Not REFERENCES: to delete a row of it, SQLite would look through every interview.
            content INTEGER,
            checksum INTEGER,
            marks INTEGER NOT NULL DEFAULT 0,
            conversations TEXT,
            conversationsChecksum INTEGER,
            PRIMARY KEY (owner, id),
            -- Spelt out: SQLite would fill a temporary table for an IN at every insertion.
            CHECK (status = 'pending' OR status = 'active' OR status = 'completed' OR status = 'failed'),
            CHECK (json_array_length(technologies) BETWEEN \(Limits.technologies.sql)),
            CHECK ((endedAt IS NOT NULL) = (status = 'completed' OR status = 'failed'))
        ) STRICT, WITHOUT ROWID;
        """

    /// Filter summaries. A row of `block` covers the ids greater than `afterId`, up to and including `lastId`;
    /// `blockStatus` has a row for each status that occurs among them, with the number of interviews, and
    /// `blockTechnology` one for each technology.
    private static let summaries = """
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

    /// Term lists. `words` has each term of one interview once, on a line of its own, with a line feed before the first
    /// and after the last. `places` has as many lines, each with the places of one term: 0 is the context, `n + 1` the
    /// turn with index `n`. The index has `version` because the row has it behind long texts.
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
            version INTEGER NOT NULL DEFAULT 0,
            UNIQUE (owner, id),
            FOREIGN KEY (owner, id) REFERENCES interview
        ) STRICT;
        \(termListIndex)
        """

    static let termListIndex = "CREATE INDEX termListVersion ON vocabulary (owner, id, version);"

    /// One row: the key with which cursors are sealed, and whether every id begins with the time at which its interview
    /// was created.
    private static let files = """
        CREATE TABLE file (
            cursorSecret BLOB NOT NULL CHECK (length(cursorSecret) = 16),
            idsTellTimes INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        """
}

extension ClosedRange<Int> {
    /// The operands of `BETWEEN`.
    var sql: String { "\(lowerBound) AND \(upperBound)" }
}
