// Files of schema version 5 are migrated: their contents stay, and feedback needs no transcription any more.

import Insight
import Interviews
import JSON
import TestStores
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct ContentMigrationTests {
    private let folder: TestFolder
    private var path: String { folder.file("db") }
    private static let (first, second) = (
        "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
    )

    init() throws {
        folder = try TestFolder()
        try connection(to: path).execute(
            "PRAGMA application_id = \(DatabaseSchema.applicationID); PRAGMA journal_mode = WAL;" + Self.version5
                + "; PRAGMA user_version = 5")
    }

    @Test func `its interviews keep their content`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        let whole = try store.get(Self.first)
        #expect(whole.transcription == Array(#""User: tree""#.utf8) && whole.feedback == Array(#"{"note":8}"#.utf8))
        #expect(try store.get(Self.second).transcriptionFrom == .live)
        #expect(try store.search("tree").hits.map(\.interviewId) == [Self.first])
        #expect(try store.stats().averageScore == 80)
    }

    @Test func `its interviews get feedback, with and without a transcription`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        let feedback = try JSONText("[1]").root
        for id in [Self.first, Self.second] {
            _ = try store.perform { own throws(Refusal) in try own.saveFeedback(id, feedback, score: nil) }
            #expect(try store.get(id).feedback == Array("[1]".utf8))
        }
        #expect(try store.get(Self.first).savedTranscription == Array(#""User: tree""#.utf8))
        for id in [Self.first, Self.second] { try store.delete(id) }
        #expect(try connection(to: path).integer("SELECT count(*) FROM content") == 0)
        #expect(findDamage(inDatabaseAt: path).isEmpty)
    }

    @Test func `its tables and indexes become those of a new file`() throws {
        _ = try SQLiteStore(at: .file(path: path))
        _ = try SQLiteStore(at: .file(path: folder.file("new")))
        #expect(try schema(of: path) == schema(of: folder.file("new")))
        #expect(throws: StoreFailure.self) {
            try connection(to: path).execute("INSERT INTO content (transcription, feedback) VALUES (NULL, NULL)")
        }
    }

    @Test func `a program of version 5 that still runs can no longer read an interview, or change one`() throws {
        let old = try connection(to: path)
        #expect(try old.integer("SELECT recording FROM interview WHERE owner = 1") == 1)
        _ = try SQLiteStore(at: .file(path: path))
        #expect(throws: StoreFailure.self) { try old.integer("SELECT recording FROM interview WHERE owner = 1") }
        #expect(throws: StoreFailure.self) {
            try old.execute("UPDATE interview SET status = 'failed', recording = NULL WHERE owner = 2")
        }
    }

    private static let version5 = """
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
            termListCount INTEGER NOT NULL DEFAULT 0 CHECK (termListCount >= 0),
            checksum INTEGER,
            CHECK (length(CAST(userId AS BLOB)) BETWEEN 1 AND 255)
        ) STRICT;
        INSERT INTO "account" VALUES(1,'kp_alice',0,1,1,0,60000000,1,80000000,'',2,0,-4761949408166922714);
        INSERT INTO "account" VALUES(2,'kp_bob',1,0,0,0,0,0,0,'',1,0,1685345150303815720);
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
        CREATE TABLE conversation (
            owner INTEGER NOT NULL,
            conversationId TEXT NOT NULL,
            -- Not REFERENCES: to delete an interview, SQLite would look through every conversation.
            id TEXT NOT NULL,
            PRIMARY KEY (owner, conversationId, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO "conversation" VALUES(1,'conv_1','00000000-0000-7000-8000-000000000001');
        CREATE TABLE file (
            cursorSecret BLOB NOT NULL CHECK (length(cursorSecret) = 16),
            idsTellTimes INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        INSERT INTO "file" VALUES(X'00000000000000000000000000000000',0);
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO "grdb_migrations" VALUES('1 interviews');
        INSERT INTO "grdb_migrations" VALUES('2 blocks');
        INSERT INTO "grdb_migrations" VALUES('3 vocabularies');
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
            -- Not REFERENCES: to delete a recording, SQLite would look through every interview.
            recording INTEGER,
            checksum INTEGER,
            marks INTEGER NOT NULL DEFAULT 0,
            conversations TEXT,
            conversationsChecksum INTEGER,
            PRIMARY KEY (owner, id),
            -- Spelt out: SQLite would fill a temporary table for an IN at every insertion.
            CHECK (status = 'pending' OR status = 'active' OR status = 'completed' OR status = 'failed'),
            CHECK (json_array_length(technologies) BETWEEN 0 AND 50),
            CHECK ((endedAt IS NOT NULL) = (status = 'completed' OR status = 'failed'))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO "interview" VALUES(1,'00000000-0000-7000-8000-000000000001','["Swift"]','First.',30,'conv_1','completed',1767225600000,1767225602000,60.0,80.0,1,-8670342283374232995,452409753856000,NULL,NULL);
        INSERT INTO "interview" VALUES(1,'00000000-0000-7000-8000-000000000002','[]','Second.',30,NULL,'active',1767225603000,NULL,NULL,NULL,NULL,-5618613187620601679,1,NULL,NULL);
        INSERT INTO "interview" VALUES(2,'00000000-0000-7000-8000-000000000003','[]','Third.',30,NULL,'pending',1767225605000,NULL,NULL,NULL,NULL,6782290758376768195,0,NULL,NULL);
        CREATE TABLE liveTurn (
            liveTurn INTEGER PRIMARY KEY,
            owner INTEGER NOT NULL,
            id TEXT NOT NULL,
            conversationId TEXT NOT NULL,
            key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
            position INTEGER NOT NULL CHECK (position >= 0),
            checksum INTEGER NOT NULL,
            turn TEXT NOT NULL CHECK (length(CAST(turn AS BLOB)) <= 8388608),
            -- Not REFERENCES: SQLite would look the interview up for each turn.
            UNIQUE (owner, id, conversationId, key)
        ) STRICT;
        INSERT INTO "liveTurn" VALUES(1,1,'00000000-0000-7000-8000-000000000002','','1',0,-5497239896883396519,'{"key":"1","speaker":"candidate","text":"Live."}');
        CREATE TABLE liveTurnTotals (
            owner INTEGER NOT NULL,
            id TEXT NOT NULL,
            turns INTEGER NOT NULL CHECK (turns >= 0),
            bytes INTEGER NOT NULL CHECK (bytes BETWEEN 0 AND 8388608),
            checksum INTEGER NOT NULL,
            PRIMARY KEY (owner, id),
            FOREIGN KEY (owner, id) REFERENCES interview
        ) STRICT, WITHOUT ROWID;
        INSERT INTO "liveTurnTotals" VALUES(1,'00000000-0000-7000-8000-000000000002',1,256,5173820440316078200);
        CREATE TABLE recording (
            recording INTEGER PRIMARY KEY,
            transcription TEXT NOT NULL,
            transcriptionChecksum INTEGER,
            feedback TEXT,
            feedbackChecksum INTEGER,
            CHECK (length(CAST(transcription AS BLOB)) <= 8388608),
            CHECK (length(CAST(feedback AS BLOB)) <= 1048576)
        ) STRICT;
        INSERT INTO "recording" VALUES(1,'"User: tree"',-8028773860091490664,'{"note":8}',-5453131814067427297);
        CREATE TABLE vendorRecord (
            vendorRecord INTEGER PRIMARY KEY,
            owner INTEGER NOT NULL,
            id TEXT NOT NULL,
            conversationId TEXT NOT NULL CHECK (length(conversationId) BETWEEN 1 AND 255),
            isAnalysed INTEGER NOT NULL CHECK (isAnalysed BETWEEN 0 AND 1),
            sentAt INTEGER NOT NULL,
            startedAt INTEGER,
            duration REAL CHECK (duration BETWEEN 0 AND 86400),
            bytes INTEGER NOT NULL CHECK (bytes BETWEEN 0 AND 8388608),
            checksum INTEGER NOT NULL,
            bodyChecksum INTEGER NOT NULL,
            body TEXT NOT NULL CHECK (length(CAST(body AS BLOB)) = bytes),
            UNIQUE (owner, id, conversationId),
            FOREIGN KEY (owner, id) REFERENCES interview
        ) STRICT;
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
        CREATE INDEX termListVersion ON vocabulary (owner, id, version);
        """
}
