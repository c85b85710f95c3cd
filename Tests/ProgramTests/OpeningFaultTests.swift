// Disk failures at each call while the database is opened or created, and sixteen programs that create one at once.

import Foundation
import TestSupport
import Testing

@Suite struct OpeningFaultTests {
    @Test(
        .enabled(if: Means.strace, "strace cannot be run here"),
        arguments: [
            "pwrite64:error=EIO", "pwrite64:error=ENOSPC", "pread64:error=EIO", "fdatasync:error=EIO",
            "ftruncate:error=EIO", "openat:error=EACCES", "?unlink,?unlinkat:error=EIO",
        ])
    func `a program that cannot open its database ends with a message, and the next one can`(_ fault: String) throws {
        var (refusals, number, isOver) = (0, 1, false)
        while !isOver {
            let run = try FaultyRun(fault, calls: "\(number)", on: Self.suffixes, in: try TestFolder())
            var ledger = Ledger()
            if try ledger.call(run.program, Ledger.stats) {
                #expect(ledger.errors.isEmpty)
                try run.program.endInput()
                #expect(try run.program.status() == 0)
            } else {
                refusals += 1
                // SQLite reports some read errors as damage (SQLITE_IOERR_CORRUPTFS).
                let statuses: [Int32] = fault.hasPrefix("pread64") ? [65, 74] : [73, 74]
                #expect(statuses.contains(try run.program.status()))
                let said = run.program.errorText()
                #expect(said.hasPrefix("voice-interviews: \(run.path) ") && said.hasSuffix(".\n"), "\(said)")
                #expect(said.count { $0 == "\n" } == 1, "\(said)")
            }
            try Ledger().expectKept(in: run.path)
            isOver = try !run.hasFailed()
            number += Means.areThorough ? 1 : max(number / 2, 1)
        }
        #expect(refusals > 0)
    }

    private static let suffixes = ["", "-wal", "-shm", "-journal", "-lock"]

    @Test(arguments: 1...3) func `sixteen programs that start at once on a missing file all answer`(_ round: Int) throws
    {
        try inTime { try startSixteen(in: try TestFolder()) }
    }

    /// - Returns: false if a program waited too long for the others, because the machine is slow.
    private func startSixteen(in folder: TestFolder) throws -> Bool {
        let path = folder.file("a/db")
        let programs = try (1...16).map { _ in try Program("--database", path) }
        var ledger = Ledger()
        for (index, program) in programs.enumerated() { try? program.send(Ledger.create(index + 1) + "\n") }
        for program in programs {
            guard let answer = program.line() else {
                let said = program.errorText()
                try #require(said.hasSuffix(" is held by another process.\n"), "\(said)")
                return false
            }
            try ledger.enter(answer)
        }
        guard !ledger.errors.contains("unavailable") else { return false }
        #expect(ledger.results == 16)
        // Each program reads what all have stored.
        for program in programs {
            let stats = try program.call(Ledger.stats(1))
            #expect(stats.contains(#""total":16,"#))
        }
        for program in programs {
            try program.endInput()
            #expect(try program.status() == 0)
            #expect(program.errorText().isEmpty)
        }
        try ledger.expectKept(in: path)
        return true
    }
}
