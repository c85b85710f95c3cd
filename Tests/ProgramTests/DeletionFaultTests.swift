// Disk failures during deletions: deleted interviews are gone, and all others are intact.

import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Means.strace, "strace cannot be run here")) struct DeletionFaultTests {
    /// Which call fails on which file: a deletion is committed to the WAL, and erased in the database file.
    static let faults: [(fault: String, calls: String, suffix: String)] =
        ["pwrite64:error=EIO", "pwrite64:error=ENOSPC", "fdatasync:error=EIO", "ftruncate:error=EIO"].flatMap { fault in
            ["1", "5", "1+"].flatMap { calls in [(fault, calls, ""), (fault, calls, "-wal")] }
        }

    private static func request(_ method: String, _ id: String) -> String {
        Ledger.request(1, method, #","interviewId":"\#(id)""#)
    }

    @Test(arguments: faults)
    func `deleted interviews are gone, and the rest is intact`(
        _ fault: String, _ calls: String, _ suffix: String
    ) throws {
        let folder = try TestFolder()
        let path = folder.file("db")
        var ledger = Ledger()
        let writer = try Program("--database", path)
        try ledger.write(12, to: writer)
        // Builds term lists, which are deleted, too.
        _ = writer.converse(Ledger.request(1, "searchVoiceInterviews", #","query":"said""#))
        let ids = ledger.interviews.keys.sorted()
        let run = try FaultyRun(fault, calls: calls, on: [suffix], in: folder)
        var (deleted, unsure): (Set<String>, Set<String>) = ([], [])
        for id in ids.prefix(5) {
            guard (try? run.program.send(Self.request("deleteVoiceInterview", id) + "\n")) != nil,
                let answer = run.program.line()
            else { break }
            if answer.contains(#""result":{"interviewId":"\#(id)"}"#) { deleted.insert(id) }
            if answer.contains("outcomeUnknown") { unsure.insert(id) }
        }
        try? run.program.endInput()
        #expect(try run.program.status() == (unsure.isEmpty ? 0 : 74))
        #expect(try run.hasFailed())
        let later = try Program("--database", path)
        let answers = later.converse(ids.map { Self.request("getVoiceInterviewById", $0) }.joined(separator: "\n"))
        for (id, answer) in zip(ids, answers) where !unsure.contains(id) {
            #expect(answer.contains(#""kind":"notFound""#) == deleted.contains(id), "\(answer)")
            #expect(answer.contains("said said") != deleted.contains(id))
        }
    }
}
