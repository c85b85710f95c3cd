// A disk that fails or fills up at the first, second or n-th call while the program stores: strace lets it.

import Foundation
import TestSupport
import Testing

/// A program in which a system call on one of the files of its database fails.
struct FaultyRun {
    let folder: TestFolder
    let path: String
    let program: Program

    /// - Parameters:
    ///   - fault: what strace injects, such as `fdatasync:error=EIO`.
    ///   - calls: which of the calls fail, as strace counts them: `2`, or `2+` for all from the second on.
    ///   - suffixes: what the files are called behind the path of the database.
    ///   - folder: where the database is, or is to be; if left out, there is one without interviews.
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

    /// Whether a call has failed so far because it was let.
    func hasFailed() throws -> Bool {
        try String(contentsOfFile: folder.file("trace"), encoding: .utf8).contains("(INJECTED)")
    }
}

@Suite(.enabled(if: Means.strace, "strace cannot be run here")) struct DiskFaultTests {
    private static let failures = ["fdatasync:error=EIO", "fdatasync:error=ENOSPC", "pwrite64:error=EIO"]

    @Test(arguments: failures, ["1", "2", "3", "9", "9+"])
    func `a commit that the disk fails is answered 500 and ends the program, and nothing else is lost`(
        _ fault: String, calls: String
    ) throws {
        let run = try FaultyRun(fault, calls: calls, on: ["-wal"])
        var ledger = Ledger()
        try ledger.write(12, to: run.program)
        #expect(ledger.outcomes.last == "outcomeUnknown" && ledger.results == ledger.outcomes.count - 1)
        try expectEnd(of: run)
        try ledger.expectKept(in: run.path)
    }

    /// After two interviews, each created and saved by itself, the log was synced five times: once for its beginning.
    @Test(
        arguments: [
            ("fdatasync:error=EIO", "1", 0), ("fdatasync:error=ENOSPC", "2+", 0), ("pwrite64:error=EIO", "1", 0),
            ("pwrite64:error=EIO", "3", 0), ("fdatasync:error=EIO", "6", 2), ("fdatasync:error=ENOSPC", "6", 2),
        ] as [(String, String, Int)])
    func `what arrived together with a commit that fails is answered 500 together, each request once`(
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

    /// A disk, a quota and a limit on the size of files lack space in the same way.
    private static let lacks = ["ENOSPC", "EDQUOT", "EFBIG"]

    @Test(arguments: ["1", "2", "30"], lacks) func `space that is lacking once is asked for again`(
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
    func `a log that cannot grow has writes refused, and reads answered, for as long as it lasts`(
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
    func `a limit on the size of files is one on space, at the start, too`() throws {
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
    func `a log that cannot be carried over into the file stays, and what is answered is true`(_ fault: String) throws {
        // Of reading, only that of the log itself fails.
        let run = try FaultyRun(fault, calls: "1+", on: [fault.hasPrefix("pread64") ? "-wal" : ""])
        var ledger = Ledger()
        // The log is carried over when it has a thousand pages.
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
    func `a log that cannot be carried over at the end is left to the next process`(
        _ fault: String, suffix: String, calls: String
    ) throws {
        var ledger = Ledger()
        let folder = try TestFolder()
        let writer = try Program("--database", folder.file("db"))
        try ledger.write(3, to: writer)
        // The faulty one writes nothing itself, and is the last to close the file.
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
