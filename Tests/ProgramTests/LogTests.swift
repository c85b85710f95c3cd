// The log: its content, its format, and that it never blocks the program.

import Foundation
import Glibc
import JSON
import Synchronization
import TestSupport
import Testing

/// A request of `kp_alice`.
private func stats(_ id: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"getVoiceInterviewStats","params":[{"userId":"kp_alice"}]}"#
}

private let refused = #"{"jsonrpc":"2.0","id":7,"method":"getVoiceInterviewStats"}"#

extension JSONSlice {
    /// The members of a line except times, as `name=value`, in order.
    fileprivate var line: String {
        members.filter { $0.name.string != "time" && $0.name.string != "durationMs" }
            .map { "\($0.name.string ?? "")=\($0.value.string ?? String(decoding: $0.value.bytes, as: UTF8.self))" }
            .joined(separator: " ")
    }
}

@Suite struct LogTests {
    /// The log of a program at the level `trace`, without notices of slowness, which depend on the machine.
    private func log(_ format: String, _ requests: String) throws -> [String] {
        let program = try Program(
            "--database", ":memory:", "--deterministic", "--log-level", "trace", "--log-format", format)
        _ = program.converse(requests)
        #expect(try program.status() == 0)
        return program.log().replacing(" notice slow ", with: " debug ")
            .replacing(#""level":"notice","message":"slow "#, with: #""level":"debug","message":""#)
            .split(separator: "\n").map(String.init)
    }

    private static let requests = [
        stats("7"), stats("\"a b\""), stats("1.50"), stats("null"),
        #"{"jsonrpc":"2.0","method":"getVoiceInterviewStats","params":[{"userId":"kp_alice"}]}"#,
        #"{"jsonrpc":"2.0","id":8,"method":"dropTable"}"#, "{", "[\(stats("1")),7,{\"result\":1,\"id\":2}]",
        #"{"jsonrpc":"2.0","id":9,"method":"createVoiceInterview","params":[{"userId":"kp_alice"},[],"",30]}"#, refused,
        stats("\"\(String(repeating: "x", count: 1_000))\""),
    ].map { $0 + "\n" }.joined()

    @Test func `each request has a line with its outcome, as JSON`() throws {
        let lines = try log("json", Self.requests).map { try JSONText($0).root }
        let version = try #require(lines.first?["version"]?.string)
        let facts =
            "database=:memory: sessions=trusted sqlite=\(try #require(lines.first?["sqlite"]?.string)) version=\(version)"
        let ok = "level=debug message=request"
        #expect(
            lines.map(\.line) == [
                "level=info message=serving \(facts)",
                "level=notice message=a response to no request was ignored count=1",
                "level=debug message=commit requests=12",
                "\(ok) id=7 method=getVoiceInterviewStats outcome=ok",
                "\(ok) id=a b method=getVoiceInterviewStats outcome=ok",
                "\(ok) id=1.50 method=getVoiceInterviewStats outcome=ok",
                "\(ok) id=null method=getVoiceInterviewStats outcome=ok",
                "\(ok) method=getVoiceInterviewStats outcome=ok", "\(ok) id=8 outcome=methodNotFound",
                "\(ok) id=null outcome=parseError",
                "\(ok) batchSize=3 id=1 method=getVoiceInterviewStats outcome=ok",
                "\(ok) batchSize=3 id=null outcome=invalidRequest",
                "\(ok) id=9 method=createVoiceInterview outcome=ok",
                "level=warning message=session refused id=7 method=getVoiceInterviewStats outcome=unauthenticated"
                    + " reason=missing",
                "\(ok) id=\(String(repeating: "x", count: 64))… method=getVoiceInterviewStats outcome=ok",
                "level=info message=stopped database=:memory: reason=end of input"
                    + facts.replacing("database=:memory:", with: ""),
            ])
        for line in lines where line["message"]?.isString("request") == true {
            #expect(try #require(line["durationMs"]?.double) >= 0)
        }
        #expect(lines.allSatisfy { $0["time"]?.string?.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) == true })
    }

    @Test func `each request has a line with its outcome, as text`() throws {
        let lines = try log("text", Self.requests)
        #expect(lines.count == 16)
        #expect(lines[0].contains(/^\S+ info serving database=:memory: sessions=trusted sqlite=\S+ version=\S+$/))
        #expect(
            lines[4].contains(
                /^\S+ debug request durationMs=\d+\.\d+ id="a b" method=getVoiceInterviewStats outcome=ok$/))
        #expect(lines[15].contains(#" reason="end of input" "#))
    }

    @Test(arguments: ["text", "json"]) func `no value controls a terminal or begins a line`(_ format: String)
        throws
    {
        let id = #""a\u001b[31m\n\u009b\u202e\u2028\u200b\u007f\"\\é😀""#
        let lines = try log(format, stats(id))
        #expect(lines.count == 3)
        #expect(lines[1].contains(#""a\u001b[31m\u000a\u009b\u202e\u2028\u200b\u007f\"\\é😀""#))
    }

    @Test func `at the default level successful requests are not logged`() throws {
        let program = try Program("--database", ":memory:")
        #expect(program.converse(stats("1") + "\n" + stats("2")).count == 2)
        #expect(try program.status() == 0)
        #expect(program.errorText().isEmpty)
    }

    /// A terminal that is not read accepts fewer bytes than poll(2) reports.
    @Test(arguments: [["--log-level", "debug"], []])
    func `a terminal that is not read blocks neither answers nor the end`(
        _ options: [String]
    ) throws {
        var (ours, theirs): (Int32, Int32) = (0, 0)
        let opened = unsafe openpty(&ours, &theirs, nil, nil, nil)
        try #require(opened == 0)
        for end in [ours, theirs] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ours) }
        let program = try Program(
            arguments: ["--database", ":memory:"] + options,
            standardError: FileHandle(fileDescriptor: theirs, closeOnDealloc: true))
        for _ in 0..<2_000 { #expect(try program.call(refused).contains("401")) }
        program.signal(SIGTERM)
        #expect(try program.status() == 0)
    }

    @Test func `if standard error or input is closed, no file gets its descriptor`() throws {
        let folder = try TestFolder()
        let shell = ["sh", "-c", #"exec "$0" "$@" 2>&-"#]
        let program = try Program(
            arguments: ["--database", folder.file("db"), "--log-level", "debug"], under: shell)
        #expect(program.converse(refused).count == 1)
        #expect(try program.status() == 0)
        #expect(try Data(contentsOf: URL(filePath: folder.file("db-lock"))).isEmpty)
        let deaf = try Program(
            arguments: ["--database", folder.file("db")], under: ["sh", "-c", #"exec "$0" "$@" <&-"#])
        #expect(try deaf.status() == 74)
        #expect(deaf.errorText() == "voice-interviews: standard input cannot be read: Bad file descriptor.\n")
    }

    @Test func `the end by a signal is logged`() throws {
        let program = try Program("--database", ":memory:", "--log-level", "info")
        _ = try program.call(stats("1"))
        program.signal(SIGTERM)
        #expect(try program.status() == 0)
        #expect(program.errorText().contains(" info stopped database=:memory: reason=signal sessions=trusted "))
    }

    @Test func `with a JSON log, the message at the end is JSON`() throws {
        for (environment, status) in [
            (["VOICE_INTERVIEWS_LOG_FORMAT": "json"], 74),
            (["VOICE_INTERVIEWS_LOG_FORMAT": "json", "VOICE_INTERVIEWS_USER": ""], 78),
        ] {
            let program = try Program(arguments: ["--database", "/tmp"], environment: environment)
            #expect(program.converse("").isEmpty)
            #expect(try program.status() == Int32(status))
            let line = try JSONText(program.errorText()).root
            #expect(line["level"]?.string == "critical" && line["status"]?.integer == status)
        }
    }

    /// The refused requests in the log so far: logged ones, and lost lines.
    private struct Refusals {
        var told = 0
        var lost = 0

        init(_ log: Data) {
            // The last line may be incomplete, and counts later.
            for line in String(decoding: log, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast()
            {
                if let count = line.firstMatch(of: /warning log lines were lost: nobody read them count=(\d+)$/)?.1 {
                    lost += Int(count) ?? 0
                } else if line.contains(" warning session refused ") {
                    told += 1
                }
            }
        }
    }

    @Test func `a log that is not read blocks nothing, and lost lines are counted`() throws {
        let program = try Program("--database", ":memory:")
        let requests = Array(repeating: refused, count: 5_000).joined(separator: "\n") + "\n"
        Thread.detachNewThread { [handle = program.inputHandle] in try? handle.write(contentsOf: Data(requests.utf8)) }
        // More log lines than the pipe and the program's buffer hold; they are not read so far.
        for _ in 0..<5_000 { #expect(program.line() != nil) }
        let log = Mutex(Data())
        Thread.detachNewThread { [handle = program.errorHandle] in
            while case let more = handle.availableData, !more.isEmpty { log.withLock { $0 += more } }
        }
        // A later line has the number of lost lines.
        var count = 5_000
        try wait {
            let answer = try program.call(refused)
            #expect(answer.contains("401"))
            count += 1
            return Refusals(log.withLock(\.self)).lost > 0
        }
        try wait {
            let refusals = Refusals(log.withLock(\.self))
            return refusals.told + refusals.lost == count
        }
        try program.endInput()
        #expect(try program.status() == 0)
    }
}
