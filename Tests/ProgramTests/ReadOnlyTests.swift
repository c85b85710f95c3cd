// `report` on a database that may be read and not written.

import Foundation
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

    /// Fills a database and leaves it as a program does that ends by itself.
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
    func `on a read-only medium a database is read as it lies there, and so is a log that has its index`() throws {
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
        #expect(server.errorText().hasSuffix("cannot be opened: Read-only file system.\n"))
        try disk.remount("rw")
        #expect(disk.names == before)
        disk.remove("used-shm")
        try disk.remount("ro")
        let (status, said) = try report(disk.file("used"))
        #expect(status == 74 && said.contains("can be read and not written here"), "\(said)")
        try disk.remount("rw")
    }

    @Test(.enabled(if: Means.chattr, "chattr cannot be run here"), arguments: [false, true])
    func `a file that may be read and not written is read, and nothing is left beside it`(_ isInUse: Bool) throws {
        let path = folder.file("db")
        try fill(path, 2)
        let server = try isInUse ? Program("--database", path) : nil
        if let server { #expect(try server.call(Ledger.create(1)).contains("result")) }
        let before = folder.names
        try #require(Means.runs("chattr", "+i", path))
        defer { _ = Means.runs("chattr", "-i", path) }
        try expectPage(of: isInUse ? 3 : 2, from: path)
        #expect(folder.names == (before + ["page.html"]).sorted())
        #expect(try Program("--database", path).status() == 74)
    }
}
