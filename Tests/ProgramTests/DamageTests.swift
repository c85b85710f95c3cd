// The file is damaged, cut off or made read-only under the running program: no wrong answer, no crash.

import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct DamageTests {
    private let folder: TestFolder
    private let path: String

    init() throws {
        folder = try TestFolder()
        path = folder.file("db")
    }

    /// A database with interviews in it, and a program that has read nothing but how many there are.
    private func begin() throws -> (Ledger, Program) {
        var ledger = Ledger()
        let writer = try Program("--database", path)
        try ledger.pipeline(400, to: writer)
        #expect(try writer.status() == 0)
        let program = try Program("--database", path)
        #expect(try ledger.call(program, Ledger.stats))
        return (ledger, program)
    }

    private func fileSize() throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    /// Asks for every interview, and writes: the answers are those from before the damage, or internal errors that the
    /// log knows.
    private func expectNoWrongAnswer(_ before: Ledger, _ program: Program) throws {
        var (ledger, references) = (before, Set<String>())
        for (id, text) in before.interviews.sorted(by: { $0.key < $1.key }) {
            let answer = try program.call(Ledger.get(ledger.outcomes.count + 1, id))
            try ledger.enter(answer)
            if ledger.outcomes.last == "result" {
                #expect(answer.hasSuffix(#""result":{"voiceInterview":\#(text)}}"#))
            } else {
                #expect(answer.contains(#""code":-32603,"#))
                let reference = try #require(answer.firstMatch(of: /"reference":"([0-9a-f]+)"/))
                references.insert(String(reference.1))
            }
        }
        #expect(ledger.errors == ["internalError"] && !references.isEmpty)
        try ledger.write(3, to: program)
        #expect(ledger.errors == ["internalError"])
        try program.endInput()
        #expect(try program.status() == 0)
        let log = program.errorText()
        for reference in references { #expect(log.contains("reference=\(reference)")) }
    }

    @Test(arguments: [0x00, 0x55, 0xFF] as [UInt8])
    func `pages that were overwritten are internal errors, and the rest is answered as it was`(_ byte: UInt8) throws {
        let (ledger, program) = try begin()
        let size = try fileSize()
        let file = try #require(FileHandle(forWritingAtPath: path))
        let middle = size / 4_096 / 2 * 4_096
        try file.seek(toOffset: UInt64(middle))
        try file.write(contentsOf: Data(repeating: byte, count: size - middle))
        try file.close()
        try expectNoWrongAnswer(ledger, program)
    }

    @Test func `of a file that was cut in half, what is gone is an internal error`() throws {
        let (ledger, program) = try begin()
        try #require(unsafe truncate(path, try fileSize() / 2) == 0)
        try expectNoWrongAnswer(ledger, program)
    }

    @Test(.enabled(if: Means.chattr, "chattr cannot be used here"))
    func `a log that may not be written any more is a disk that fails, and everything answered is kept`() throws {
        var (ledger, program) = try begin()
        try ledger.write(2, to: program)
        try #require(Means.runs("chattr", "+i", path + "-wal"))
        defer { _ = Means.runs("chattr", "-i", path + "-wal") }
        #expect(try ledger.call(program, Ledger.stats))
        #expect(try ledger.call(program) { Ledger.create($0) })
        #expect(ledger.outcomes.suffix(2) == ["result", "outcomeUnknown"])
        #expect(try program.status() == 74)
        try #require(Means.runs("chattr", "-i", path + "-wal"))
        try ledger.expectKept(in: path)
    }

    @Test(.enabled(if: Means.chattr, "chattr cannot be used here"))
    func `a file that may not be written any more leaves everything in the log, and nothing is lost`() throws {
        var (ledger, program) = try begin()
        try #require(Means.runs("chattr", "+i", path))
        defer { _ = Means.runs("chattr", "-i", path) }
        try ledger.write(10, to: program)
        try program.endInput()
        #expect(try program.status() == 0)
        #expect(ledger.errors.isEmpty)
        let refused = try Program("--database", path)
        #expect(refused.converse("").isEmpty)
        #expect(try refused.status() == 74)
        #expect(refused.errorText() == "voice-interviews: \(path) cannot be opened: Operation not permitted.\n")
        try #require(Means.runs("chattr", "-i", path))
        try ledger.expectKept(in: path)
    }
}
