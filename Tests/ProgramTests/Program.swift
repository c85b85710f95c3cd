// The built program as a subprocess, over pipes.

import Foundation
import Glibc
import TestSupport
import Testing
import ToolSupport

/// One run of `voice-interviews`.
final class Program {
    private let process: ChildProcess
    private let input: FileHandle
    private let output: FileHandle
    private let errors: FileHandle

    /// The exit status, or the negated number of the signal that ended the process; nil while it is unknown.
    private var ended: Int32?
    private var received: [UInt8] = []

    /// The start of the next line in `received`.
    private var start = 0

    static let path = programPath("voice-interviews")

    convenience init(_ arguments: String...) throws { try self.init(arguments: arguments, environment: [:]) }

    /// - Parameters:
    ///   - under: options of env(1), or a command with its options, by which the program is run; empty for none.
    ///   - standardInput: a file handle instead of the pipe to which `send` writes; the others likewise.
    init(
        arguments: [String], under: [String] = [], environment: [String: String] = [:],
        standardInput: FileHandle? = nil, standardOutput: FileHandle? = nil, standardError: FileHandle? = nil
    ) throws {
        let (requests, answers, log) = (try PipeEnds(), try PipeEnds(), try PipeEnds())
        defer { for end in [requests.reading, answers.writing, log.writing] { close(end) } }
        input = FileHandle(fileDescriptor: requests.writing, closeOnDealloc: true)
        output = FileHandle(fileDescriptor: answers.reading, closeOnDealloc: true)
        errors = FileHandle(fileDescriptor: log.reading, closeOnDealloc: true)
        // A write to a program that has ended must throw, and not kill the tests.
        Glibc.signal(SIGPIPE, SIG_IGN)
        process = try ChildProcess(
            (under.isEmpty ? [] : ["/usr/bin/env"] + under) + [Self.path] + arguments, environment: environment,
            input: .descriptor(standardInput?.fileDescriptor ?? requests.reading),
            output: .descriptor(standardOutput?.fileDescriptor ?? answers.writing),
            errors: .descriptor(standardError?.fileDescriptor ?? log.writing))
    }

    func send(_ text: String) throws { try input.write(contentsOf: Data(text.utf8)) }

    var inputHandle: FileHandle { input }

    var outputHandle: FileHandle { output }

    func endInput() throws { try input.close() }

    func closeOutput() throws { try output.close() }

    var errorHandle: FileHandle { errors }

    var processIdentifier: pid_t { process.id }

    private var isRunning: Bool {
        if ended == nil { ended = process.statusIfEnded() }
        return ended == nil
    }

    func signal(_ number: Int32) { if isRunning { process.signal(number) } }

    /// Reads the next line of output; nil at its end.
    func line() -> String? {
        while true {
            if let end = received[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return String(decoding: received[start..<end], as: UTF8.self)
            }
            received.removeSubrange(..<start)
            start = 0
            let more = output.availableData
            guard !more.isEmpty else { return nil }
            received += more
        }
    }

    /// Sends one line and reads one.
    func call(_ request: String) throws -> String {
        try send(request + "\n")
        return try #require(line())
    }

    /// Waits for the end of the program, and returns its status.
    func status() throws -> Int32 {
        do {
            try wait { !isRunning }
        } catch {
            signal(SIGTERM)
            throw error
        }
        return try #require(ended)
    }

    /// Waits until the program waits for a lock of another process, or has already answered or ended.
    func isWaitingForLock() throws {
        try wait { isPausing(String(processIdentifier)) || hasOutput || !isRunning }
    }

    private var hasOutput: Bool {
        var polled = pollfd(fd: outputHandle.fileDescriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&polled, 1, 0) > 0
    }

    /// The peak resident memory so far, in MiB.
    func peakMemory() throws -> Int { try process.peakMemory() >> 20 }

    /// Reads standard error to its end.
    func log() -> String {
        String(decoding: (try? errors.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// Reads standard error to its end, without notices of slowness, which depend on the machine.
    func errorText() -> String {
        log().split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains(/^\S+ notice slow (request|commit)\b/) }.joined(separator: "\n")
    }

    /// Sends `text` from another thread, ends the input, and reads all lines of output.
    func converse(_ text: String) -> [String] {
        let handle = input
        Thread.detachNewThread {
            try? handle.write(contentsOf: Data(text.utf8))
            try? handle.close()
        }
        let all = (try? output.readToEnd()) ?? Data()
        return all.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The folder of the package.
let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

func contents(_ name: String) throws -> String {
    try String(contentsOfFile: package + "/" + name, encoding: .utf8)
}
