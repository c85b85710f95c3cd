// The options of webhooks in the built program: files that cannot be used, times, and what the log tells.

import Foundation
import TestSupport
import Testing

@Suite struct WebhookSettingsTests {
    private let folder: TestFolder
    private var secrets: String { folder.file("secrets.json") }

    init() throws {
        folder = try TestFolder()
        try WebhookMint.secrets.write(toFile: secrets, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secrets)
    }

    private func refusal(_ options: [String], _ environment: [String: String] = [:]) throws -> (Int32, String) {
        let program = try Program(arguments: ["--database", ":memory:"] + options, environment: environment)
        return (try program.status(), program.errorText())
    }

    @Test func `settings that cannot take effect end the program`() throws {
        let bad = folder.file("bad.json")
        try #"{"elevenlabs":["wsec_secret"],"twilio":["x"]}"#.write(toFile: bad, atomically: true, encoding: .utf8)
        for (options, environment, status, part) in [
            (["--webhook-secrets", folder.file("none")], [:], 78, "cannot be read: No such file"),
            (["--webhook-secrets", bad], [:], 78, "its member 2 must be one of elevenlabs, retell, vapi"),
            ([], ["VOICE_INTERVIEWS_WEBHOOK_SECRETS": bad], 78, "bad.json is not usable"),
            ([], ["VOICE_INTERVIEWS_WEBHOOK_SECRETS": ""], 78, "VOICE_INTERVIEWS_WEBHOOK_SECRETS"),
            (["--webhook-tolerance", "none"], [:], 64, "requires --webhook-secrets"),
            (["--webhook-secrets", secrets, "--webhook-tolerance", "soon"], [:], 64, "--webhook-tolerance"),
            (["--webhook-secrets", secrets, "--webhook-tolerance", "-1"], [:], 64, "--webhook-tolerance"),
        ] as [([String], [String: String], Int32, String)] {
            let refused = try refusal(options, environment)
            #expect(refused.0 == status && refused.1.contains(part), "\(refused)")
            #expect(!refused.1.contains("wsec_secret"))
        }
    }

    @Test func `recorded webhooks are accepted with a tolerance, and the log tells no secret`() throws {
        let body = #"{"type":"post_call_audio","data":{"text":"private"}}"#
        let minute = Int(Date().timeIntervalSince1970) * 1_000 - 3_600_000
        func answer(_ options: String..., parameters: String) throws -> (answer: String, log: String) {
            let program = try Program(
                arguments: ["--database", ":memory:", "--webhook-secrets", secrets, "--log-level", "info"] + options,
                environment: [:])
            let session = #""session":{"userId":"kp_alice"}"#
            let answer = try program.call(
                #"{"jsonrpc":"2.0","id":1,"method":"ingestVoiceInterviewWebhook","params":{\#(session),\#(parameters)}}"#
            )
            try program.endInput()
            #expect(try program.status() == 0)
            return (answer, program.errorText())
        }
        let old = WebhookMint.elevenLabs.parameters(body, at: minute)
        let refused = try answer(parameters: old)
        #expect(refused.answer.contains(#""kind":"webhookRejected","reason":"tooOld""#))
        #expect(refused.log.contains("warning webhook rejected reason=tooOld vendor=elevenlabs"))
        #expect(refused.log.contains("info webhook secrets read path=\(secrets) secrets=3"))
        for tolerance in ["none", "4000"] {
            let accepted = try answer("--webhook-tolerance", tolerance, parameters: old)
            #expect(accepted.answer.contains(#""outcome":"ignored""#), "\(accepted.answer)")
        }
        let secret = #""vendor":"vapi","body":"{}","signature":"vapi-secret""#
        #expect(try answer(parameters: secret).answer.contains(#""code":-32602"#))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: secrets)
        let readable = try answer(parameters: secret)
        #expect(readable.log.contains("warning the webhook secrets can be read by other users path="))
        for text in [refused.log, readable.log] {
            for secret in ["vapi-secret", "wsec_test_secret", "test-api-key", "private", "kp_alice"] {
                #expect(!text.contains(secret))
            }
        }
    }
}
