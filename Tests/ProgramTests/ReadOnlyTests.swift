// `report` on a read-only database.

import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct ReadOnlyTests {
    private let folder: TestFolder
    private var page: String { folder.file("page.html") }

    init() throws { folder = try TestFolder() }

    private func report(_ database: String) throws -> (status: Int32, said: String) {
        let program = try Program("report", "--database", database, "--user", "kp_alice", "--output", page)
        let status = try program.status()
        return (status, program.errorText())
    }

    /// Fills a database through a program that ends normally.
    private func fill(_ path: String, _ count: Int) throws {
        var ledger = Ledger()
        let program = try Program("--database", path)
        try ledger.write(count, to: program)
        try program.endInput()
        #expect(try program.status() == 0)
    }

    private func expectPage(of interviews: Int, from database: String) throws {
        let (status, said) = try report(database)
        #expect(status == 0 && said.isEmpty, "\(said)")
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.matches(of: /<details/).count >= interviews)
    }

    @Test(.enabled(if: Means.tmpfs, "a file system cannot be mounted here"))
    func `on a read-only file system a database is read, also with a WAL and its shared memory`() throws {
        let disk = try TemporaryFileSystem(megabytes: 4)
        let name = "a b?c%#é.db"
        try fill(disk.file(name), 2)
        let writer = try Program("--database", disk.file("used"))
        var ledger = Ledger()
        try ledger.write(3, to: writer)
        writer.signal(9)
        _ = try writer.status()
        let before = disk.names
        #expect(before.contains("used-wal") && before.contains("used-shm"))
        try disk.remount("ro")
        try expectPage(of: 2, from: disk.file(name))
        try expectPage(of: 3, from: disk.file("used"))
        let server = try Program("--database", disk.file(name))
        #expect(try server.status() == 74)
        #expect(
            server.errorText().hasSuffix(
                "can be read but not written: Read-only file system; serve needs both, report only reads.\n"))
        try disk.remount("rw")
        #expect(disk.names == before)
        disk.remove("used-shm")
        try disk.remount("ro")
        let (status, said) = try report(disk.file("used"))
        #expect(status == 74 && said.contains("can be read but not written, and other"), "\(said)")
        try disk.remount("rw")
    }

    /// The lock and the folder belong to the other user, too.
    @Test(.enabled(if: Means.runs("setpriv", "--reuid=65534", "true"), "setpriv cannot be run here"))
    func `a readable file of another user is read`() throws {
        let path = folder.file("db")
        try fill(path, 2)
        try #require(unsafe chmod(path, 0o644) == 0 && chmod(folder.path, 0o755) == 0)
        let program = try Program(
            arguments: ["report", "--database", path, "--user", "kp_alice", "--output", "-"],
            under: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
        let page = program.converse("").joined()
        #expect(try program.status() == 0)
        #expect(program.errorText() == "standard output: 2 interviews of kp_alice\n")
        #expect(page.matches(of: /<details/).count >= 2)
        #expect(folder.names == ["db", "db-lock"])
    }

    /// The database is written through another mount while the page is created.
    @Test(.enabled(if: Means.tmpfs, "a file system cannot be mounted here"))
    func `through a read-only mount of a folder in use no answered interview is missed`() throws {
        let path = folder.file("db")
        var ledger = Ledger()
        let server = try Program("--database", path)
        let view = try TestFolder()
        try #require(Means.runs("mount", "--bind", folder.path, view.path))
        defer { _ = Means.runs("umount", "-l", view.path) }
        try #require(Means.runs("mount", "-o", "remount,ro,bind", view.path))
        for _ in 0..<5 {
            try ledger.write(3, to: server)
            // Truncates the WAL.
            _ = try server.call(Ledger.request(1, "deleteVoiceInterview", #","interviewId":"none""#))
            let answered = ledger.interviews.count
            let program = try Program("report", "--database", view.file("db"), "--user", "kp_alice", "--output", "-")
            try ledger.write(3, to: server)
            _ = program.converse("")
            #expect(try program.status() == 0)
            let said = program.errorText()
            let counted = try #require(
                said.firstMatch(of: /standard output: (\d+) interviews/).flatMap { Int($0.1) }, "\(said)")
            #expect(answered...ledger.interviews.count ~= counted)
        }
    }

    /// The path is a symbolic link. The database is in use, closed, or has the WAL of a killed program without shared
    /// memory.
    @Test(.enabled(if: Means.chattr, "chattr cannot be run here"), arguments: ["in use", "closed", "killed"])
    func `a read-only file is read, and nothing is left beside it`(_ course: String) throws {
        let path = folder.file("db")
        try fill(path, 2)
        let server = try Program("--database", path)
        #expect(try server.call(Ledger.create(1)).contains("result"))
        if course == "closed" { try server.endInput() }
        if course == "killed" { server.signal(SIGKILL) }
        if course != "in use" { _ = try server.status() }
        if course == "killed" { #expect(unsafe unlink(path + "-shm") == 0) }
        let elsewhere = try TestFolder()
        let link = elsewhere.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let before = folder.names
        try #require(Means.runs("chattr", "+i", path))
        defer { _ = Means.runs("chattr", "-i", path) }
        try expectPage(of: 3, from: link)
        #expect(folder.names == (before + ["page.html"]).sorted())
        #expect(elsewhere.names == ["link"])
        #expect(try Program("--database", path).status() == 74)
    }
}
