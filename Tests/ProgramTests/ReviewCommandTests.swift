// `review`: what it reviews, what it prints, and how it ends.

import Foundation
import TestSupport
import Testing

@Suite struct ReviewCommandTests {
    private let folder: TestFolder
    private var database: String { folder.file("db") }
    private static let said = """
        They are flat and wide, so that a lookup reads few pages. I have used them in a store of my own, and measured that \
        three pages were read in a file of ten gigabytes.
        """
    private static let answer = #"""
        {"questions":[],"strengths":[],"improvements":[],"categories":{"communication":{"comment":"","score":80},
        "technicalKnowledge":{"comment":"","score":90},"problemSolving":{"comment":"","score":80},
        "structure":{"comment":"","score":80},"examples":{"comment":"","score":70}},"summary":"Right, but brief."}
        """#

    private static func id(_ number: Int) -> String { "00000000-0000-7000-8000-00000000000\(number)" }

    /// Stores an interview that can be reviewed (1), one with too few words (2), one that runs (3), one that has feedback
    /// (4), another that can be reviewed (5), and one of another user (6).
    init() throws {
        folder = try TestFolder()
        func request(_ method: String, _ params: String, user: String = "kp_alice") -> String {
            #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{"session":{"userId":"\#(user)"},\#(params)}}"#
        }
        func save(_ number: Int, _ said: String, _ more: String = "", user: String = "kp_alice") -> String {
            request(
                "saveVoiceInterviewTranscription",
                #""interviewId":"\#(Self.id(number))","transcription":[{"speaker":"user","text":"\#(said)"}],"#
                    + #""actualDuration":60\#(more)"#, user: user)
        }
        let create = #""technologies":[],"context":"","duration":1"#
        var requests = (1...5).map { _ in request("createVoiceInterview", create) }
        requests += [
            request("createVoiceInterview", create, user: "kp_bob"), save(1, Self.said), save(2, "They are flat."),
        ]
        requests += [save(4, Self.said, #","feedback":{"note":1}"#), save(5, Self.said)]
        requests += [save(6, Self.said, user: "kp_bob")]
        let answers = try Program("--database", database, "--deterministic").converse(requests.joined(separator: "\n"))
        #expect(answers.allSatisfy { $0.contains("result") } && answers.count == 11)
    }

    private func review(
        _ answers: [ModelServer.Answer], _ options: String...
    ) throws -> (status: Int32, lines: [String], server: ModelServer) {
        let server = try ModelServer(answers)
        let program = try Program(
            arguments: [
                "review", "--database", database, "--user", "kp_alice", "--model-url", server.url, "--model", "m",
            ] + options, environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        let lines = program.converse("")
        return (try program.status(), lines, server)
    }

    @Test func `all that have ended and have no feedback are reviewed, oldest first, once`() throws {
        let first = try review([.completion(Self.answer)])
        #expect(first.status == 0)
        #expect(
            first.lines == [
                "\(Self.id(1)): reviewed, score 80",
                "\(Self.id(2)): nothing to review: The candidate said 3 words, too few to be reviewed.",
                "\(Self.id(5)): reviewed, score 80", "2 reviewed, 1 with nothing to review, 0 failed",
            ])
        let second = try review([.completion(Self.answer)])
        #expect(second.status == 0 && second.server.requests.isEmpty && first.server.requests.count == 2)
        #expect(second.lines.last == "0 reviewed, 1 with nothing to review, 0 failed")
    }

    @Test func `those that are named are reviewed again, in a language`() throws {
        let result = try review([.completion(Self.answer)], "--interview", Self.id(4), "--language", "fr")
        #expect(
            result.lines == ["\(Self.id(4)): reviewed, score 80", "1 reviewed, 0 with nothing to review, 0 failed"])
        let message = String(decoding: try #require(result.server.requests.first?.body), as: UTF8.self)
        #expect(message.contains("BCP 47 tag fr"))
    }

    @Test func `a review that fails is told, and the rest is reviewed`() throws {
        let result = try review([.response(401), .completion(Self.answer)])
        #expect(result.status == 1)
        #expect(
            result.lines.first == "\(Self.id(1)): failed: The model's server refused the request (HTTP status 401).")
        #expect(result.lines.last == "1 reviewed, 1 with nothing to review, 1 failed")
        let other = try review([.completion(Self.answer)], "--interview", Self.id(6))
        #expect(other.status == 1 && other.server.requests.isEmpty)
        #expect(other.lines.first == "\(Self.id(6)): failed: The caller has no interview with this id.")
    }

    @Test func `what got feedback meanwhile is left alone, and what fails three times in a row is given up`() throws {
        let server = try ModelServer([.held(.completion(Self.answer))])
        let program = try Program(
            arguments: [
                "review", "--database", database, "--user", "kp_alice", "--model-url", server.url, "--model", "m",
            ], environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        try server.waitForRequests(1)
        let save = [1, 5].map {
            #"{"jsonrpc":"2.0","id":1,"method":"saveVoiceInterviewFeedback","params":[{"userId":"kp_alice"},"\#(Self.id($0))","by hand"]}"#
        }
        #expect(try Program("--database", database).converse(save.joined(separator: "\n")).count == 2)
        server.release()
        let lines = program.converse("")
        #expect(
            lines.first?.hasPrefix("\(Self.id(1)): failed: What was said in the interview, or its feedback,") == true)
        #expect(lines.last == "0 reviewed, 1 with nothing to review, 1 failed" && server.requests.count == 1)
        let all = [1, 4, 5].flatMap { ["--interview", Self.id($0)] }
        let failing = try ModelServer([.response(401)])
        let other = try Program(
            arguments: [
                "review", "--database", database, "--user", "kp_alice", "--model-url", failing.url, "--model", "m",
            ] + all + ["--interview", Self.id(1), "--interview", Self.id(2)],
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        #expect(other.converse("").last == "0 reviewed, 0 with nothing to review, 3 failed; given up")
        #expect(try other.status() == 1 && failing.requests.count == 3)
    }

    @Test func `interrupted, it keeps what it has stored`() throws {
        let server = try ModelServer([.completion(Self.answer), .silence])
        let program = try Program(
            arguments: [
                "review", "--database", database, "--user", "kp_alice", "--model-url", server.url, "--model", "m",
            ], environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        try server.waitForRequests(2)
        program.signal(SIGINT)
        var lines: [String] = []
        while let line = program.line() { lines.append(line) }
        #expect(try program.status() == 1)
        #expect(lines.last == "1 reviewed, 1 with nothing to review, 0 failed; interrupted")
        try wait { server.abandonedConnections == 1 }
        #expect(try review([.completion(Self.answer)]).lines.last == "1 reviewed, 1 with nothing to review, 0 failed")
    }

    @Test func `settings that are missing end it, and no database is made`() throws {
        let model = ["--model-url", "http://127.0.0.1:1", "--model", "m"]
        for (options, status, part) in [
            (["--user", "a", "--database", database], 64, "the model is missing"),
            (["--database", database] + model, 64, "the user is missing"),
            (["--user", "a", "--database", folder.file("none")] + model, 66, "does not exist"),
            (["--user", "a", "--database", database, "--language", "in French"] + model, 64, "BCP 47"),
            (["--user", "a", "--database", database, "--model-timeout", "x"] + model, 64, "--model-timeout"),
            (["--user", "a", "--database", ":memory:"] + model, 64, ":memory:"),
        ] as [([String], Int32, String)] {
            let program = try Program(
                arguments: ["review"] + options,
                environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
            let (ended, said) = (try program.status(), program.errorText())
            #expect(ended == status && said.contains(part), "\(options) \(ended) \(said)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
    }
}
