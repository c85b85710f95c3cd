// The file is damaged, truncated or made read-only while the program runs: no wrong answer, no crash.

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

    /// A database with interviews, and a program that has only read their number.
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

    /// Requests every interview, and writes: each answer equals the one before the damage, or is an internal error with
    /// a reference to the log.
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
    func `overwritten pages are internal errors, and the rest is answered as before`(_ byte: UInt8) throws {
        let (ledger, program) = try begin()
        let size = try fileSize()
        let file = try #require(FileHandle(forWritingAtPath: path))
        let middle = size / 4_096 / 2 * 4_096
        try file.seek(toOffset: UInt64(middle))
        try file.write(contentsOf: Data(repeating: byte, count: size - middle))
        try file.close()
        try expectNoWrongAnswer(ledger, program)
    }

    @Test func `the missing half of a truncated file is an internal error`() throws {
        let (ledger, program) = try begin()
        try #require(unsafe truncate(path, try fileSize() / 2) == 0)
        try expectNoWrongAnswer(ledger, program)
    }

    /// Integers and floats in the file are big-endian (sqlite.org/fileformat2.html §2.1).
    @Test(
        arguments: [
            (12345.678.bitPattern, Double.infinity.bitPattern), (12345.678.bitPattern, (-Double.infinity).bitPattern),
            (12345.678.bitPattern, 1e300.bitPattern), (12345.678.bitPattern, (-0.5).bitPattern),
            (87.654.bitPattern, Double.infinity.bitPattern), (87.654.bitPattern, 101.0.bitPattern),
        ] as [(UInt64, UInt64)])
    func `an impossible number is an internal error, and the program continues`(
        _ number: UInt64, into other: UInt64
    ) throws {
        let writer = try Program("--database", path, "--deterministic")
        let id = #","interviewId":"00000000-0000-7000-8000-000000000001""#
        let saving = id + #","transcription":[],"actualDuration":12345.678,"score":87.654"#
        let save = Ledger.request(1, "saveVoiceInterviewTranscription", saving)
        #expect(writer.converse(Ledger.create(1) + "\n" + save).count == 2)
        let program = try Program("--database", path)
        #expect(try program.call(Ledger.stats(1)).contains(#""totalDuration":12345.678,"#))
        try replaceInFile(number, by: other)
        for request in [
            Ledger.request(1, "getVoiceInterviewById", id), Ledger.request(1, "getUserVoiceInterviews"), save,
        ] {
            #expect(try program.call(request).contains(#""error":{"code":-32603,"#))
        }
        #expect(try program.call(Ledger.create(1)).contains("\"result\""))
        #expect(try program.call(Ledger.stats(1)).contains(#""total":2,"#))
        try program.endInput()
        #expect(try program.status() == 0)
    }

    private func replaceInFile(_ number: UInt64, by other: UInt64) throws {
        func bytes(_ number: UInt64) -> Data {
            Data(stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) })
        }
        let place = try #require(try Data(contentsOf: URL(filePath: path)).firstRange(of: bytes(number)))
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: UInt64(place.lowerBound))
        try file.write(contentsOf: bytes(other))
        try file.close()
    }

    @Test(.enabled(if: Means.chattr, "chattr cannot be used here"))
    func `a WAL that has become read-only is a disk failure, and everything answered is stored`() throws {
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
    func `with a file that has become read-only everything stays in the WAL, and nothing is lost`() throws {
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
        let reason = "Operation not permitted; serve needs both, report only reads"
        #expect(refused.errorText() == "voice-interviews: \(path) can be read but not written: \(reason).\n")
        try #require(Means.runs("chattr", "-i", path))
        try ledger.expectKept(in: path)
    }
}
