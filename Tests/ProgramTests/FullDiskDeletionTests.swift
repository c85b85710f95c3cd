// A full disk: deletions free space, and searches are answered.

import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: Means.tmpfs, "tmpfs cannot be mounted here")) struct FullDiskDeletionTests {
    private let disk: TemporaryFileSystem
    private let path: String
    private let ids: [String]

    private let program: Program

    /// 60 interviews, the newest of which are only in the WAL.
    init() throws {
        disk = try TemporaryFileSystem(megabytes: 32)
        path = disk.file("db")
        var ledger = Ledger()
        program = try Program("--database", path)
        try ledger.write(60, to: program, length: 20_000)
        ids = ledger.interviews.keys.sorted()
    }

    /// The size of the reserve in bytes.
    private func reserve() throws -> Int {
        var status = stat()
        try #require(unsafe stat(path + "-lock", &status) == 0)
        return Int(status.st_blocks) * 512
    }

    private static func deletion(_ id: String) -> String {
        Ledger.request(1, "deleteVoiceInterview", #","interviewId":"\#(id)""#)
    }

    /// The disk is full while a program runs with a WAL that is not checkpointed, before it starts, or before it
    /// restarts after a kill.
    @Test(arguments: ["in use", "started", "killed"])
    func `deletions free space for later writes`(_ course: String) throws {
        var program = program
        if course == "started" {
            try program.endInput()
            #expect(try program.status() == 0)
        } else {
            #expect(try program.call(Ledger.stats(1)).contains(#""total":60"#))
        }
        try disk.fill(leaving: 0)
        if course == "killed" {
            program.signal(SIGKILL)
            _ = try program.status()
        }
        if course != "in use" { program = try Program("--database", path) }
        for id in ids.prefix(20) {
            let answer = try program.call(Self.deletion(id))
            #expect(answer.contains(#""result":{"interviewId":"\#(id)"}"#), "\(answer)")
        }
        var ledger = Ledger()
        try ledger.write(5, to: program, length: 20_000)
        #expect(ledger.errors.isEmpty)
        try disk.freeSpace()
        // The space that was used is reserved again.
        try wait {
            try ledger.write(1, to: program)
            return try reserve() >= 1 << 20
        }
        try program.endInput()
        #expect(try program.status() == 0)
        let answers = try Program("--database", path).converse(
            ids.map { Ledger.get(1, $0) }.joined(separator: "\n"))
        #expect(answers.map { $0.contains("notFound") } == ids.indices.map { $0 < 20 })
    }

    @Test func `a search returns its hits and stores no term lists`() throws {
        #expect(try program.call(Ledger.stats(1)).contains(#""total":60"#))
        try disk.fill(leaving: 0)
        for _ in 0..<2 { #expect(try hits() >= 60) }
        try disk.freeSpace()
        #expect(try hits() >= 60)
        #expect(try program.call(Ledger.create(1)).contains("result"))
        try program.endInput()
        #expect(try program.status() == 0)
    }

    /// The number of hits of a search on all pages.
    private func hits() throws -> Int {
        var (hits, cursor): (Int, Substring?) = (0, nil)
        repeat {
            let place = cursor.map { #","cursor":"\#($0)""# } ?? ""
            let answer = try program.call(
                Ledger.request(1, "searchVoiceInterviews", #","query":"said","limit":100"# + place))
            #expect(answer.contains(#""result":{"hits":["#))
            hits += answer.matches(of: /"interviewId"/).count
            cursor = answer.firstMatch(of: /"nextCursor":"(\w+)"/)?.1
        } while cursor != nil
        return hits
    }
}
