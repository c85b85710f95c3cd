// Runs the webhook routes in protocol.md as they are printed there, and sends webhooks to them.

import Foundation
import Glibc
import TestSupport
import Testing
import ToolSupport

@Suite struct WebhookExampleTests {
    private static func isMissing(_ interpreter: String) -> Bool {
        ProcessInfo.processInfo.environment["CI"] != "true" && !Means.runs(interpreter, "--version")
    }

    @Test(.enabled(if: !isMissing("node"), "node is not installed")) func `the route in Node stores webhooks`() throws {
        try expectRoute("js", "node", port: 8_787, droppingLast: 1)
    }

    @Test(.enabled(if: !isMissing("python3"), "python3 is not installed"))
    func `the route in Python stores webhooks`() throws {
        try expectRoute("python", "python3", port: 8_788, droppingLast: 2)
    }

    /// A port that no process listens on.
    private static func freePort() throws -> Int {
        let found = try ChildProcess.run(
            [
                "/usr/bin/env", "python3", "-c",
                "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])",
            ],
            environment: ProcessInfo.processInfo.environment)
        return try #require(Int(found.output.trimmingCharacters(in: .newlines)))
    }

    /// - Parameters:
    ///   - port: where the printed route listens.
    ///   - lines: how many lines end the short client, in place of which the route stands.
    private func expectRoute(_ language: String, _ interpreter: String, port: Int, droppingLast lines: Int) throws {
        let folder = try TestFolder()
        func blocks(_ document: String) throws -> [String] {
            try contents(document).components(separatedBy: "```\(language)\n").dropFirst().map {
                $0.components(separatedBy: "```")[0]
            }
        }
        let short = try blocks("README.md")
        try #require(short.count == 1)
        let client = short[0].split(separator: "\n").dropLast(lines).joined(separator: "\n")
        let printed = try #require(try blocks("protocol.md").last)
        let free = try Self.freePort()
        let route = printed.replacing(String(port), with: String(free))
        // Python writes to a file in blocks.
        let code = (client + "\n" + route).replacing("[\"status\"])\n", with: "[\"status\"], flush=True)\n")
        try code.write(toFile: folder.file("route.mjs"), atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(
            atPath: folder.file(".build/release"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(".build/release/voice-interviews"), withDestinationPath: Program.path)
        try WebhookMint.secrets.write(toFile: folder.file("secrets.json"), atomically: true, encoding: .utf8)
        try "".write(toFile: folder.file("out"), atomically: true, encoding: .utf8)
        let output = try #require(FileHandle(forWritingAtPath: folder.file("out")))
        let environment = ProcessInfo.processInfo.environment.merging([
            "VOICE_INTERVIEWS_WEBHOOK_SECRETS": folder.file("secrets.json")
        ]) { $1 }
        let process = try ChildProcess(
            ["/usr/bin/env", "-C", folder.path, interpreter, "route.mjs"], environment: environment,
            input: .descriptor(STDIN_FILENO), output: .descriptor(output.fileDescriptor),
            errors: .descriptor(output.fileDescriptor))
        defer {
            process.signal(SIGKILL)
            _ = process.status()
        }
        try wait { try contentsOf(folder.file("out")).contains("pending\n") || process.statusIfEnded() != nil }
        try expectAnswers(port: free, folder)
    }

    private func contentsOf(_ file: String) throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

    private func expectAnswers(port: Int, _ folder: TestFolder) throws {
        let now = Int(Date().timeIntervalSince1970) * 1_000
        let body = """
            {"type":"post_call_transcription","event_timestamp":\(now / 1_000),"data":{"conversation_id":"conv_é",\
            "user_id":"kp_alice","transcript":[{"role":"user","message":"Fewer seeks."}],"metadata":{"call_duration_secs":7}}}
            """
        let signature = WebhookMint.elevenLabs.signature(of: body, at: now)
        for body in ["x", "null"] { #expect(try post(body, signature, port) == "503") }
        #expect(try post(#"{"type":"post_call_audio"}"#, signature, port) == "200")
        // Nobody knows the conversation yet: the vendor is to try again.
        #expect(try post(body, signature, port) == "503")
        #expect(try post(body, String(signature.dropLast()), port) == "400")
        let other = try Program("--database", folder.file("interviews.sqlite"))
        let session = #""session":{"userId":"kp_alice"}"#
        let list = try other.call(
            #"{"jsonrpc":"2.0","id":1,"method":"getUserVoiceInterviews","params":{\#(session)}}"#)
        let id = try #require(list.firstMatch(of: /"id":"([0-9a-f-]{36})"/)).1
        _ = try other.call(
            #"{"jsonrpc":"2.0","id":1,"method":"updateVoiceInterviewStatus","params":{\#(session),"interviewId":"\#(id)","status":"active","conversationId":"conv_é"}}"#
        )
        for _ in 0..<2 { #expect(try post(body, signature, port) == "200") }
        let whole = try other.call(
            #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewById","params":{\#(session),"interviewId":"\#(id)"}}"#)
        #expect(whole.contains(#""status":"completed""#) && whole.contains(#""actualDuration":7"#), "\(whole)")
        #expect(whole.contains("Fewer seeks."))
        try other.endInput()
        #expect(try other.status() == 0)
    }

    /// Sends a webhook until the route listens, and returns the status of the answer.
    private func post(_ body: String, _ signature: String, _ port: Int) throws -> String {
        let code = """
            import sys, urllib.request, urllib.error
            request = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}/", sys.argv[2].encode(),
                                             {"ElevenLabs-Signature": sys.argv[3]})
            try:
                print(urllib.request.urlopen(request).status)
            except urllib.error.HTTPError as error:
                print(error.code)
            except urllib.error.URLError:
                print("none")
            """
        var status = "none"
        try wait {
            status = try ChildProcess.run(
                ["/usr/bin/env", "python3", "-c", code, String(port), body, signature],
                environment: ProcessInfo.processInfo.environment
            ).output.trimmingCharacters(in: .newlines)
            return status != "none"
        }
        return status
    }
}
