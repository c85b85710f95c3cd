// Which files are opened and which are refused; a refused file and its folder stay unchanged.

import Foundation
import Insight
import TestSupport
import Interviews
import TestStores
import Testing

@testable import SQLiteStore

@Suite struct OpeningTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func open(_ name: String) throws -> SQLiteStore { try SQLiteStore(at: .file(path: folder.file(name))) }

    private func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func `missing folders and files are created for their owner only`() throws {
        let store = try SQLiteStore(at: .file(path: folder.file("a/b/db")), ifMissing: .isMadeWithFolders)
        #expect(try mode("a") == 0o700)
        #expect(try mode("a/b") == 0o700)
        for name in ["db", "db-wal", "db-shm", "db-lock"] { #expect(try mode("a/b/" + name) == 0o600) }
        #expect(!store.isReadableByOthers)
    }

    @Test func `stored interviews are there after close, and the WAL is checkpointed`() throws {
        let store = try open("db")
        let id = try store.create().id
        store.close()
        #expect(folder.names == ["db", "db-lock"])
        #expect(try open("db").list().interviews.map(\.id) == [id])
    }

    @Test func `a deterministic store continues after the last interview of the file`() throws {
        for expected in ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:02.000Z"] {
            let store = try SQLiteStore(at: .file(path: folder.file("db")), clock: .deterministic)
            let interview = try store.create()
            #expect(interview.startedAt.description == expected)
            try store.move(interview.id, to: .failed)
            store.close()
        }
        let store = try open("db")
        #expect(try store.list().interviews.map { $0.id.suffix(1) } == ["2", "1"])
        let cursor = try #require(try store.list(limit: 1).nextCursor(after: 1))
        store.close()
        let deterministic = try SQLiteStore(at: .file(path: folder.file("db")), clock: .deterministic)
        #expect(try deterministic.list(cursor: cursor).interviews.count == 1)
    }

    @Test func `a deterministic store refuses a file with real interviews`() throws {
        let store = try open("db")
        _ = try store.create()
        store.close()
        #expect(throws: OpeningFailure.notScripted) {
            try SQLiteStore(at: .file(path: folder.file("db")), clock: .deterministic)
        }
        for clock in [ClockAndIDs.deterministic, .system] {
            let store = try SQLiteStore(at: .file(path: folder.file("mixed")), clock: clock)
            _ = try store.create()
            store.close()
        }
        #expect(throws: OpeningFailure.notScripted) {
            try SQLiteStore(at: .file(path: folder.file("mixed")), clock: .deterministic)
        }
    }

    @Test func `an empty file is a new database, and permissions of others are noticed`() throws {
        #expect(
            FileManager.default.createFile(
                atPath: folder.file("db"), contents: nil, attributes: [.posixPermissions: 0o644]))
        #expect(try open("db").isReadableByOthers)
    }

    @Test func `a path is never a URI`() throws {
        _ = try open("file:x?mode=memory")
        #expect(folder.names.contains("file:x?mode=memory"))
    }

    @Test func `a database of another application or a newer version is refused`() throws {
        try connection(to: folder.file("other")).execute("CREATE TABLE t (a)")
        try expectRefusal("other", .anotherApplication)
        try open("newer").close()
        try connection(to: folder.file("newer")).execute("PRAGMA user_version = \(DatabaseSchema.version + 1)")
        try expectRefusal("newer", .newerVersion)
        try open("migrated").close()
        try connection(to: folder.file("migrated")).execute("INSERT INTO grdb_migrations VALUES ('9 later')")
        try expectRefusal("migrated", .newerVersion)
    }

    @Test func `a newer version in the WAL is refused, and the WAL stays`() throws {
        try open("db").close()
        let newer = try connection(to: folder.file("db"))
        try newer.execute("PRAGMA user_version = \(DatabaseSchema.version + 1)")
        #expect(folder.names.contains("db-wal"))
        try expectRefusal("db", .newerVersion)
        try newer.execute(
            "PRAGMA user_version = \(DatabaseSchema.version); INSERT INTO grdb_migrations VALUES ('9 later')")
        try expectRefusal("db", .newerVersion)
    }

    @Test func `another application's id in the WAL is refused`() throws {
        try open("db").close()
        let other = try connection(to: folder.file("db"))
        try other.execute("PRAGMA application_id = 7")
        try expectRefusal("db", .anotherApplication)
    }

    @Test(arguments: ["text", "SQLite format 3\0 and then nothing", String(repeating: "x", count: 5_000)])
    func `a file that is not a database is refused`(_ content: String) throws {
        try Data(content.utf8).write(to: URL(filePath: folder.file("db")))
        try expectRefusal("db", .notSQLite)
    }

    @Test func `a truncated database is refused`() throws {
        try open("db").close()
        let whole = try Data(contentsOf: URL(filePath: folder.file("db")))
        try whole.prefix(whole.count - 4_096).write(to: URL(filePath: folder.file("db")))
        try expectRefusal("db", .damaged)
    }

    @Test func `a database whose schema is overwritten is refused`() throws {
        try open("db").close()
        var bytes = try Data(contentsOf: URL(filePath: folder.file("db")))
        bytes.replaceSubrange(100..<4_096, with: Data(repeating: 0xAA, count: 3_996))
        try bytes.write(to: URL(filePath: folder.file("db")))
        try FileManager.default.removeItem(atPath: folder.file("db-lock"))
        try expectRefusal("db", .damaged)
    }

    @Test func `a dangling link, a folder and a pipe are refused`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("nothing"))
        try expectRefusal("link", .danglingLink)
        try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: false)
        try expectRefusal("folder", .notARegularFile)
        #expect(unsafe mkfifo(folder.file("pipe"), 0o600) == 0)
        try expectRefusal("pipe", .notARegularFile)
        try expectRefusal("nothing/", .notARegularFile)
    }

    @Test func `a link opens the database that it names, with its lock`() throws {
        try open("db").close()
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("db"))
        let store = try open("link")
        #expect(try store.list().interviews.isEmpty)
        #expect(!folder.names.contains("link-lock"))
    }

    @Test func `a folder that cannot be created is reported`() throws {
        let failure = #expect(throws: OpeningFailure.self) { try SQLiteStore(at: .file(path: "/proc/none/db")) }
        guard case .cannotCreate = failure else { Issue.record("\(String(describing: failure))"); return }
    }

    /// `report` reads a file without a lock in this way.
    @Test(arguments: ["content", "length", "a WAL"])
    func `a change of a file that is read without a lock is detected`(_ change: String) throws {
        try open("db").close()
        let path = folder.file("db")
        // A file that has just been changed is not accepted.
        var found: FileSnapshot?
        try wait {
            found = FileSnapshot(of: path)
            return found != nil
        }
        let snapshot = try #require(found)
        #expect(snapshot.isUnchanged)
        if change == "a WAL" {
            #expect(FileManager.default.createFile(atPath: path + "-wal", contents: nil))
        } else {
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            if change == "length" { try file.seekToEnd() }
            try file.write(contentsOf: Data("S".utf8))
            try file.close()
        }
        #expect(!snapshot.isUnchanged)
    }

    /// Expects a refusal, and that no file in the folder is created, deleted or changed.
    private func expectRefusal(_ name: String, _ refusal: OpeningFailure) throws {
        let before = try contents()
        let failure = #expect(throws: OpeningFailure.self) { try open(name) }
        #expect(failure == refusal)
        #expect(try contents() == before)
    }

    private func contents() throws -> [String: Data?] {
        Dictionary(
            uniqueKeysWithValues: folder.names.map { name in
                var isFolder: ObjCBool = false
                _ = unsafe FileManager.default.fileExists(atPath: folder.file(name), isDirectory: &isFolder)
                let isPlain = !isFolder.boolValue && name != "pipe" && name != "link" && !name.hasSuffix("-shm")
                return (name, isPlain ? try? Data(contentsOf: URL(filePath: folder.file(name))) : nil)
            })
    }
}
