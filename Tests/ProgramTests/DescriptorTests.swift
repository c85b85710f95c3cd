// Standard input, output and error: files, terminals, sockets, much data, and readers that do not read.

import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing
import ToolSupport

private let stats = #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":{"session":{"userId":"u"}}}"#
private let create =
    #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":{"session":{"userId":"u"},"technologies":[],"context":"","duration":1}}"#

@Suite struct DescriptorTests {
    @Test func `requests may come from a file, a socket and a terminal`() throws {
        let folder = try TestFolder()
        try (stats + "\n").write(toFile: folder.file("requests"), atomically: true, encoding: .utf8)
        let file = try #require(FileHandle(forReadingAtPath: folder.file("requests")))
        var pair: [Int32] = [0, 0]
        #expect(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0)
        // The ioctls of unlockpt(3) and ptsname(3), which are not visible from Swift.
        let terminal = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (lock, number): (Int32, Int32) = (0, 0)
        #expect(unsafe ioctl(terminal, 0x4004_5431, &lock) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
        // A terminal delivers a line when it ends, and the end of input at Control-D.
        let sources: [(handle: FileHandle, writer: Int32, end: String)] = [
            (file, -1, ""), (FileHandle(fileDescriptor: pair[0]), pair[1], ""),
            (FileHandle(fileDescriptor: unsafe open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)), terminal, "\u{4}"),
        ]
        for (handle, writer, end) in sources {
            let program = try Program(arguments: ["--database", ":memory:"], standardInput: handle)
            if writer >= 0 {
                try FileHandle(fileDescriptor: writer).write(contentsOf: Data((stats + "\n" + end).utf8))
                if end.isEmpty { shutdown(writer, Int32(SHUT_WR)) }
            }
            #expect(try #require(program.line()).contains("\"result\""))
            #expect(try program.status() == 0)
        }
        for descriptor in pair + [terminal] { close(descriptor) }
    }

    @Test func `a full device as output ends the program with status 74, and what was requested is stored`() throws {
        let folder = try TestFolder()
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let program = try Program(arguments: ["--database", folder.file("db")], standardOutput: full)
        try program.send(create + "\n")
        #expect(try program.status() == 74)
        let next = try Program("--database", folder.file("db"))
        #expect(try next.call(stats).contains(#""total":1"#))
    }

    @Test(arguments: [["describe", "openrpc"], ["describe", "reference"], ["replay", package + "/README.md"]])
    func `a command that cannot print ends with status 74`(_ arguments: [String]) throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let program = try Program(arguments: arguments, standardOutput: full)
        #expect(try program.status() == 74)
        #expect(program.errorText().contains("standard output cannot be written: No space left on device."))
    }

    @Test(arguments: ["2>/dev/full", "2>&-"]) func `logs that cannot be written are lost, and nothing else`(
        _ redirection: String
    ) throws {
        let script = "exec '\(Program.path)' --database :memory: --log-level trace \(redirection)"
        let shell = try PipedProcess(["/bin/sh", "-c", script])
        let input = FileHandle(fileDescriptor: shell.input, closeOnDealloc: true)
        let output = FileHandle(fileDescriptor: shell.output, closeOnDealloc: true)
        try input.write(contentsOf: Data((#"{"id":1,"result":1}"# + "\n" + stats + "\n").utf8))
        try input.close()
        let printed = String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self)
        #expect(shell.process.status() == 0)
        #expect(printed.hasPrefix(#"{"jsonrpc":"2.0","id":1,"result":"#) && printed.split(separator: "\n").count == 1)
    }

    @Test func `output of libraries cannot reach the protocol's descriptor`() throws {
        let program = try Program("--database", ":memory:")
        _ = try program.call(stats)
        let folder = "/proc/\(program.processIdentifier)/fd/"
        let targets = try (0...2).map { try FileManager.default.destinationOfSymbolicLink(atPath: folder + String($0)) }
        #expect(targets[1] == targets[2] && targets[1] != targets[0])
    }

    @Test func `an endless line is not buffered, and the next line is answered`() throws {
        let program = try Program("--database", ":memory:")
        let part = String(repeating: "x", count: 1 << 20)
        for _ in 0..<128 { try program.send(part) }
        let answer = try program.call("\n" + stats)
        #expect(answer.hasPrefix(#"{"jsonrpc":"2.0","id":null,"error":{"code":413,"#))
        #expect(try #require(program.line()).contains("\"result\""))
        #expect(try program.peakMemory() < 100)
    }

    @Test func `while answers are not read, the program stops reading, and then all answers come in order`() throws {
        let program = try Program("--database", ":memory:")
        let count = 100_000
        let sent = Counter()
        let handle = program.inputHandle
        Thread.detachNewThread {
            for start in stride(from: 0, to: count, by: 100) {
                let lines = (start..<start + 100).map { stats.replacing("\"id\":1", with: "\"id\":\($0)") + "\n" }
                guard (try? handle.write(contentsOf: Data(lines.joined().utf8))) != nil else { return }
                sent.set(start + 100)
            }
            try? handle.close()
        }
        // When the pipe of answers is full, the program stops reading, its input pipe fills up, and the writer blocks.
        try wait {
            var unread: Int32 = 0
            let isKnown = unsafe ioctl(program.outputHandle.fileDescriptor, 0x541B /* FIONREAD */, &unread) == 0
            return isKnown && unread > 60_000
        }
        #expect(sent.value < count)
        #expect(try program.peakMemory() < 64)
        for index in 0..<count {
            guard let line = program.line(), line.hasPrefix(#"{"jsonrpc":"2.0","id":\#(index),"result""#) else {
                Issue.record("answer \(index)")
                return
            }
        }
        #expect(program.line() == nil)
        #expect(try program.status() == 0)
    }

    @Test func `mutations of valid requests cause no failure`() throws {
        let seed = UInt32.random(in: 0...(.max))
        let fuzz = try ChildProcess.run([programPath("fuzz"), "--count", "3000", "--seed", String(seed)])
        #expect(fuzz.status == 0, "seed \(seed): \(fuzz.output)\(fuzz.errors)")
        #expect(fuzz.output.hasPrefix("3000 streams"))
    }
}

/// A counter that one thread writes and another reads.
private final class Counter: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    func set(_ value: Int) { number.withLock { $0 = value } }
}
