// Durability of answered writes: short runs of `crash`, and control runs whose faults it must detect.

import Foundation
import TestSupport
import Testing
import ToolSupport

/// One run of the built `crash`.
private struct Crash {
    /// The exit status if power cuts cannot be simulated.
    static let skipped: Int32 = 77

    let status: Int32
    let printed: String
    let complaint: String

    init(_ arguments: String...) throws {
        let result = try ChildProcess.run(
            [programPath("crash")] + arguments, environment: ProcessInfo.processInfo.environment)
        (status, printed, complaint) = (result.status, result.output, result.errors)
    }

    /// A number from the summary at the end of the output, by what it counts.
    func count(_ name: String) throws -> Int {
        let match = try #require(printed.firstMatch(of: try Regex("(\\d+) \(name)", as: (Substring, Substring).self)))
        return try #require(Int(match.1))
    }

    static func seed() -> String { String(UInt32.random(in: 0...(.max))) }
}

@Suite(.serialized) struct CrashTests {
    @Test func `answered writes are stored after a kill, and the file opens without repair`() throws {
        let seed = Crash.seed()
        let run = try Crash("--rounds", "10", "--seed", seed)
        #expect(run.status == 0, "seed \(seed): \(run.printed)\(run.complaint)")
        #expect(try run.count("rounds") == 10)
        #expect(try run.count("kills") == 40)
        #expect(try run.count("answered writes") > 0)
    }

    @Test func `a program that answers before the commit is detected`() throws {
        let seed = Crash.seed()
        let run = try Crash("--rounds", "100", "--seed", seed, "--control")
        #expect(run.status == 0, "seed \(seed): \(run.printed)\(run.complaint)")
        #expect(try run.count("losses") > 0)
    }

    /// Skips a test if power cuts cannot be simulated. Only root can mount a file system.
    private func needPowerCuts() throws {
        let trial = try Crash("--power-cut", "--rounds", "0")
        guard trial.status == Crash.skipped else { return }
        try Test.cancel("skipped: \(trial.complaint.trimmingCharacters(in: .newlines))")
    }

    @Test func `answered writes are stored after a power cut`() throws {
        try needPowerCuts()
        let seed = Crash.seed()
        let run = try Crash("--power-cut", "--rounds", "6", "--seed", seed)
        #expect(run.status == 0, "seed \(seed): \(run.printed)\(run.complaint)")
        #expect(try run.count("rounds") == 6)
        #expect(try run.count("answered writes") > 0)
    }

    @Test func `a program whose commits do not wait for the disk is detected`() throws {
        try needPowerCuts()
        let seed = Crash.seed()
        let run = try Crash("--power-cut", "--rounds", "50", "--seed", seed, "--control")
        #expect(run.status == 0, "seed \(seed): \(run.printed)\(run.complaint)")
        #expect(try run.count("losses") > 0)
    }

    @Test func `processes that write and checkpoint one file for a while refuse nothing and leave no WAL`() throws {
        let seed = Crash.seed()
        let run = try Crash("--endurance", "1", "--seed", seed)
        #expect(run.status == 0, "seed \(seed): \(run.printed)\(run.complaint)")
        #expect(try run.count("answered writes") > 0)
    }
}
