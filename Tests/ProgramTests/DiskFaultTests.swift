// Disk failures and full disks at the n-th system call of a commit or checkpoint, injected by strace.

import Foundation
import TestSupport
import Testing

/// A program in which a system call on a file of its database fails.
struct FaultyRun {
    let folder: TestFolder
    let path: String
    let program: Program

    /// - Parameters:
    ///   - fault: a fault in strace's notation, such as `fdatasync:error=EIO`.
    ///   - calls: which calls fail, in strace's notation: `2`, or `2+` for all from the second on.
    ///   - suffixes: the suffixes of the files on which calls fail.
    ///   - folder: the folder of the database, which may not exist yet; nil for a new database without interviews.
    init(_ fault: String, calls: String, on suffixes: [String], in folder: TestFolder? = nil) throws {
        self.folder = try folder ?? TestFolder()
        let path = self.folder.file("db")
        self.path = path
        if folder == nil {
            let first = try Program("--database", path)
            _ = first.converse("")
            #expect(try first.status() == 0)
        }
        let strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", self.folder.file("trace")]
        let files = suffixes.flatMap { ["-P", path + $0] }
        let call = fault.prefix { $0 != ":" }
        program = try Program(
            arguments: ["--database", path],
            under: strace + files + ["-e", "trace=\(call)", "-e", "inject=\(fault):when=\(calls)"])
    }

    /// Whether a fault has been injected so far.
    func hasFailed() throws -> Bool {
        try String(contentsOfFile: folder.file("trace"), encoding: .utf8).contains("(INJECTED)")
    }
}

@Suite(.enabled(if: Means.strace, "strace cannot be run here")) struct DiskFaultTests {
    private static let failures = ["fdatasync:error=EIO", "fdatasync:error=ENOSPC", "pwrite64:error=EIO"]

    @Test(arguments: failures, ["1", "2", "3", "9", "9+"])
    func `a commit that fails is answered 500 and ends the program, and nothing else is lost`(
        _ fault: String, calls: String
    ) throws {
        let run = try FaultyRun(fault, calls: calls, on: ["-wal"])
        var ledger = Ledger()
        try ledger.write(12, to: run.program)
        #expect(ledger.outcomes.last == "outcomeUnknown" && ledger.results == ledger.outcomes.count - 1)
        try expectEnd(of: run)
        try ledger.expectKept(in: run.path)
    }

    /// After two interviews, each created and saved in its own transaction, the WAL was synced five times: once for its
    /// header.
    @Test(
        arguments: [
            ("fdatasync:error=EIO", "1", 0), ("fdatasync:error=ENOSPC", "2+", 0), ("pwrite64:error=EIO", "1", 0),
            ("pwrite64:error=EIO", "3", 0), ("fdatasync:error=EIO", "6", 2), ("fdatasync:error=ENOSPC", "6", 2),
        ] as [(String, String, Int)])
    func `all requests of a commit that fails are answered 500, each once`(
        _ fault: String, calls: String, before: Int
    ) throws {
        let run = try FaultyRun(fault, calls: calls, on: ["-wal"])
        var ledger = Ledger()
        try ledger.write(before, to: run.program)
        #expect(ledger.errors.isEmpty)
        try ledger.pipeline(300, to: run.program)
        #expect(ledger.errors == ["outcomeUnknown"] && ledger.failsFromSomewhereOn)
        #expect(ledger.outcomes.count > 2 * before + 1)
        try expectEnd(of: run)
        try ledger.expectKept(in: run.path)
    }

    private func expectEnd(of run: FaultyRun) throws {
        #expect(try run.program.status() == 74)
        #expect(run.program.errorText().hasSuffix("voice-interviews: the disk failed while storing.\n"))
        #expect(try run.hasFailed())
    }

    /// The errors for a full disk, an exhausted quota and a limit on the size of files.
    private static let lacks = ["ENOSPC", "EDQUOT", "EFBIG"]

    @Test(arguments: ["1", "2", "30"], lacks) func `a write that fails once for lack of space is retried`(
        _ calls: String, _ lack: String
    ) throws {
        let run = try FaultyRun("pwrite64:error=\(lack)", calls: calls, on: ["-wal"])
        var ledger = Ledger()
        try ledger.write(12, to: run.program)
        try run.program.endInput()
        #expect(try run.program.status() == 0)
        #expect(try run.hasFailed())
        #expect(ledger.results == 24 && ledger.errors.isEmpty)
        try ledger.expectKept(in: run.path)
    }

    @Test(arguments: ["1+", "2+", "30+", "100+"], lacks)
    func `while the WAL cannot grow, writes are refused and reads are answered`(
        _ calls: String, _ lack: String
    ) throws {
        let run = try FaultyRun("pwrite64:error=\(lack)", calls: calls, on: ["-wal"])
        var ledger = Ledger()
        try ledger.write(20, to: run.program)
        #expect(ledger.errors == ["storageFull"] && ledger.outcomes.last == "storageFull")
        let before = ledger.results
        #expect(try ledger.call(run.program, Ledger.stats))
        #expect(ledger.results == before + 1)
        try ledger.pipeline(5, to: run.program)
        #expect(ledger.results == before + 1)
        #expect(try run.program.status() == 0)
        try ledger.expectKept(in: run.path)
    }

    @Test(.enabled(if: Means.runs("prlimit", "--version"), "prlimit cannot be run here"))
    func `a limit on the size of files counts as a full disk, also at the start`() throws {
        let folder = try TestFolder()
        let path = folder.file("db")
        var ledger = Ledger()
        let first = try Program("--database", path)
        try ledger.write(20, to: first)
        first.signal(9)
        _ = try first.status()
        for _ in 0..<2 {
            let limited = try Program(arguments: ["--database", path], under: ["prlimit", "--fsize=150000"])
            ledger.beginAnew()
            try ledger.write(40, to: limited)
            #expect(ledger.errors == ["storageFull"])
            #expect(try ledger.call(limited, Ledger.stats))
            #expect(ledger.outcomes.last == "result")
            try limited.endInput()
            #expect(try limited.status() == 0)
        }
        try ledger.expectKept(in: path)
    }

    @Test(arguments: [
        "pwrite64:error=EIO", "pwrite64:error=ENOSPC", "fdatasync:error=EIO", "pread64:error=EIO",
    ])
    func `a WAL that cannot be checkpointed stays, and answers are right`(_ fault: String) throws {
        // For pread64, only reads of the WAL fail.
        let run = try FaultyRun(fault, calls: "1+", on: [fault.hasPrefix("pread64") ? "-wal" : ""])
        var ledger = Ledger()
        // An automatic checkpoint runs when the WAL has 1,000 pages.
        repeat {
            try ledger.write(10, to: run.program, length: 2_000)
        } while try !run.hasFailed() && ledger.results < 900
        #expect(try run.hasFailed())
        #expect(ledger.errors.isEmpty)
        try ledger.write(10, to: run.program)
        #expect(try ledger.call(run.program, Ledger.stats))
        try run.program.endInput()
        #expect(try run.program.status() == 0)
        try ledger.expectKept(in: run.path)
    }

    @Test(
        arguments: [
            ("pwrite64:error=EIO", "", "1"), ("pwrite64:error=EIO", "", "3+"), ("pwrite64:error=ENOSPC", "", "1+"),
            ("fdatasync:error=EIO", "", "1"), ("fdatasync:error=EIO", "-wal", "1"), ("ftruncate:error=EIO", "", "1"),
            ("?unlink,?unlinkat:error=EIO", "-wal", "1"),
        ] as [(String, String, String)])
    func `a WAL that cannot be checkpointed at the end is left to the next process`(
        _ fault: String, suffix: String, calls: String
    ) throws {
        var ledger = Ledger()
        let folder = try TestFolder()
        let writer = try Program("--database", folder.file("db"))
        try ledger.write(3, to: writer)
        // The program with the fault writes nothing, and is the last to close the file.
        let run = try FaultyRun(fault, calls: calls, on: [suffix], in: folder)
        #expect(try ledger.call(run.program, Ledger.stats))
        try writer.endInput()
        #expect(try writer.status() == 0)
        #expect(try !run.hasFailed())
        try run.program.endInput()
        #expect(try run.program.status() == 0)
        #expect(run.program.errorText().isEmpty)
        #expect(try run.hasFailed())
        try ledger.expectKept(in: run.path)
    }
}
