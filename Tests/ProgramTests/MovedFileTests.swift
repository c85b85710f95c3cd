// The files of the database are moved, replaced or deleted while the program runs: it answers nothing that would be
// lost, and does not touch the files that replace them.

import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct MovedFileTests {
    private let folder: TestFolder
    private let path: String

    init() throws {
        folder = try TestFolder()
        path = folder.file("db")
    }

    private func move(_ file: String, to other: String) throws {
        try #require(unsafe rename(file, other) == 0)
    }

    private func remove(_ suffixes: String...) throws {
        for suffix in suffixes { try #require(unsafe unlink(path + suffix) == 0) }
    }

    /// Runs a program that writes, calls `interfere`, and expects that it ends instead of answering `request`.
    private func expectEnd(asked request: String, _ interfere: () throws -> Void) throws -> Ledger {
        var ledger = Ledger()
        let program = try Program("--database", path)
        try ledger.write(5, to: program)
        let before = ledger.outcomes.count
        try interfere()
        var answer = ""
        // Reads check the files only every 50 ms.
        try wait {
            answer = try program.call(request.replacing("\"id\":0", with: "\"id\":\(before + 1)"))
            return request != Ledger.stats(0) || answer.contains("error")
        }
        #expect(answer.contains(#""error":{"code":500,"#) && answer.contains("replaced, emptied or deleted"))
        try ledger.enter(answer)
        #expect(try program.status() == 74)
        let sentence = "the database or its WAL was moved, replaced, emptied or deleted, or given another name."
        #expect(program.errorText() == "voice-interviews: \(sentence)\n")
        #expect(ledger.results == before)
        return ledger
    }

    @Test(arguments: [Ledger.create(0), Ledger.stats(0)])
    func `after the file was replaced nothing is answered; the old and the new file are intact`(
        _ request: String
    ) throws {
        var other = Ledger()
        let program = try Program("--database", folder.file("other"))
        try other.write(3, to: program)
        try program.endInput()
        #expect(try program.status() == 0)
        let ledger = try expectEnd(asked: request) {
            try move(path, to: folder.file("old"))
            try move(folder.file("other"), to: path)
        }
        try other.expectKept(in: path)
        try ledger.expectKept(in: folder.file("old"))
    }

    @Test(arguments: [Ledger.create(0), Ledger.stats(0)])
    func `after the file was deleted nothing is answered, and the next program creates one`(_ request: String) throws {
        // A second link to the file, to inspect its content.
        let ledger = try expectEnd(asked: request) {
            try #require(unsafe link(path, folder.file("old")) == 0)
            try remove("")
        }
        try ledger.expectKept(in: folder.file("old"))
        try Ledger().expectKept(in: path)
    }

    @Test(arguments: [["-wal"], ["-shm"], ["-wal", "-shm"]])
    func `after the WAL or the shared memory was deleted nothing is answered, and nothing is lost`(
        _ suffixes: [String]
    ) throws {
        let ledger = try expectEnd(asked: Ledger.create(0)) { for suffix in suffixes { try remove(suffix) } }
        try ledger.expectKept(in: path)
    }

    @Test func `after its folder was moved nothing is answered, and nothing is lost`() throws {
        let moved = try TestFolder()
        let ledger = try expectEnd(asked: Ledger.create(0)) { try move(folder.path, to: moved.path) }
        try ledger.expectKept(in: moved.file("db"))
    }

    @Test func `after all files were deleted nothing is answered, and the next program creates new ones`() throws {
        _ = try expectEnd(asked: Ledger.create(0)) { try remove("", "-wal", "-shm", "-lock") }
        try Ledger().expectKept(in: path)
    }

    @Test func `after the file was truncated nothing is answered`() throws {
        _ = try expectEnd(asked: Ledger.create(0)) { try #require(unsafe truncate(path, 0) == 0) }
    }

    @Test func `a program that is idle when its file is replaced does not touch the new one when it ends`() throws {
        var (ledger, other) = (Ledger(), Ledger())
        let program = try Program("--database", folder.file("other"))
        try other.write(3, to: program)
        try program.endInput()
        #expect(try program.status() == 0)
        let idle = try Program("--database", path)
        try ledger.write(5, to: idle)
        try move(path, to: folder.file("old"))
        try move(folder.file("other"), to: path)
        try idle.endInput()
        #expect(try idle.status() == 0)
        try other.expectKept(in: path)
        try ledger.expectKept(in: folder.file("old"))
    }

    @Test func `other processes that open and close the file do not end the program`() throws {
        var ledger = Ledger()
        let program = try Program("--database", path)
        try ledger.write(2, to: program)
        for _ in 0..<2 {
            try Ledger.sharing(path) { try ledger.write(1, to: $0) }
            try ledger.write(2, to: program)
        }
        try program.endInput()
        #expect(try program.status() == 0)
        try ledger.expectKept(in: path)
    }
}

extension Ledger {
    /// Runs a second program on a file.
    fileprivate static func sharing(_ path: String, _ work: (Program) throws -> Void) throws {
        let program = try Program("--database", path)
        try work(program)
        try program.endInput()
        #expect(try program.status() == 0)
    }
}
