// Signatures of webhooks: golden vectors, every change of one character, and times.

import Files
import Foundation
import Insight
import Synchronization
import TestSupport
import Testing

@testable import Webhooks

/// Secrets of all vendors, in a file.
struct SecretsFile {
    let folder: TestFolder
    var path: String { folder.file("secrets.json") }

    static let text =
        #"{"elevenlabs":["wsec_other","wsec_test_secret"],"retell":["test-api-key"],"vapi":["vapi-secret"]}"#

    init(_ text: String = text) throws {
        folder = try TestFolder()
        try write(text)
    }

    func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
}

/// A webhook of which the vendor's documentation, or its own tests, give the signature.
struct GoldenWebhook: Sendable {
    let vendor: Vendor
    let body: String
    let header: String

    /// In milliseconds.
    let signedAt: Int

    static let all = [
        GoldenWebhook(
            vendor: .elevenlabs,
            body:
                #"{"type":"post_call_transcription","event_timestamp":1739537297,"data":{"agent_id":"xyz","conversation_id":"abc","status":"done"}}"#,
            header: "t=1739537297,v0=98e19ab93a5b68dcdea683ff9e66a2a0b4cd1eda5d1629e173891011e7f3c56e",
            signedAt: 1_739_537_297_000),
        GoldenWebhook(
            vendor: .retell, body: #"{"event":"call_ended"}"#,
            header: "v=1700000000000,d=07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e",
            signedAt: 1_700_000_000_000),
        // Computed by Python's hmac from the documented rule.
        GoldenWebhook(
            vendor: .vapi, body: #"{"message":{"type":"end-of-call-report"}}"#,
            header: "7392c483e2feac27b5dc858ee8a555a8b7acc7d95f85a5b237e99f1853ed0c1f", signedAt: 1_700_000_000_000),
    ]

    func outcome(
        of secrets: WebhookSecrets, header: String? = nil, body: String? = nil, after seconds: Int = 0
    ) -> String {
        let now = Instant(milliseconds: signedAt + seconds * 1_000)
        do throws(WebhookRejection) {
            let webhook = try secrets.verify(header ?? self.header, of: vendor, for: body ?? self.body, at: now)
            return webhook == nil ? "notConfigured" : "accepted"
        } catch {
            return error.rawValue
        }
    }
}

@Suite struct SignatureTests {
    private let file: SecretsFile
    private let secrets: WebhookSecrets

    init() throws {
        file = try SecretsFile()
        secrets = try WebhookSecrets(path: file.path)
    }

    @Test(arguments: GoldenWebhook.all) func `a golden vector is accepted, in either case`(_ golden: GoldenWebhook) {
        #expect(golden.outcome(of: secrets) == "accepted")
        let (name, code) = (golden.header.prefix { $0 != "=" }, golden.header.suffix(64))
        let upper = golden.header.dropLast(64) + code.uppercased()
        #expect(golden.outcome(of: secrets, header: String(upper)) == "accepted", "\(name)")
    }

    /// Substitutions, insertions and deletions, and the exchange of two neighbours. The case of hexadecimal digits is no
    /// change.
    @Test(arguments: GoldenWebhook.all) func `every change of one character is refused`(_ golden: GoldenWebhook) {
        let characters = (0x20...0x7E).map { Character(Unicode.Scalar(UInt8($0))) } + ["\u{e9}", "\n", "\u{0}"]
        func expectRefusals(of whole: String, exceptCaseOf digits: Int, _ outcome: (String) -> String) {
            let text = Array(whole)
            var accepted: Set<String> = []
            for index in 0...text.count {
                var changed: [[Character]] = characters.map { text[..<index] + [$0] + text[index...] }
                if index < text.count {
                    changed += characters.map { text[..<index] + [$0] + text[(index + 1)...] }
                    changed.append(Array(text[..<index] + text[(index + 1)...]))
                }
                if index + 1 < text.count {
                    changed.append(text[..<index] + [text[index + 1], text[index]] + text[(index + 2)...])
                }
                for changed in changed.map({ String($0) })
                where changed.dropLast(digits) != whole.dropLast(digits)
                    || changed.suffix(digits).lowercased() != whole.suffix(digits)
                {
                    if outcome(changed) == "accepted" { accepted.insert(changed) }
                }
            }
            #expect(accepted == [])
        }
        expectRefusals(of: golden.header, exceptCaseOf: 64) { golden.outcome(of: secrets, header: $0) }
        let short = Array(golden.body.prefix(40))
        expectRefusals(of: String(short), exceptCaseOf: 0) {
            golden.outcome(of: secrets, body: $0 + golden.body.dropFirst(short.count))
        }
    }

    @Test(arguments: [
        (Vendor.elevenlabs, 1_800, 300), (.retell, 300, 300),
    ]) func `a signature is accepted in the window of its vendor`(_ vendor: Vendor, _ back: Int, _ ahead: Int) throws {
        let golden = try #require(GoldenWebhook.all.first { $0.vendor == vendor })
        for (seconds, outcome) in [
            (back, "accepted"), (back + 1, "tooOld"), (-ahead, "accepted"), (-ahead - 1, "tooNew"),
        ] { #expect(golden.outcome(of: secrets, after: seconds) == outcome) }
        let wide = try WebhookSecrets(path: file.path, tolerance: .seconds(5))
        #expect(golden.outcome(of: wide, after: 5) == "accepted" && golden.outcome(of: wide, after: 6) == "tooOld")
        #expect(golden.outcome(of: wide, after: -5) == "accepted" && golden.outcome(of: wide, after: -6) == "tooNew")
        let unlimited = try WebhookSecrets(path: file.path, tolerance: .unlimited)
        for seconds in [1_000_000_000, -1_000_000_000] {
            #expect(golden.outcome(of: unlimited, after: seconds) == "accepted")
        }
        // A forged signature is not told that it is old.
        #expect(golden.outcome(of: secrets, body: golden.body + " ", after: back + 1) == "badSignature")
    }

    @Test func `any of several codes of ElevenLabs is enough, and other items are ignored`() throws {
        let golden = GoldenWebhook.all[0]
        let code = golden.header.suffix(64)
        let other = String(repeating: "0", count: 64)
        for (header, outcome) in [
            ("t=1739537297,v0=\(other),v0=\(code)", "accepted"), ("v0=\(code),t=1739537297", "accepted"),
            ("t=1739537297,v0=\(code),v1=x", "accepted"), ("t=1739537297,v0=\(other)", "badSignature"),
            ("t=1739537297,t=1739537297,v0=\(code)", "malformed"), ("t=1739537297", "malformed"),
            ("v0=\(code)", "malformed"), ("t=1739537297,v0=\(code),v0=\(code.dropLast())", "malformed"),
            ("t=1739537297, v0=\(code)", "malformed"), ("t=+1739537297,v0=\(code)", "malformed"),
            ("t=1739537297.0,v0=\(code)", "malformed"), ("t=,v0=\(code)", "malformed"), ("=,v0=\(code)", "malformed"),
            ("", "malformed"), ("t=99999999999999999999,v0=\(code)", "malformed"),
        ] { #expect(golden.outcome(of: secrets, header: header) == outcome, "\(header)") }
    }

    @Test func `Vapi's secret itself is accepted, and nothing like it`() {
        let golden = GoldenWebhook.all[2]
        for (header, outcome) in [
            ("vapi-secret", "accepted"), ("Bearer vapi-secret", "accepted"), ("vapi-secre", "badSignature"),
            ("vapi-secret ", "badSignature"), ("bearer vapi-secret", "accepted"), ("", "malformed"),
            ("Bearer ", "malformed"), ("wsec_test_secret", "badSignature"), ("Vapi-secret", "badSignature"),
        ] { #expect(golden.outcome(of: secrets, header: header) == outcome, "\(header)") }
    }

    @Test func `the secret of another vendor is not accepted`() throws {
        let file = try SecretsFile(#"{"elevenlabs":["test-api-key"],"retell":["wsec_test_secret"],"vapi":[]}"#)
        let secrets = try WebhookSecrets(path: file.path)
        #expect(GoldenWebhook.all.map { $0.outcome(of: secrets) } == ["badSignature", "badSignature", "notConfigured"])
    }
}

/// The events that were reported.
private final class Events: Sendable {
    private let events = Mutex<[WebhookSecretsEvent]>([])

    var all: [WebhookSecretsEvent] { events.withLock { $0 } }

    func add(_ event: WebhookSecretsEvent) { events.withLock { $0.append(event) } }
}

@Suite struct WebhookSecretsTests {
    @Test(arguments: [
        "", "[]", "{", #"{"elevenlabs":"x"}"#, #"{"elevenlabs":[""]}"#, #"{"elevenlabs":[7]}"#, #"{"eleven":[]}"#,
        #"{"vapi":[],"vapi":[]}"#, #"{"vapi":["\ud800"]}"#, #"{"vapi":{"a":"b"}}"#,
    ]) func `a file that is not one of secrets is refused`(_ text: String) throws {
        let file = try SecretsFile(text)
        #expect(throws: WebhookSecretsFailure.self) { try WebhookSecrets(path: file.path) }
    }

    @Test func `a missing file, a folder and a long file are refused`() throws {
        let file = try SecretsFile(String(repeating: " ", count: 65_536) + "{}")
        #expect(throws: WebhookSecretsFailure.file(.tooLarge(limit: 65_536))) { try WebhookSecrets(path: file.path) }
        #expect(throws: WebhookSecretsFailure.file(.notARegularFile)) { try WebhookSecrets(path: file.folder.path) }
        #expect(throws: WebhookSecretsFailure.self) { try WebhookSecrets(path: file.path + "x") }
    }

    @Test func `a changed file is read again; an unusable one leaves the secrets in use, and is told once`() throws {
        let file = try SecretsFile(#"{"vapi":["old"]}"#)
        let events = Events()
        let secrets = try WebhookSecrets(path: file.path) { events.add($0) }
        let golden = GoldenWebhook.all[2]
        #expect(golden.outcome(of: secrets, header: "old") == "accepted")
        try file.write(#"{"vapi":["old","new"]}"#)
        #expect(golden.outcome(of: secrets, header: "new") == "accepted")
        #expect(golden.outcome(of: secrets, header: "old") == "accepted")
        try file.write(#"{"vapi":["new"]}"#)
        #expect(golden.outcome(of: secrets, header: "old") == "badSignature")
        try file.write("oops")
        for _ in 0..<2 { #expect(golden.outcome(of: secrets, header: "new") == "accepted") }
        try file.write("{}")
        #expect(golden.outcome(of: secrets, header: "new") == "notConfigured")
        #expect(events.all.filter { $0 == .failed(.notAnObject) }.count == 1)
        #expect(events.all.contains(.read(secrets: 2)) && events.all.last == .read(secrets: 0))
    }

    @Test func `a file that others can read or write is told of`() throws {
        let file = try SecretsFile()
        for (mode, told) in [
            (0o600, []), (0o640, [.readableByOthers]), (0o604, [.readableByOthers]), (0o602, [.writableByOthers]),
            (0o620, [.writableByOthers]), (0o666, [.readableByOthers, .writableByOthers]),
        ] as [(Int, [WebhookSecretsEvent])] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
            let events = Events()
            _ = try WebhookSecrets(path: file.path) { events.add($0) }
            #expect(events.all.dropLast() == told[...], "\(mode)")
        }
    }
}
