// Files of schema version 6 are migrated: the bytes of their users are counted when a quota asks for them.

import Insight
import Interviews
import TestStores
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct QuotaMigrationTests {
    private let folder: TestFolder
    private var path: String { folder.file("db") }
    private static let (first, second) = (
        "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
    )

    init() throws {
        folder = try TestFolder()
        try connection(to: path).execute(
            "PRAGMA application_id = \(DatabaseSchema.applicationID); PRAGMA journal_mode = WAL;" + Self.version6
                + "; PRAGMA user_version = 6")
    }

    private func create(_ quotas: Quotas, in store: SQLiteStore, context: String = "") throws -> String {
        let alice = try #require(UserID("kp_alice"))
        return try store.together { transaction in
            Result { () throws(Refusal) in
                try UserInterviews(of: alice, in: transaction, quotas)
                    .create(technologies: [], context: context, duration: 1).id
            }
        }.get()
    }

    private func bytes(_ user: String = "kp_alice") throws -> Int? {
        try connection(to: path).integer("SELECT bytes FROM account WHERE userId = '\(user)'")
    }

    @Test func `its interviews are there, and found`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        #expect(try store.get(Self.first).feedback == Array(#"{"note":8}"#.utf8))
        #expect(try store.search("tree").hits.map(\.interviewId) == [Self.first])
        #expect(try store.search("live").hits.map(\.interviewId) == [Self.second])
        #expect(try store.stats().total == 2 && store.stats("kp_bob").pending == 1)
    }

    @Test func `bytes are not known until a quota asks for them, and counted from then on`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        let id = try store.create()
        #expect(try bytes() == nil)
        // The texts of two interviews (9 and 6, 2 and 7), 12 and 10 bytes of content, one turn, and 2 for the new one.
        let counted = 9 + 6 + 2 + 7 + 12 + 10 + Limits.leastTurnBytes + 2
        #expect(throws: Refusal.quotaExceeded(.bytes, limit: counted + 4)) {
            try create(Quotas(bytes: counted + 4), in: store, context: "abc")
        }
        _ = try create(Quotas(bytes: counted + 5), in: store, context: "abc")
        #expect(try bytes() == counted + 5)
        try store.delete(id.id)
        try store.delete(Self.first)
        #expect(try bytes() == 2 + 7 + Limits.leastTurnBytes + 5)
        #expect(try bytes("kp_bob") == nil)
        _ = try store.create("kp_new")
        #expect(try bytes("kp_new") == 2)
        #expect(findDamage(inDatabaseAt: path).isEmpty)
    }

    @Test func `its tables and indexes become those of a new file`() throws {
        _ = try SQLiteStore(at: .file(path: path))
        _ = try SQLiteStore(at: .file(path: folder.file("new")))
        #expect(try schema(of: path) == schema(of: folder.file("new")))
    }

    @Test func `a program of version 6 that still runs can read and write no user`() throws {
        let old = try connection(to: path)
        let read = "SELECT filedThrough FROM account WHERE userId = 'kp_alice'"
        _ = try old.integer(read)
        _ = try SQLiteStore(at: .file(path: path))
        #expect(throws: StoreFailure.self) { try old.integer(read) }
        #expect(throws: StoreFailure.self) { try old.execute("UPDATE account SET unfiledInterviews = 1") }
    }

    private static let version6 = """
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
        INSERT INTO "account" VALUES(1,'kp_alice',0,1,1,0,60000000,1,80000000,'',2,2199023255554,8448842096599559724);
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
        CREATE TABLE content (
            content INTEGER PRIMARY KEY,
            transcription TEXT,
            transcriptionChecksum INTEGER,
            feedback TEXT,
            feedbackChecksum INTEGER,
            CHECK (length(CAST(transcription AS BLOB)) <= 8388608),
            CHECK (length(CAST(feedback AS BLOB)) <= 1048576),
            CHECK (transcription IS NOT NULL OR feedback IS NOT NULL)
        ) STRICT;
        INSERT INTO "content" VALUES(1,'"User: tree"',-8028773860091490664,'{"note":8}',-5453131814067427297);
        CREATE TABLE conversation (
            owner INTEGER NOT NULL,
            conversationId TEXT NOT NULL,
            -- Not REFERENCES: to delete an interview, SQLite would look through every conversation.
            id TEXT NOT NULL,
            PRIMARY KEY (owner, conversationId, id)
        ) STRICT, WITHOUT ROWID;
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
            -- Not REFERENCES: to delete a row of it, SQLite would look through every interview.
            content INTEGER,
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
        INSERT INTO "interview" VALUES(1,'00000000-0000-7000-8000-000000000001','["Swift"]','First.',30,NULL,'completed',1767225600000,1767225601000,60.0,80.0,1,1284404320907909975,0,NULL,NULL);
        INSERT INTO "interview" VALUES(1,'00000000-0000-7000-8000-000000000002','[]','Second.',30,NULL,'active',1767225602000,NULL,NULL,NULL,NULL,-2226169852253823856,1,NULL,NULL);
        INSERT INTO "interview" VALUES(2,'00000000-0000-7000-8000-000000000003','[]','Third.',30,NULL,'pending',1767225604000,NULL,NULL,NULL,NULL,7434354388307178636,0,NULL,NULL);
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
        INSERT INTO "vocabulary" VALUES(1,1,'00000000-0000-7000-8000-000000000002','
        second
        live
        ',-7304979792758778009,'0 
        1 
        ',-908417627512263680,2);
        INSERT INTO "vocabulary" VALUES(2,1,'00000000-0000-7000-8000-000000000001','
        first
        tree
        ',3339976808262558100,'0 
        1 
        ',8631590275905662598,2);
        CREATE INDEX termListVersion ON vocabulary (owner, id, version);
        """
}
