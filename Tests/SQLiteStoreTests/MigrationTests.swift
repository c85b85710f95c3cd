// Files of schema version 1 are migrated with all their content.

import Insight
import TestSupport
import Interviews
import TestStores
import Testing

@testable import SQLiteStore

@Suite struct MigrationTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try connection(to: folder.file("db")).execute(
            "PRAGMA application_id = \(DatabaseSchema.applicationID); PRAGMA journal_mode = WAL;" + Self.version1
                + "; PRAGMA user_version = 1")
    }

    @Test func `a file of version 1 keeps its interviews, their content and its totals`() throws {
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let interviews = try store.list().interviews
        #expect(interviews.map(\.context) == ["Second.", "First."])
        #expect(interviews.map(\.status) == [.pending, .completed])
        let id = "01a2035d-07e1-736d-a111-2c76d9b77806"
        let whole = try store.perform { own throws(Refusal) in try own.get(id) }
        #expect(whole.interview.actualDuration == 60.5 && whole.interview.score == 80)
        #expect(whole.interview.startedAt.milliseconds == 1_795_352_758_241)
        #expect(whole.transcription == Array(#"[{"text": "Hello."}]"#.utf8))
        #expect(whole.feedback == Array(#"{"good": true}"#.utf8))
        #expect(try store.stats().totalDuration == 60.5)
        #expect(try store.stats("kp_bob").failed == 1)
        #expect(try store.list(InterviewFilter(technology: "rust")).interviews.count == 1)
        try store.save(id, transcription: "[1]")
        #expect(try store.perform { own throws(Refusal) in try own.get(id) }.transcription == Array("[1]".utf8))
    }

    @Test func `its interviews are summarised with the next one, however many there are`() throws {
        try connection(to: folder.file("db")).execute(
            """
            WITH n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 500)
            INSERT INTO interview (id, owner, technologies, context, duration, status, startedAt)
            SELECT printf('01a20000-0000-7%03x-8000-000000000000', n), 1, '["Go"]', n, 1, 'pending', n FROM n;
            UPDATE user SET pending = pending + 500 WHERE owner = 1
            """)
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let filter = InterviewFilter(statuses: [.pending], technology: "go")
        #expect(try store.list(filter).interviews.count == 500)
        _ = try store.create()
        let summaries = try connection(to: folder.file("db")).integer("SELECT count(*) FROM block")
        #expect(summaries == 503 / FilterSummary.size)
        #expect(try store.list(filter).interviews.count == 500)
        #expect(try store.stats().pending == 502)
    }

    @Test func `filters by time are right if the clock was set back`() throws {
        try connection(to: folder.file("db")).execute("UPDATE interview SET startedAt = 7 WHERE key = 3")
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        let early = InterviewFilter(startedBefore: Instant(milliseconds: 8))
        #expect(try store.list(early).interviews.map(\.context) == ["Second."])
        #expect(
            try store.list(InterviewFilter(startedAfter: Instant(milliseconds: 8))).interviews.map(\.context) == [
                "First."
            ])
    }

    @Test func `a program of version 1 that still runs can no longer write`() throws {
        let old = try connection(to: folder.file("db"))
        _ = try old.texts("SELECT userId FROM user")
        _ = try SQLiteStore(at: .file(path: folder.file("db")))
        #expect(throws: StoreFailure.self) {
            try old.execute("UPDATE user SET pending = pending + 1 WHERE userId = 'kp_alice'")
        }
    }

    /// Rows of version 1 have no checksum.
    @Test(arguments: [
        "UPDATE recording SET transcription = '[{\"text\":' || char(10) || '\"Hello.\"}]'",
        "UPDATE recording SET transcription = '[{\"text\": \"Hello.'", "UPDATE recording SET transcription = ''",
        "UPDATE recording SET transcription = CAST(x'22FF22' AS TEXT)",
        "UPDATE recording SET feedback = '{\"good\": true},\"score\":1'",
        "UPDATE interview SET technologies = '[\"Swift\",' || char(10) || '\"SQLite\"]'",
        "UPDATE interview SET technologies = '[7]'",
    ]) func `a damaged row of version 1 never breaks the line of an answer`(_ damage: String) throws {
        try connection(to: folder.file("db")).execute(
            "PRAGMA ignore_check_constraints = ON; " + damage)
        let store = try SQLiteStore(at: .file(path: folder.file("db")))
        #expect(throws: Refusal.failed(.damaged)) {
            try store.perform { own throws(Refusal) in try own.get("01a2035d-07e1-736d-a111-2c76d9b77806") }
        }
    }

    private static let version1 = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES('1 interviews');
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
            CHECK (length(CAST(userId AS BLOB)) BETWEEN 1 AND 255)
        ) STRICT;
        INSERT INTO user VALUES(1,'kp_alice',1,0,1,0,60500000,1,80000000);
        INSERT INTO user VALUES(2,'kp_bob',0,0,0,1,0,0,0);
        CREATE TABLE interview (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            owner INTEGER NOT NULL REFERENCES user,
            technologies TEXT NOT NULL,
            context TEXT NOT NULL CHECK (length(context) BETWEEN 0 AND 100000),
            duration INTEGER NOT NULL CHECK (duration BETWEEN 1 AND 480),
            conversationId TEXT CHECK (length(conversationId) BETWEEN 1 AND 255),
            status TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            endedAt INTEGER,
            actualDuration REAL CHECK (actualDuration BETWEEN 0 AND 86400),
            score REAL CHECK (score BETWEEN 0 AND 100),
            -- Spelt out: SQLite would fill a temporary table for an IN at every insertion.
            CHECK (status = 'pending' OR status = 'active' OR status = 'completed' OR status = 'failed'),
            CHECK (json_array_length(technologies) BETWEEN 0 AND 50),
            CHECK ((endedAt IS NOT NULL) = (status = 'completed' OR status = 'failed'))
        ) STRICT;
        INSERT INTO interview VALUES(1,'01a2035d-07e1-736d-a111-2c76d9b77806',1,'["Swift","SQLite"]','First.',30,NULL,'completed',1795352758241,1795352758241,60.5,80.0);
        INSERT INTO interview VALUES(2,'01a2035d-07e1-736e-b7db-e177d496935d',2,'[]','',1,NULL,'failed',1795352758241,1795352758241,NULL,NULL);
        INSERT INTO interview VALUES(3,'01a2035d-07e1-736f-bea7-82fad2b3089d',1,'["Rust"]','Second.',60,NULL,'pending',1795352758241,NULL,NULL,NULL);
        CREATE TABLE recording (
            interview INTEGER PRIMARY KEY REFERENCES interview,
            transcription TEXT NOT NULL,
            feedback TEXT,
            CHECK (length(CAST(transcription AS BLOB)) <= 8388608),
            CHECK (length(CAST(feedback AS BLOB)) <= 1048576)
        ) STRICT;
        INSERT INTO recording VALUES(1,'[{"text": "Hello."}]','{"good": true}');
        CREATE TABLE technology (
            owner INTEGER NOT NULL REFERENCES user,
            technology TEXT NOT NULL COLLATE NOCASE,
            startedAt INTEGER NOT NULL,
            interview INTEGER NOT NULL REFERENCES interview,
            CHECK (length(technology) BETWEEN 1 AND 100),
            PRIMARY KEY (owner, technology, startedAt, interview)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO technology VALUES(1,'Rust',1795352758241,3);
        INSERT INTO technology VALUES(1,'SQLite',1795352758241,1);
        INSERT INTO technology VALUES(1,'Swift',1795352758241,1);
        CREATE TABLE cursorKey (
            secret BLOB NOT NULL CHECK (length(secret) = 16)
        ) STRICT;
        INSERT INTO cursorKey VALUES(X'cd9ebb53d4da29f80a694bbe6da10a1a');
        CREATE INDEX interviewByStart ON interview (owner, startedAt);
        CREATE INDEX interviewByStatus ON interview (owner, status, startedAt);
        """
}
