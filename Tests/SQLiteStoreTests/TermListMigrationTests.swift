// Files of schema version 2 are migrated: their interviews are read, searched, saved again and deleted.

import Insight
import TestSupport
import Interviews
import TestStores
import Testing

@testable import SQLiteStore

@Suite struct TermListMigrationTests {
    private let folder: TestFolder
    private var path: String { folder.file("db") }
    private static let id = "00000000-0000-7000-8000-000000000001"

    init() throws {
        folder = try TestFolder()
        try connection(to: path).execute(
            "PRAGMA application_id = \(DatabaseSchema.applicationID); PRAGMA journal_mode = WAL;" + Self.version2
                + "; PRAGMA user_version = 2")
    }

    @Test func `its transcripts are read and found`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        let transcript = try store.perform { own throws(Refusal) in try own.transcript(Self.id, as: .turns) }
        #expect(transcript.rendering.source == .webClient)
        #expect(
            transcript.rendering.turns?.map(\.text) == ["Tell me about B-trees.", "Elles sont plates, à l'économie."])
        #expect(try store.search("economie").hits.map(\.turn) == [1])
        #expect(try store.search("second").hits.map(\.turn) == [nil])
        let whole = try store.perform { own throws(Refusal) in try own.get(Self.id) }
        #expect(whole.feedbackSummary?.score == 72)
        let progress = try store.perform { own throws(Refusal) in try own.progress(InterviewFilter(), in: .utc).progress
        }
        #expect(progress.interviews == 2 && progress.bestScore == 80)
        #expect(try store.stats("kp_bob").pending == 1)
    }

    @Test func `its interviews are saved again and deleted with their content`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        try store.save(Self.id, transcription: #""User: other""#)
        #expect(try store.search("other").hits.count == 1)
        _ = try store.perform { own throws(Refusal) in try own.delete(Self.id) }
        #expect(try store.list().interviews.map(\.context) == ["Second."])
        #expect(try store.stats().total == 1 && store.stats().scoredInterviews == 0)
        #expect(try connection(to: path).integer("SELECT count(*) FROM content") == 0)
        #expect(findDamage(inDatabaseAt: path).isEmpty)
    }

    @Test func `its tables become those of a new file`() throws {
        _ = try SQLiteStore(at: .file(path: path))
        _ = try SQLiteStore(at: .file(path: folder.file("new")))
        func columns(_ path: String) throws -> [[String?]] {
            try connection(to: path).texts(
                """
                SELECT s.name, c.name, c.type, c."notnull", c.pk,
                    (SELECT count(*) FROM pragma_foreign_key_list(s.name) f WHERE f."from" = c.name)
                FROM sqlite_schema s JOIN pragma_table_info(s.name) c
                WHERE s.type = 'table' ORDER BY s.name, c.name
                """, columns: 6)
        }
        #expect(try columns(path) == columns(folder.file("new")))
    }

    @Test func `a program of version 2 that still runs can no longer write`() throws {
        let old = try connection(to: path)
        _ = try old.texts("SELECT unfiled FROM account")
        _ = try SQLiteStore(at: .file(path: path))
        #expect(throws: StoreFailure.self) {
            try old.execute("UPDATE account SET pending = 2, unfiled = 3 WHERE owner = 1")
        }
    }

    private static let version2 = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE file (
            cursorSecret BLOB NOT NULL CHECK (length(cursorSecret) = 16),
            idsTellTimes INTEGER NOT NULL DEFAULT 1
        ) STRICT;
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
            unfiled INTEGER NOT NULL DEFAULT 0 CHECK (unfiled >= 0),
            checksum INTEGER,
            CHECK (length(CAST(userId AS BLOB)) BETWEEN 1 AND 255)
        ) STRICT;
        CREATE TABLE recording (
            recording INTEGER PRIMARY KEY,
            transcription TEXT NOT NULL,
            transcriptionChecksum INTEGER,
            feedback TEXT,
            feedbackChecksum INTEGER,
            CHECK (length(CAST(transcription AS BLOB)) <= 8388608),
            CHECK (length(CAST(feedback AS BLOB)) <= 1048576)
        ) STRICT;
        CREATE TABLE interview (
            owner INTEGER NOT NULL REFERENCES account,
            id TEXT NOT NULL,
            technologies TEXT NOT NULL,
            context TEXT NOT NULL CHECK (length(context) BETWEEN 0 AND 100000),
            duration INTEGER NOT NULL CHECK (duration BETWEEN 1 AND 480),
            conversationId TEXT CHECK (length(conversationId) BETWEEN 1 AND 255),
            status TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            endedAt INTEGER,
            actualDuration REAL CHECK (actualDuration BETWEEN 0 AND 86400),
            score REAL CHECK (score BETWEEN 0 AND 100),
            recording INTEGER REFERENCES recording,
            checksum INTEGER,
            PRIMARY KEY (owner, id),
            -- Spelt out: SQLite would fill a temporary table for an IN at every insertion.
            CHECK (status = 'pending' OR status = 'active' OR status = 'completed' OR status = 'failed'),
            CHECK (json_array_length(technologies) BETWEEN 0 AND 50),
            CHECK ((endedAt IS NOT NULL) = (status = 'completed' OR status = 'failed'))
        ) STRICT, WITHOUT ROWID;
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
            CHECK (length(technology) BETWEEN 1 AND 100),
            PRIMARY KEY (owner, technology, afterId),
            FOREIGN KEY (owner, afterId) REFERENCES block
        ) STRICT, WITHOUT ROWID;
        INSERT INTO grdb_migrations VALUES('1 interviews');
        INSERT INTO grdb_migrations VALUES('2 blocks');
        INSERT INTO file VALUES(X'00000000000000000000000000000000',0);
        INSERT INTO account VALUES(1,'kp_alice',1,0,1,0,60500000,1,80000000,'',2,-5222984371503731022);
        INSERT INTO account VALUES(2,'kp_bob',1,0,0,0,0,0,0,'',1,1685345150303815720);
        INSERT INTO recording VALUES(1,'[{"speaker": "ai", "text": "Tell me about B-trees."}, {"speaker": "user", "text": "Elles sont plates, à l''économie."}]',2644544213465611720,'{"note": 72, "points_forts": ["calme"]}',4451534363051177555);
        INSERT INTO interview VALUES(1,'00000000-0000-7000-8000-000000000001','["Swift","SQLite"]','First.',30,NULL,'completed',1767225600000,1767225601000,60.5,80.0,1,4714758602882242443);
        INSERT INTO interview VALUES(1,'00000000-0000-7000-8000-000000000002','["Rust"]','Second.',60,NULL,'pending',1767225602000,NULL,NULL,NULL,NULL,-7182245756399053986);
        INSERT INTO interview VALUES(2,'00000000-0000-7000-8000-000000000003','[]','Économie of Bob.',1,NULL,'pending',1767225603000,NULL,NULL,NULL,NULL,-588424335242966789)
        """
}
