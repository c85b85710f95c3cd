// The built program, started as its users start it: as a subprocess, over pipes.

import Foundation
import Glibc
import TestSupport
import Testing

/// One run of `voice-interviews`.
final class Program {
    private let process = Process()
    private let input: Pipe
    private let output: Pipe
    private let errors: Pipe
    private var received: [UInt8] = []

    /// Where in `received` the next line begins.
    private var start = 0

    /// It lies beside the program that runs the tests.
    static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "voice-interviews").path

    convenience init(_ arguments: String...) throws { try self.init(arguments: arguments, environment: [:]) }

    /// - Parameters:
    ///   - under: a command, with its options, that runs the program; none if empty.
    ///   - standardInput: a pipe or file handle in place of the pipe to which `send` writes; likewise the others.
    init(
        arguments: [String], under: [String] = [], environment: [String: String] = [:], standardInput: Any? = nil,
        standardOutput: Any? = nil, standardError: Any? = nil
    ) throws {
        spawning.lock()
        defer { spawning.unlock() }
        (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.executableURL = URL(filePath: under.isEmpty ? Self.path : "/usr/bin/env")
        process.arguments = under.isEmpty ? arguments : under + [Self.path] + arguments
        process.environment = environment
        process.standardInput = standardInput ?? input
        process.standardOutput = standardOutput ?? output
        process.standardError = standardError ?? errors
        // A program that has ended must fail the test that writes to it, and not end it.
        Glibc.signal(SIGPIPE, SIG_IGN)
        try process.run()
    }

    func send(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

    var inputHandle: FileHandle { input.fileHandleForWriting }

    var outputHandle: FileHandle { output.fileHandleForReading }

    func endInput() throws { try input.fileHandleForWriting.close() }

    func closeOutput() throws { try output.fileHandleForReading.close() }

    var processIdentifier: pid_t { process.processIdentifier }

    func signal(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

    /// The next line of output; nil at its end.
    func line() -> String? {
        while true {
            if let end = received[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return String(decoding: received[start..<end], as: UTF8.self)
            }
            received.removeSubrange(..<start)
            start = 0
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            received += more
        }
    }

    /// Sends one line and waits for one.
    func call(_ request: String) throws -> String {
        try send(request + "\n")
        return try #require(line())
    }

    /// Waits for the end of the program.
    func status() throws -> Int32 {
        do {
            try wait { !process.isRunning }
        } catch {
            process.terminate()
            throw error
        }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Waits until the program has taken what was sent, and waits for another process to let go of the lock; or no
    /// longer does so, since it has answered or ended.
    func isWaitingForLock() throws {
        try wait { isPausing(String(processIdentifier)) || hasOutput || !process.isRunning }
    }

    private var hasOutput: Bool {
        var polled = pollfd(fd: outputHandle.fileDescriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&polled, 1, 0) > 0
    }

    /// The most memory that the program has had so far, in MiB.
    func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(processIdentifier)/status", encoding: .utf8)
        let peak = try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/))
        return try #require(Int(peak.1)) / 1_024
    }

    /// Everything that is yet to come on standard error.
    func log() -> String {
        String(decoding: (try? errors.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// Likewise, without the notices that something took long: whether it did depends on the machine.
    func errorText() -> String {
        log().split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains(/^\S+ notice slow (request|commit)\b/) }.joined(separator: "\n")
    }

    /// Sends `text` from another thread, ends the input, and takes all lines of output.
    func converse(_ text: String) -> [String] {
        let handle = input.fileHandleForWriting
        Thread.detachNewThread {
            try? handle.write(contentsOf: Data(text.utf8))
            try? handle.close()
        }
        let all = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        return all.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The folder of the package.
let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

func contents(_ name: String) throws -> String {
    try String(contentsOfFile: package + "/" + name, encoding: .utf8)
}
