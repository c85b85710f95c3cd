// A disk without any space: what is deleted makes room, and a search answers all the same.

import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Means.tmpfs, "tmpfs cannot be mounted here")) struct FullDiskDeletionTests {
    private let disk: TemporaryFileSystem
    private let path: String
    private let ids: [String]

    /// Leaves no space on a disk with 60 interviews.
    init() throws {
        disk = try TemporaryFileSystem(megabytes: 32)
        path = disk.file("db")
        var ledger = Ledger()
        let program = try Program("--database", path)
        try ledger.write(60, to: program, length: 20_000)
        try program.endInput()
        #expect(try program.status() == 0)
        ids = ledger.interviews.keys.sorted()
    }

    private static func deletion(_ id: String) -> String {
        Ledger.request(1, "deleteVoiceInterview", #","interviewId":"\#(id)""#)
    }

    @Test(arguments: [false, true]) func `deleting makes room for what comes next`(_ isServedBefore: Bool) throws {
        var program = try Program("--database", path)
        #expect(try program.call(Ledger.stats(1)).contains(#""total":60"#))
        try disk.fill(leaving: 20)
        if !isServedBefore {
            try program.endInput()
            #expect(try program.status() == 0)
            program = try Program("--database", path)
        }
        var ledger = Ledger()
        while ledger.errors.isEmpty { try ledger.write(1, to: program, length: 20_000) }
        #expect(ledger.errors == ["storageFull"])
        for id in ids.prefix(20) {
            let answer = try program.call(Self.deletion(id))
            #expect(answer.contains(#""result":{"interviewId":"\#(id)"}"#), "\(answer)")
        }
        ledger.beginAnew()
        try ledger.write(5, to: program, length: 20_000)
        #expect(ledger.errors.isEmpty)
        try program.endInput()
        #expect(try program.status() == 0)
        try disk.freeSpace()
        let answers = try Program("--database", path).converse(
            ids.map { Ledger.get(1, $0) }.joined(separator: "\n"))
        #expect(answers.map { $0.contains("notFound") } == ids.indices.map { $0 < 20 })
    }

    @Test func `a search answers what it found, and keeps nothing of what it read`() throws {
        let program = try Program("--database", path)
        #expect(try program.call(Ledger.stats(1)).contains(#""total":60"#))
        try disk.fill(leaving: 0)
        let search = Ledger.request(1, "searchVoiceInterviews", #","query":"said","limit":100"#)
        for _ in 0..<2 {
            let answer = try program.call(search)
            #expect(answer.contains(#""result":{"hits":["#))
            #expect(answer.matches(of: /"interviewId"/).count >= 60)
        }
        try disk.freeSpace()
        let later = try program.call(search)
        #expect(later.matches(of: /"interviewId"/).count >= 60)
        #expect(try program.call(Ledger.create(1)).contains("result"))
        try program.endInput()
        #expect(try program.status() == 0)
    }
}
