// Files of schema version 4 are migrated: their conversations are found, and their interviews take live turns.

import Insight
import Interviews
import TestStores
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct LiveMigrationTests {
    private let folder: TestFolder
    private var path: String { folder.file("db") }
    private static let (first, second) = (
        "01a227c3-b41c-7030-9c21-807e24eb055c", "01a227c3-b41e-7281-bc73-902df2fadf5c"
    )

    init() throws {
        folder = try TestFolder()
        try connection(to: path).execute(
            "PRAGMA application_id = \(DatabaseSchema.applicationID); PRAGMA journal_mode = WAL;" + Self.version4
                + "; PRAGMA user_version = 4")
    }

    @Test func `its interviews keep their content, and are found by their conversations`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        let whole = try store.get(Self.first)
        #expect(try store.conversations(Self.first).map(\.id) == ["conv_1"] && whole.interview.score == 80)
        #expect(try store.conversations(Self.first).first?.startedAt == whole.interview.startedAt)
        #expect(whole.transcription == Array(#""User: tree""#.utf8) && whole.transcriptionFrom == nil)
        #expect(try store.list(InterviewFilter(conversationId: "conv_2")).interviews.map(\.id) == [Self.second])
        #expect(try store.search("tree").hits.map(\.interviewId) == [Self.first])
        #expect(try store.stats().totalDuration == 60)
    }

    @Test func `its interviews are continued, and deleted`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        try store.update(Self.second, to: .active, "conv_3")
        _ = try store.append([LiveTurn(key: "1", .candidate, "live", conversationId: "conv_2")], to: Self.second)
        #expect(try store.conversations(Self.second).map(\.id) == ["conv_2", "conv_3"])
        #expect(try store.get(Self.second).interview.conversationId == "conv_3")
        #expect(try store.search("live").hits.map(\.interviewId) == [Self.second])
        for id in [Self.first, Self.second] { try store.delete(id) }
        #expect(try connection(to: path).integer("SELECT count(*) FROM conversation") == 0)
        #expect(findDamage(inDatabaseAt: path).isEmpty)
    }

    @Test func `its tables and indexes become those of a new file`() throws {
        _ = try SQLiteStore(at: .file(path: path))
        _ = try SQLiteStore(at: .file(path: folder.file("new")))
        #expect(try schema(of: path) == schema(of: folder.file("new")))
    }

    @Test func `a program of version 4 that still runs can no longer read a list, or write`() throws {
        let old = try connection(to: path)
        #expect(try old.integer("SELECT termLists FROM account WHERE owner = 2") == 0)
        _ = try SQLiteStore(at: .file(path: path))
        #expect(throws: StoreFailure.self) { try old.integer("SELECT termLists FROM account WHERE owner = 2") }
        #expect(throws: StoreFailure.self) {
            try old.execute("UPDATE account SET pending = 2, termLists = 3 WHERE owner = 1")
        }
    }

    private static let version4 = """
        CREATE TABLE file (
            cursorSecret BLOB NOT NULL CHECK (length(cursorSecret) = 16),
            idsTellTimes INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        INSERT INTO file VALUES(X'b6f5fda5ddfc4d53e9d97b665bb6d335',1);
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
            termLists INTEGER NOT NULL DEFAULT 0 CHECK (termLists >= 0),
            checksum INTEGER,
            CHECK (length(CAST(userId AS BLOB)) BETWEEN 1 AND 255)
        ) STRICT;
        INSERT INTO account VALUES(1,'kp_alice',0,1,1,0,60000000,1,80000000,'',2,2199023255554,8448842096599559724);
        INSERT INTO account VALUES(2,'kp_bob',1,0,0,0,0,0,0,'',1,0,1685345150303815720);
        CREATE TABLE recording (
            recording INTEGER PRIMARY KEY,
            transcription TEXT NOT NULL,
            transcriptionChecksum INTEGER,
            feedback TEXT,
            feedbackChecksum INTEGER,
            CHECK (length(CAST(transcription AS BLOB)) <= 8388608),
            CHECK (length(CAST(feedback AS BLOB)) <= 1048576)
        ) STRICT;
        INSERT INTO recording VALUES(1,'"User: tree"',-8028773860091490664,NULL,NULL);
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
            PRIMARY KEY (owner, id),
            -- Spelt out: SQLite would fill a temporary table for an IN at every insertion.
            CHECK (status = 'pending' OR status = 'active' OR status = 'completed' OR status = 'failed'),
            CHECK (json_array_length(technologies) BETWEEN 0 AND 50),
            CHECK ((endedAt IS NOT NULL) = (status = 'completed' OR status = 'failed'))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO interview VALUES(1,'01a227c3-b41c-7030-9c21-807e24eb055c','["Swift"]','First.',30,'conv_1','completed',1795963466780,1795963466781,60.0,80.0,1,2199500961774971758);
        INSERT INTO interview VALUES(1,'01a227c3-b41e-7281-bc73-902df2fadf5c','[]','Second.',30,'conv_2','active',1795963466782,NULL,NULL,NULL,NULL,6581173972358098388);
        INSERT INTO interview VALUES(2,'01a227c3-b41e-7282-9f9f-3da0697739b1','[]','Third.',30,NULL,'pending',1795963466782,NULL,NULL,NULL,NULL,651290021006949704);
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
        INSERT INTO vocabulary VALUES(1,1,'01a227c3-b41e-7281-bc73-902df2fadf5c','\nsecond\n',-585728807463128530,'0 \n',7963707726240627973,2);
        INSERT INTO vocabulary VALUES(2,1,'01a227c3-b41c-7030-9c21-807e24eb055c','\nfirst\ntree\n',3517920610800073747,'0 \n1 \n',601528046161933969,2);
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES('1 interviews');
        INSERT INTO grdb_migrations VALUES('2 blocks');
        INSERT INTO grdb_migrations VALUES('3 vocabularies');
        CREATE INDEX termListVersion ON vocabulary (owner, id, version);
        """
}
