// Long pipelines through the built program: input is read while requests are answered, and can cancel them.

import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite struct PipelineTests {
    private static let interview = #""interviewId":"00000000-0000-7000-8000-000000000001""#

    private func request(_ method: String, _ params: String, id: Int = 0) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"u"}\#(params)}}"#
    }

    private func get(_ id: Int) -> String { request("getVoiceInterviewById", "," + Self.interview, id: id) + "\n" }

    private func cancel(_ id: String) -> String {
        #"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":\#(id)}}"# + "\n"
    }

    private func cancelled(_ id: Int) -> String {
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"# + "\n"
    }

    /// A program with one interview, whose transcription has so many bytes.
    private func program(_ bytes: Int, under: [String] = []) throws -> Program {
        let program = try Program(arguments: ["--database", ":memory:", "--deterministic"], under: under)
        _ = try program.call(
            request("createVoiceInterview", #","technologies":[],"context":"","duration":1"#))
        let said = String(repeating: "word ", count: bytes / 5)
        let saved = try program.call(
            request(
                "saveVoiceInterviewTranscription",
                ",\(Self.interview)" + #","transcription":"\#(said)","actualDuration":1"#))
        try #require(saved.contains(#""status":"completed""#))
        return program
    }

    private func begins(_ line: String?, _ id: Int, _ member: String) -> Bool {
        line?.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"\#(member)":"#) == true
    }

    @Test func `a notification in a later write cancels requests that wait for a slow reader`() throws {
        let program = try program(40_000)
        try program.send((0..<500).map(get).joined())
        // The pipe of answers is full: the program waits for its reader, and most requests wait with it.
        try wait {
            var unread: Int32 = 0
            let isKnown = unsafe ioctl(program.outputHandle.fileDescriptor, 0x541B /* FIONREAD */, &unread) == 0
            return isKnown && unread > 60_000
        }
        try program.send(cancel("0") + cancel("498") + cancelled(499) + cancel("\"497\"") + cancel("500") + get(500))
        for id in 0..<498 {
            guard begins(program.line(), id, "result") else {
                Issue.record("answer \(id)")
                return
            }
        }
        let error = try #require(program.line())
        #expect(begins(error, 498, "error") && error.contains(#""kind":"requestCancelled""#))
        #expect(begins(program.line(), 500, "result"))
        try program.endInput()
        #expect(program.line() == nil)
        #expect(try program.status() == 0)
    }

    @Test func `twenty thousand requests keep their order and little memory, and the last two are cancelled`() throws {
        let program = try program(4_000)
        let count = 20_000
        let handle = program.inputHandle
        let requests = (0..<count).map(get)
        let end = cancelled(count - 2) + cancel("\(count - 1)")
        Thread.detachNewThread {
            for start in stride(from: 0, to: count, by: 100) {
                let lines = requests[start..<start + 100].joined()
                guard (try? handle.write(contentsOf: Data(lines.utf8))) != nil else { return }
            }
            try? handle.write(contentsOf: Data(end.utf8))
            try? handle.close()
        }
        for id in 0..<count - 2 {
            guard begins(program.line(), id, "result") else {
                Issue.record("answer \(id)")
                return
            }
            if id == count / 2 { #expect(try program.peakMemory() < 100) }
        }
        #expect(begins(program.line(), count - 1, "error"))
        #expect(program.line() == nil)
        #expect(try program.status() == 0)
    }

    @Test func `a last line without its line feed is answered behind requests that wait`() throws {
        let program = try program(40_000)
        let answers = program.converse((0..<200).map(get).joined() + String(get(200).dropLast()))
        #expect(answers.count == 201 && begins(answers.last, 200, "result"))
        #expect(try program.status() == 0)
    }

    @Test(.enabled(if: Means.strace, "strace cannot be run here"))
    func `requests that arrive one at a time cost one read and one write each`() throws {
        let folder = try TestFolder()
        let trace = folder.file("trace")
        let program = try program(
            100, under: ["strace", "-qq", "-o", trace, "-e", "trace=read,write,poll,ppoll,select,pselect6"])
        for id in 0..<10 { #expect(begins(try program.call(String(get(id).dropLast())), id, "result")) }
        try program.endInput()
        #expect(try program.status() == 0)
        let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        // The end of the input is one more.
        #expect(calls.count { $0.hasPrefix("read(0, ") } == 13)
        #expect(calls.count { $0.hasPrefix("write(") } == 12 && !calls.contains { $0.contains("poll") })
    }
}
