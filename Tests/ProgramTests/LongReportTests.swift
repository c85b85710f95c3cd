// `report` on more than fits into the memory that it may use, and its failures in the middle of a page.

import Foundation
import TestSupport
import Testing

@Suite struct LongReportTests {
    private let folder: TestFolder
    private var database: String { folder.file("db") }
    private var page: String { folder.file("page.html") }
    private var temporary: String { folder.file("temporary") }
    private let before = ["db", "db-lock", "page.html", "temporary"]

    init() throws {
        folder = try TestFolder()
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        try "before".write(toFile: page, atomically: false, encoding: .utf8)
    }

    /// Creates interviews whose contexts make a page of `contexts` times 100 kB, which say `said`.
    private func hold(_ contexts: Int, saying said: (Int) -> String) throws {
        let program = try Program("--database", database, "--deterministic")
        let context = String(repeating: "x", count: 100_000)
        let requests = (1...contexts).flatMap { number in
            let saving =
                #","interviewId":"\#(String(format: "00000000-0000-7000-8000-%012x", number))","#
                + #""actualDuration":60,"transcription":{"unknown":"\#(said(number))"}"#
            return [
                Ledger.request(
                    1, "createVoiceInterview", #","technologies":[],"context":"\#(context)","duration":30"#),
                Ledger.request(2, "saveVoiceInterviewTranscription", saving),
            ]
        }
        let answers = program.converse(requests.joined(separator: "\n"))
        try #require(answers.count { $0.contains(#""result""#) } == 2 * contexts)
    }

    /// Damages a text in the database.
    private func damage(_ text: String) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: database))
        let bytes = try #require(try file.readToEnd())
        try file.seek(toOffset: UInt64(try #require(bytes.range(of: Data(text.utf8))).lowerBound))
        try file.write(contentsOf: Data("x".utf8))
        try file.close()
    }

    private func report(
        to output: String, temporary: String? = nil, under: [String] = []
    ) throws -> Program {
        try Program(
            arguments: ["report", "--database", database, "--user", "kp_alice", "--output", output], under: under,
            environment: ["TMPDIR": temporary ?? self.temporary])
    }

    /// Expects that nothing was printed, and that all files are as before.
    private func expectNothing(of program: Program, _ place: SourceLocation = #_sourceLocation) throws {
        #expect(program.converse("").isEmpty, sourceLocation: place)
        #expect(try String(contentsOfFile: page, encoding: .utf8) == "before", sourceLocation: place)
        #expect(folder.names == before, sourceLocation: place)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty, sourceLocation: place)
    }

    @Test func `the memory does not grow with the number of interviews, nor with the length of the page`() throws {
        let long = String(repeating: "y", count: 2_000_000)
        try hold(40) { _ in long }
        let program = try report(to: "-")
        // It waits until its output is read, after all of the page was made.
        #expect(program.line() == "<!DOCTYPE html>")
        // The transcriptions alone are 80 MB.
        #expect(try program.peakMemory() < 64)
        let lines = program.converse("")
        #expect(lines.count { $0.contains("<li class=\"interview\"") } == 40 && lines.last == "</html>")
        #expect(try program.status() == 0)
        #expect(program.errorText() == "standard output: 40 interviews of kp_alice\n")
        #expect(folder.names == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
    }

    @Test func `an interview that is damaged among others gives no page, and no part of one`() throws {
        try hold(30) { "Needle \($0)." }
        // Interviews are written newest first: more than 1 MiB is written when this one is read.
        try damage("Needle 10.")
        for output in [page, "-"] {
            let program = try report(to: output)
            #expect(try program.status() == 65)
            #expect(program.errorText() == "voice-interviews: \(database) contains damaged rows.\n")
            try expectNothing(of: program)
        }
    }

    @Test(.enabled(if: Means.tmpfs, "tmpfs cannot be mounted here"))
    func `a disk that is full in the middle of the page leaves nothing behind`() throws {
        try hold(30) { "Said \($0)." }
        let disk = try TemporaryFileSystem(megabytes: 1)
        let target = disk.file("page.html")
        try "before".write(toFile: target, atomically: false, encoding: .utf8)
        let toFile = try report(to: target)
        #expect(try toFile.status() == 74)
        #expect(toFile.errorText() == "voice-interviews: \(target) cannot be written: No space left on device.\n")
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "before" && disk.names == ["page.html"])
        let folder = URL(filePath: target).deletingLastPathComponent().path
        let printed = try report(to: "-", temporary: folder)
        #expect(try printed.status() == 74)
        #expect(
            printed.errorText()
                == "voice-interviews: a temporary file in \(folder) cannot be written: No space left on device.\n")
        try expectNothing(of: printed)
        #expect(disk.names == ["page.html"])
    }

    @Test func `without a folder for temporary files only a short page can be printed`() throws {
        try hold(5) { "Said \($0)." }
        let none = folder.file("none")
        let short = try report(to: "-", temporary: none)
        #expect(short.converse("").last == "</html>")
        #expect(try short.status() == 0)
        try FileManager.default.removeItem(atPath: database)
        try hold(15) { "Said \($0)." }
        let long = try report(to: "-", temporary: none)
        #expect(try long.status() == 73)
        #expect(
            long.errorText()
                == "voice-interviews: no temporary file can be created in \(none): No such file or directory; set TMPDIR.\n"
        )
        try expectNothing(of: long)
    }

    @Test(.enabled(if: Means.strace, "strace cannot be run here"), arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal in the middle of the page ends the program, and leaves nothing behind`(_ number: Int32) throws {
        try hold(5) { "Said \($0)." }
        let program = try report(
            to: page,
            under: ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=fchmod:signal=\(number)"])
        #expect(try program.status() == -number)
        try expectNothing(of: program)
    }
}
