// Reviews by the built program: what waits for a model delays nothing, ends with the program, and tells nobody the key.

import Foundation
import TestSupport
import Testing
import ToolSupport

/// The built program with a model on loopback.
private final class ReviewingProgram {
    let program: Program
    let server: ModelServer
    private static let key = "sk-marked-7f3a"

    init(_ answers: [ModelServer.Answer], _ options: String..., under: [String] = []) throws {
        server = try ModelServer(answers)
        let arguments =
            ["--deterministic", "--model-url", server.url, "--model", "a-model"]
            + (options.contains("--database") ? [] : ["--database", ":memory:"]) + options
        program = try Program(arguments: arguments, under: under, environment: Self.environment)
    }

    static let environment = [
        "VOICE_INTERVIEWS_MODEL_KEY": key, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
    ]

    static let said = """
        They are flat and wide, so that a lookup reads few pages. I have used them in a store of my own, and measured that \
        three pages were read in a file of ten gigabytes.
        """

    static func id(_ number: Int) -> String { "00000000-0000-7000-8000-00000000000\(number)" }

    /// Stores an interview that has ended.
    func hold() throws {
        _ = try program.call(Self.request("createVoiceInterview", #""technologies":[],"context":"","duration":1"#))
        try save(1)
    }

    func save(_ number: Int, _ said: String = said) throws {
        let saved = try program.call(
            Self.request(
                "saveVoiceInterviewTranscription",
                #""interviewId":"\#(Self.id(number))","transcription":[{"speaker":"ai","text":"Tell me about B-trees."},"#
                    + #"{"speaker":"user","text":"\#(said)"}],"actualDuration":60"#))
        #expect(saved.contains("completed"))
    }

    static func request(_ method: String, _ params: String, id: String = "0") -> String {
        let session = #""session":{"userId":"kp_alice"}"# + (params.isEmpty ? "" : ",")
        return #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(session)\#(params)}}"#
    }

    static func generate(_ id: String = "1") -> String {
        request("generateVoiceInterviewFeedback", #""interviewId":"\#(Self.id(1))""#, id: id)
    }

    /// Sends requests, and waits until the server has them.
    func begin(_ count: Int = 1) throws {
        for number in 1...count { try program.send(Self.generate("\(number)") + "\n") }
        try server.waitForRequests(min(count, 4))
    }

    func get() throws -> String {
        try program.call(Self.request("getVoiceInterviewById", #""interviewId":"\#(Self.id(1))""#, id: "\"get\""))
    }

    /// Ends the input, and the rest of the output and the log.
    func end() throws -> (answers: [String], log: String) {
        try program.endInput()
        var answers: [String] = []
        while let line = program.line() { answers.append(line) }
        #expect(try program.status() == 0)
        return (answers, program.errorText())
    }

    /// The command lines of the processes that the program has started.
    func children() -> [String] {
        Processes.commandLines(ofChildrenOf: program.processIdentifier)
    }
}

/// What /proc tells of processes.
private enum Processes {
    private static var all: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    }

    private static func read(_ process: Int32, _ file: String) -> String {
        let bytes = (try? FileHandle(forReadingFrom: URL(filePath: "/proc/\(process)/\(file)")).readToEnd()) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    static func commandLines(ofChildrenOf parent: Int32) -> [String] {
        all.filter { read($0, "status").contains("PPid:\t\(parent)\n") }.map { read($0, "cmdline") }
    }

    static var commandLines: String { all.map { read($0, "cmdline") }.joined(separator: "\n") }
}

private let answer = #"""
    {"questions":[],"strengths":[],"improvements":[],"categories":{"communication":{"comment":"","score":80},
    "technicalKnowledge":{"comment":"","score":90},"problemSolving":{"comment":"","score":80},
    "structure":{"comment":"","score":80},"examples":{"comment":"","score":70}},"summary":"Right, but brief."}
    """#

@Suite struct ReviewTests {
    @Test func `other requests are answered meanwhile, and at the end of input the review is waited for`() throws {
        let reviewing = try ReviewingProgram([.held(.completion(answer))])
        try reviewing.hold()
        try reviewing.begin()
        #expect(try reviewing.get().hasPrefix(#"{"jsonrpc":"2.0","id":"get","result":"#))
        try reviewing.program.endInput()
        reviewing.server.release()
        let line = try #require(reviewing.program.line())
        #expect(line.contains(#"{"jsonrpc":"2.0","id":1,"result":"#) && line.contains(#""feedback":{"score":80"#))
        #expect(try reviewing.program.line() == nil && reviewing.program.status() == 0)
    }

    @Test func `at most 4 ask the model at once, 16 wait, and more are refused`() throws {
        let reviewing = try ReviewingProgram([.held(.completion(answer))])
        try reviewing.hold()
        try reviewing.begin(22)
        for number in 21...22 {
            let refused = try #require(reviewing.program.line())
            #expect(refused.hasPrefix(#"{"jsonrpc":"2.0","id":\#(number),"error":{"code":503"#), "\(refused)")
            #expect(refused.contains(#""kind":"unavailable","retryable":true"#))
        }
        #expect(reviewing.server.requests.count == 4)
        reviewing.server.release()
        let answers = try reviewing.end().answers
        // The first has written feedback, and the others do not overwrite it.
        #expect(answers.count == 20 && answers.count { $0.contains(#""score":80"#) } == 1, "\(answers)")
        #expect(answers.count { $0.contains(#""kind":"changedMeanwhile""#) } == 19)
        #expect(reviewing.server.requests.count == 20)
    }

    @Test(arguments: ["$/cancelRequest", "notifications/cancelled"])
    func `a review is cancelled, whether it runs or waits`(_ method: String) throws {
        let reviewing = try ReviewingProgram([.silence])
        try reviewing.hold()
        try reviewing.begin(6)
        #expect(reviewing.children().count == 4)
        let member = method.hasPrefix("$") ? "id" : "requestId"
        // Together: a review that waits would take the place of one that was cancelled before it.
        try reviewing.program.send(
            (1...6).map { #"{"jsonrpc":"2.0","method":"\#(method)","params":{"\#(member)":\#($0)}}"# + "\n" }.joined())
        for id in 1...6 where method.hasPrefix("$") {
            let line = try #require(reviewing.program.line())
            #expect(line.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-32800"#), "\(line)")
        }
        #expect(try !reviewing.get().contains("feedback"))
        try wait { reviewing.children().isEmpty }
        #expect(try reviewing.end().answers.isEmpty)
        #expect(reviewing.server.requests.count == 4)
    }

    @Test func `what was said meanwhile is not overwritten, and nothing comes back that was deleted`() throws {
        let interview = #""interviewId":"\#(ReviewingProgram.id(1))""#
        for (method, params, code, kind) in [
            (
                "saveVoiceInterviewTranscription", #","transcription":"User: other","actualDuration":1"#, 409,
                "changedMeanwhile"
            ), ("saveVoiceInterviewFeedback", #","feedback":"by hand""#, 409, "changedMeanwhile"),
            ("deleteVoiceInterview", "", 404, "notFound"),
        ] {
            let reviewing = try ReviewingProgram([.held(.completion(answer))])
            try reviewing.hold()
            try reviewing.begin()
            _ = try reviewing.program.call(ReviewingProgram.request(method, interview + params))
            reviewing.server.release()
            let line = try #require(reviewing.program.line())
            #expect(line.hasPrefix(#"{"jsonrpc":"2.0","id":1,"error":{"code":\#(code)"#), "\(line)")
            #expect(line.contains(#""kind":"\#(kind)""#))
            #expect(try !reviewing.get().contains("unverifiedQuotes"))
        }
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal refuses what runs and what waits, and ends the program with its curl`(_ signal: Int32) throws {
        let reviewing = try ReviewingProgram([.silence])
        try reviewing.hold()
        try reviewing.begin(6)
        try wait { reviewing.children().count == 4 }
        reviewing.program.signal(signal)
        #expect(try reviewing.program.status() == 0)
        for id in 1...6 {
            let line = try #require(reviewing.program.line())
            #expect(line.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":503"#), "\(line)")
        }
        try wait { reviewing.server.abandonedConnections == 4 }
    }

    /// On some of the machines and in some of the rounds the signal comes before, and in others after the reviews begin.
    @Test(arguments: 0..<8) func `no curl outlives a signal that comes while reviews begin`(_ milliseconds: UInt32)
        throws
    {
        let reviewing = try ReviewingProgram([.silence])
        try reviewing.hold()
        try reviewing.program.send((1...4).map { ReviewingProgram.generate("\($0)") + "\n" }.joined())
        usleep(milliseconds * 500)
        reviewing.program.signal(SIGTERM)
        #expect(try reviewing.program.status() == 0)
        try wait { reviewing.server.abandonedConnections == reviewing.server.requests.count }
        while let line = reviewing.program.line() { #expect(line.contains(#""code":503"#), "\(line)") }
    }

    @Test func `nobody learns the key: neither from the log, nor from an answer, nor from a list of processes`() throws
    {
        let reviewing = try ReviewingProgram(
            [.held(.response(500, headers: ["Retry-After": "0"]))], "--log-level", "trace")
        try reviewing.hold()
        try reviewing.begin()
        #expect(reviewing.server.requests.first?.header("Authorization") == "Bearer sk-marked-7f3a")
        #expect(reviewing.children().map { $0.contains("curl") } == [true])
        #expect(!Processes.commandLines.contains("sk-marked"))
        reviewing.server.release()
        let (answers, log) = try reviewing.end()
        #expect(answers.count == 1 && answers[0].contains(#""reason":"overloaded","httpStatus":500"#))
        #expect(!(answers[0] + log).contains("sk-marked") && log.contains("generateVoiceInterviewFeedback"))
        #expect(!log.contains("B-trees") && !log.contains("flat and wide"))
    }

    @Test func `as a notification nothing is done, and the log has a line about it`() throws {
        let reviewing = try ReviewingProgram([.completion(answer)])
        try reviewing.hold()
        try reviewing.program.send(ReviewingProgram.generate().replacing(#""id":1,"#, with: "") + "\n")
        let (answers, log) = try reviewing.end()
        #expect(answers.isEmpty && reviewing.server.requests.isEmpty)
        #expect(log.contains("method=generateVoiceInterviewFeedback outcome=invalidRequest"), "\(log)")
    }

    @Test func `a review has one line in the log, and a model that fails another`() throws {
        let reviewing = try ReviewingProgram([.response(401)], "--log-level", "debug")
        try reviewing.hold()
        try reviewing.begin()
        let log = try reviewing.end().log
        #expect(log.components(separatedBy: "method=generateVoiceInterviewFeedback").count == 2, "\(log)")
        #expect(log.contains("method=generateVoiceInterviewFeedback outcome=modelFailed"))
        #expect(log.contains("warning the model failed httpStatus=401 reason=refused"))
    }

    @Test(arguments: [false, true])
    func `if nobody reads the answer, the program ends, and its curl with it`(_ isInputEnded: Bool) throws {
        let reviewing = try ReviewingProgram([.held(.completion(answer)), .silence], "--user", "kp_alice")
        try reviewing.hold()
        try reviewing.program.send(ReviewingProgram.generate() + "\n" + ReviewingProgram.generate("2") + "\n")
        try reviewing.server.waitForRequests(2)
        try reviewing.program.closeOutput()
        if isInputEnded { try reviewing.program.endInput() }
        reviewing.server.release()
        #expect(try reviewing.program.status() == 74)
        #expect(reviewing.program.errorText().contains("standard output cannot be written"))
        try wait { reviewing.server.abandonedConnections == 1 }
    }

    @Test func `if nobody reads the progress, the program ends`() throws {
        let reviewing = try ReviewingProgram([.silence], "--user", "kp_alice")
        try reviewing.hold()
        try reviewing.program.send(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"generateVoiceInterviewFeedback","arguments":{"#
                + #""interviewId":"\#(ReviewingProgram.id(1))"},"_meta":{"progressToken":7}}}"# + "\n")
        try reviewing.server.waitForRequests(1)
        try reviewing.program.closeOutput()
        #expect(try reviewing.program.status() == 74)
    }

    @Test(arguments: [false, true]) func `progress is told until the answer, and grows`(_ isModern: Bool) throws {
        let reviewing = try ReviewingProgram([.held(.completion(answer))], "--user", "kp_alice")
        try reviewing.hold()
        let modern =
            #","io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}"#
        try reviewing.program.send(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"generateVoiceInterviewFeedback","arguments":{"#
                + #""interviewId":"\#(ReviewingProgram.id(1))"},"_meta":{"progressToken":"t 1"\#(isModern ? modern : "")}}}"#
                + "\n")
        var latest = 0.0
        for _ in 1...2 {
            let line = try #require(reviewing.program.line())
            let beginning =
                #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t 1","progress":"#
            #expect(line.hasPrefix(beginning), "\(line)")
            let progress = try #require(Double(line.dropFirst(beginning.count).dropLast(2)))
            #expect(progress > latest && progress - latest >= (latest == 0 ? 0 : 0.9))
            latest = progress
        }
        reviewing.server.release()
        let lines = try reviewing.end().answers
        // Progress may have been told once more, but not after the answer.
        #expect(lines.last?.contains(#""structuredContent":{"voiceInterview""#) == true, "\(lines)")
        #expect(lines.dropLast().allSatisfy { $0.contains("notifications/progress") })
    }

    @Test func `settings that cannot take effect end the program`() throws {
        let url = ["--model-url", "http://127.0.0.1:1/v1"]
        for (options, environment, status, part) in [
            (url, [:], 64, "--model-url requires --model"),
            (["--model", "m"], [:], 64, "--model requires --model-url"),
            (
                [], ["VOICE_INTERVIEWS_MODEL_URL": "http://127.0.0.1:1"], 78,
                "VOICE_INTERVIEWS_MODEL_URL requires --model"
            ),
            ([], ["VOICE_INTERVIEWS_MODEL": "m"], 78, "VOICE_INTERVIEWS_MODEL requires --model-url"),
            (["--model-url", "ftp://x", "--model", "m"], [:], 64, "--model-url must be a URL"),
            (["--model-url", "https://u:secret@x/v1", "--model", "m"], [:], 64, "--model-url must be a URL"),
            (url + ["--model", ""], [:], 64, "--model must not be empty"),
            (url + ["--model", "m", "--model-timeout", "0"], [:], 64, "--model-timeout"),
            (["--model-timeout", "9"], [:], 64, "--model-timeout requires --model-url"),
            (url + ["--model", "m"], ["VOICE_INTERVIEWS_MODEL_TIMEOUT": "3601"], 78, "VOICE_INTERVIEWS_MODEL_TIMEOUT"),
            (url + ["--model", "m"], ["VOICE_INTERVIEWS_MODEL_KEY": "a\nsecret"], 78, "VOICE_INTERVIEWS_MODEL_KEY"),
            (url + ["--model", "m"], ["PATH": "/nowhere"], 78, "requires the program curl"),
        ] as [([String], [String: String], Int32, String)] {
            let program = try Program(arguments: ["--database", ":memory:"] + options, environment: environment)
            let (ended, said) = (try program.status(), program.errorText())
            #expect(ended == status && said.contains(part) && !said.contains("secret"), "\(options) \(ended) \(said)")
        }
    }

    @Test func `a server on another machine without https is warned of`() throws {
        for (url, isWarned) in [("http://model.example/v1", true), ("https://model.example", false)] {
            let program = try Program(
                arguments: ["--database", ":memory:", "--model-url", url, "--model", "m"],
                environment: ReviewingProgram.environment)
            try program.endInput()
            #expect(try program.status() == 0)
            #expect(program.errorText().contains("can be read on the way") == isWarned)
        }
    }

    @Test(.enabled(if: Means.strace, "strace cannot be run here"))
    func `without a model no socket is ever opened`() throws {
        let folder = try TestFolder()
        let scripts = package + "/Tests/Scripts"
        let files = try FileManager.default.contentsOfDirectory(atPath: scripts).sorted()
        let requests = try files.flatMap {
            try String(contentsOfFile: scripts + "/" + $0, encoding: .utf8).split(separator: "\n")
        }.filter { $0.hasPrefix("--> ") }.map { $0.dropFirst(4) }
        #expect(requests.count > 200)
        let trace = folder.file("trace")
        let program = try Program(
            arguments: ["--database", folder.file("db"), "--user", "kp_alice"],
            under: [
                "strace", "-f", "-qq", "-o", trace, "-e", "trace=socket,connect,socketpair,execve,clone,clone3,vfork",
            ])
        #expect(program.converse(requests.joined(separator: "\n")).count > 150)
        #expect(try program.status() == 0)
        let calls = try String(contentsOfFile: trace, encoding: .utf8)
        #expect(!calls.contains("socket") && !calls.contains("connect"), "\(calls)")
        // The program's own execve, and its threads.
        #expect(calls.components(separatedBy: "execve(").count == 2)
    }
}
