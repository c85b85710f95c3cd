// A disk that is full at any point of a session, and is freed again.

import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Means.tmpfs, "tmpfs cannot be mounted here")) struct FullDiskTests {
    /// The course of a session on a disk with a given number of free pages.
    private enum Course: Hashable {
        case notOpened, full, enough
    }

    /// The numbers of free pages; each of the two tests takes every second one.
    private static func pages(_ half: Int) -> StrideTo<Int> {
        let step = Means.areThorough ? 1 : 4
        return stride(from: half * step, to: 120, by: 2 * step)
    }

    @Test(arguments: 0...1) func `a disk with a new database may be full at any page`(_ half: Int) throws {
        let disk = try TemporaryFileSystem(megabytes: 2)
        var courses: Set<Course> = []
        for pages in Self.pages(half) {
            courses.insert(try course(on: disk, "new\(pages)", leaving: pages))
        }
        #expect(courses.isSuperset(of: [.notOpened, .full]))
    }

    @Test(arguments: 0...1) func `a disk with an existing database may be full at any page`(_ half: Int) throws {
        let disk = try TemporaryFileSystem(megabytes: 2)
        var courses: Set<Course> = []
        for pages in Self.pages(half) {
            let name = "old\(pages)"
            _ = try Program("--database", disk.file(name)).converse("")
            courses.insert(try course(on: disk, name, leaving: pages))
        }
        // The reserve for deletions suffices to open the database.
        #expect(courses == [.full, .enough])
    }

    /// Runs a program that writes with `pages` free pages, then with a free disk.
    private func course(on disk: TemporaryFileSystem, _ name: String, leaving pages: Int) throws -> Course {
        try disk.fill(leaving: pages)
        defer { disk.remove(name, name + "-lock") }
        var ledger = Ledger()
        let program = try Program("--database", disk.file(name))
        guard try ledger.call(program, Ledger.stats) else {
            #expect(try program.status() == 74)
            let said = program.errorText()
            #expect(said == "voice-interviews: \(disk.file(name)) cannot be written: there is no space left.\n")
            try disk.freeSpace()
            try ledger.expectKept(in: disk.file(name))
            return .notOpened
        }
        try ledger.write(6, to: program)
        #expect(ledger.errors.isEmpty || ledger.errors == ["storageFull"])
        let (results, answers) = (ledger.results, ledger.outcomes.count)
        let course: Course = results < answers ? .full : .enough
        #expect(try ledger.call(program, Ledger.stats))
        #expect(ledger.results == results + 1)
        try disk.freeSpace()
        try ledger.write(2, to: program)
        #expect(ledger.results == results + 5)
        try ledger.pipeline(3, to: program)
        #expect(ledger.results == results + 8)
        #expect(try program.status() == 0)
        #expect(program.errorText().isEmpty)
        try ledger.expectKept(in: disk.file(name))
        return course
    }

    @Test(arguments: [0, 10, 20, 40, 80]) func `a checkpoint that fails on a full disk refuses no write`(
        _ pages: Int
    ) throws {
        let disk = try TemporaryFileSystem(megabytes: 16)
        let path = disk.file("db")
        _ = try Program("--database", path).converse("")
        // An automatic checkpoint runs at 1,000 pages; the space that is then free, besides the reserve, is less than
        // what the file grows by.
        try disk.fill(leaving: 1_060 + pages)
        var ledger = Ledger()
        let program = try Program("--database", path)
        while ledger.errors.isEmpty { try ledger.write(5, to: program) }
        #expect(ledger.errors == ["storageFull"])
        let wal = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        #expect(try #require(wal) > 1_000 * 4_096)
        let before = ledger.results
        #expect(try ledger.call(program, Ledger.stats))
        try disk.freeSpace()
        try ledger.write(3, to: program)
        #expect(ledger.results == before + 7)
        try program.endInput()
        #expect(try program.status() == 0)
        try ledger.expectKept(in: path)
    }
}
