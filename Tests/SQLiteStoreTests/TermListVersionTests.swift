// Files of schema version 3 are migrated: their interviews are searched anew, saved again and deleted.

import Interviews
import TestStores
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct TermListVersionTests {
    private let folder: TestFolder
    private var path: String { folder.file("db") }
    private static let (first, second) = (
        "01a226ce-5c7e-7361-b56f-fcaebb97e30f", "01a226ce-5cae-70f9-bc58-2d63246478a0"
    )

    init() throws {
        folder = try TestFolder()
        try connection(to: path).execute(
            "PRAGMA application_id = \(DatabaseSchema.applicationID); PRAGMA journal_mode = WAL;" + Self.version3
                + "; PRAGMA user_version = 3")
    }

    /// The lists of `kp_bob` are those of a program that did not count their version.
    @Test func `its term lists are made again by the first search`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        #expect(try store.search("STRASSE").hits.map(\.interviewId) == [Self.second])
        #expect(try store.search("\u{1100}\u{1161}").hits.map(\.interviewId) == [Self.first])
        #expect(try store.search("tree", user: "kp_bob").hits.map(\.turn) == [0])
        let versions = try connection(to: path).texts("SELECT DISTINCT version FROM vocabulary").map(\.first)
        #expect(versions == [String(TermList.version)])
        #expect(findDamage(inDatabaseAt: path).isEmpty)
    }

    @Test func `its interviews are saved again and deleted with their term lists`() throws {
        let store = try SQLiteStore(at: .file(path: path))
        try store.save(Self.second, transcription: #""User: other""#)
        try store.delete(Self.first)
        #expect(try connection(to: path).integer("SELECT count(*) FROM vocabulary WHERE owner = 1") == 0)
        #expect(try store.search("other").hits.map(\.interviewId) == [Self.second])
        #expect(findDamage(inDatabaseAt: path).isEmpty)
    }

    @Test func `its tables and indexes become those of a new file`() throws {
        _ = try SQLiteStore(at: .file(path: path))
        _ = try SQLiteStore(at: .file(path: folder.file("new")))
        #expect(try schema(of: path) == schema(of: folder.file("new")))
    }

    @Test func `a program of version 3 that still runs can no longer read or write`() throws {
        let old = try connection(to: path)
        #expect(try old.integer("SELECT readInterviews FROM account WHERE owner = 2") == 1)
        _ = try SQLiteStore(at: .file(path: path))
        #expect(throws: StoreFailure.self) { try old.integer("SELECT readInterviews FROM account WHERE owner = 2") }
        #expect(throws: StoreFailure.self) {
            try old.execute("UPDATE account SET pending = 2, readInterviews = 3 WHERE owner = 1")
        }
    }

    private static let version3 = """
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
            CHECK (length(CAST(userId AS BLOB)) BETWEEN 1 AND 255)
        ) STRICT;
        INSERT INTO account VALUES(1,'kp_alice',0,0,2,0,120000000,0,0,'',2,1099511627778,-8672678974942232197);
        INSERT INTO account VALUES(2,'kp_bob',1,0,1,0,60000000,0,0,'',2,1,-8049593810937589080);
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
        CREATE TABLE file (
            cursorSecret BLOB NOT NULL CHECK (length(cursorSecret) = 16),
            idsTellTimes INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        INSERT INTO file VALUES(X'1C64445CD19A027476384A3DACE598B5',1);
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES('1 interviews');
        INSERT INTO grdb_migrations VALUES('2 blocks');
        INSERT INTO grdb_migrations VALUES('3 vocabularies');
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
        INSERT INTO interview VALUES(1,'01a226ce-5c7e-7361-b56f-fcaebb97e30f','["Swift"]','First.',30,NULL,'completed',1795947388030,1795947388053,60.0,NULL,1,3825163197640416125);
        INSERT INTO interview VALUES(1,'01a226ce-5cae-70f9-bc58-2d63246478a0','["Swift"]','Second.',30,NULL,'completed',1795947388078,1795947388099,60.0,NULL,2,-9090384529250796069);
        INSERT INTO interview VALUES(2,'01a226ce-5cf9-73ad-8630-fbce94de6d9d','["Swift"]','Third.',30,NULL,'completed',1795947388153,1795947388177,60.0,NULL,3,-1506255566710824945);
        INSERT INTO interview VALUES(2,'01a226ce-5d40-70b9-910d-3fdfbb8bc034','[]','Fourth.',30,NULL,'pending',1795947388224,NULL,NULL,NULL,NULL,-6891904237112807554);
        CREATE TABLE recording (
            recording INTEGER PRIMARY KEY,
            transcription TEXT NOT NULL,
            transcriptionChecksum INTEGER,
            feedback TEXT,
            feedbackChecksum INTEGER,
            CHECK (length(CAST(transcription AS BLOB)) <= 8388608),
            CHECK (length(CAST(feedback AS BLOB)) <= 1048576)
        ) STRICT;
        INSERT INTO recording VALUES(1,'[{"speaker": "ai", "text": "\\uac00\\ub098 and B-trees."}]',-3493961825620726993,NULL,NULL);
        INSERT INTO recording VALUES(2,'"User: stra\\u00dfe"',6529677781401106005,NULL,NULL);
        INSERT INTO recording VALUES(3,'"User: tree"',-8028773860091490664,NULL,NULL);
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
        INSERT INTO vocabulary VALUES(1,1,'01a226ce-5cae-70f9-bc58-2d63246478a0','\nsecond\nstraße\n',-981165467786746270,'0 \n1 \n',2033933099403801250);
        INSERT INTO vocabulary VALUES(2,1,'01a226ce-5c7e-7361-b56f-fcaebb97e30f','\nfirst\n가\n나\nand\nb\ntrees\n',8965967788691968343,'0 \n1 \n1 \n1 \n1 \n1 \n',412178835862975228);
        INSERT INTO vocabulary VALUES(3,2,'01a226ce-5cf9-73ad-8630-fbce94de6d9d','\nthird\ntree\n',7996142799468135005,'0 \n1 \n',5490114156718677175);
        """
}
