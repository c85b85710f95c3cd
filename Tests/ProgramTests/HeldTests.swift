// A program that does not use the writer lock holds SQLite's lock: for a while, and for too long.

import Foundation
import Glibc
import TestSupport
import Testing
import ToolSupport

/// A Python program that holds a database in a transaction.
private struct Holder {
    private let python: PipedProcess

    init(_ path: String, _ transaction: String) throws {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute(sys.argv[2])
            print("held", flush=True)
            sys.stdin.read()
            """
        python = try PipedProcess(["python3", "-c", script, path, transaction])
        let output = FileHandle(fileDescriptor: python.output, closeOnDealloc: true)
        try #require(output.availableData.starts(with: Data("held".utf8)))
    }

    func release() {
        close(python.input)
        #expect(python.process.status() == 0)
    }
}

@Suite(.enabled(if: Means.python, "python3 with sqlite3 is not installed")) struct HeldTests {
    @Test(arguments: ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
    func `writes wait while the database is held, and everything is stored`(_ transaction: String) throws {
        let folder = try TestFolder()
        let program = try Program("--database", folder.file("db"))
        var ledger = Ledger()
        try ledger.write(2, to: program)
        try inTime {
            let (before, next) = (ledger.results, ledger.outcomes.count + 1)
            let holder = try Holder(folder.file("db"), transaction)
            try program.send((next..<next + 3).map { Ledger.create($0) + "\n" }.joined())
            try program.isWaitingForLock()
            holder.release()
            for _ in 0..<3 { try ledger.enter(try #require(program.line())) }
            return ledger.results == before + 3
        }
        try program.endInput()
        #expect(try program.status() == 0)
        try ledger.expectKept(in: folder.file("db"))
    }

    @Test func `while the database is held too long, writes are refused and reads answered; then all continues`()
        throws
    {
        let folder = try TestFolder()
        let program = try Program("--database", folder.file("db"))
        var ledger = Ledger()
        try ledger.write(2, to: program)
        let holder = try Holder(folder.file("db"), "BEGIN EXCLUSIVE")
        // A read before the first write does not wait.
        #expect(try ledger.call(program, Ledger.stats))
        try program.send((6...8).map { Ledger.create($0) + "\n" }.joined() + Ledger.stats(9) + "\n")
        for _ in 0..<4 { try ledger.enter(try #require(program.line())) }
        #expect(ledger.outcomes.suffix(4) == ["unavailable", "unavailable", "unavailable", "result"])
        #expect(try ledger.call(program, Ledger.stats))
        holder.release()
        try ledger.write(2, to: program)
        #expect(ledger.outcomes.suffix(5).allSatisfy { $0 == "result" })
        try program.endInput()
        #expect(try program.status() == 0)
        // The first write has waited, and is logged as slow.
        let waited = /notice slow request durationMs=\S+ id=6 method=createVoiceInterview outcome=unavailable\n/
        #expect(program.log().contains(waited))
        try ledger.expectKept(in: folder.file("db"))
    }

    @Test func `a program that starts while the database is held reads at once and writes later`() throws {
        let folder = try TestFolder()
        var ledger = Ledger()
        let first = try Program("--database", folder.file("db"))
        try ledger.write(2, to: first)
        try first.endInput()
        #expect(try first.status() == 0)
        let holder = try Holder(folder.file("db"), "BEGIN IMMEDIATE")
        let program = try Program("--database", folder.file("db"))
        #expect(try ledger.call(program, Ledger.stats))
        holder.release()
        try ledger.write(2, to: program)
        #expect(ledger.errors.isEmpty)
        try program.endInput()
        #expect(try program.status() == 0)
        try ledger.expectKept(in: folder.file("db"))
    }
}
