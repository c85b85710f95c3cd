// Runs the scripts of `Tests/Scripts` in memory.

import Foundation
import Interviews
import SQLiteStore
import JSON
import JSONRPC
import TestSupport
import Testing
import Webhooks

@testable import InterviewMethods

/// A service on its own database in memory.
final class TestService {
    let store: SQLiteStore
    let service: Service

    /// A secret of ElevenLabs, with which the example of the webhook is signed.
    static let webhookSecrets = Result {
        let folder = try TestFolder()
        let text = #"{"elevenlabs":["wsec_test_secret"]}"#
        try text.write(toFile: folder.file("secrets.json"), atomically: true, encoding: .utf8)
        return try WebhookSecrets(path: folder.file("secrets.json"))
    }

    convenience init(
        _ sessions: Sessions = .trusted, _ clock: ClockAndIDs = .deterministic, reviewer: Reviewer? = nil
    ) throws {
        try self.init(over: try SQLiteStore(at: .memory, clock: clock), sessions, reviewer)
    }

    init(over store: SQLiteStore, _ sessions: Sessions, _ reviewer: Reviewer? = nil) throws {
        self.store = store
        service = Service(store, sessions, try Self.webhookSecrets.get(), reviewer)
    }

    /// The answer to one request.
    /// - Parameter params: the members of `params`, without braces.
    func call(_ method: String, _ params: String) -> String {
        answers(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(params)}}"#).first ?? ""
    }

    func answers(_ requests: String...) -> [String] {
        var splitter = LineSplitter()
        var answers: [String] = []
        let lines = splitter.split(Array(requests.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")])
        _ = service.answer(lines) { bytes in
            answers += [UInt8](copying: bytes).split(separator: UInt8(ascii: "\n")).map {
                String(decoding: $0, as: UTF8.self)
            }
            return true
        }
        return answers
    }
}

@Suite struct ScriptTests {
    static let files: [String] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Scripts").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { folder + "/" + $0 }
    }()

    @Test func `there are scripts`() {
        #expect(Self.files.count >= 6)
    }

    @Test(arguments: files) func `a script has the expected answers`(_ file: String) throws {
        let script = Script(try String(contentsOfFile: file, encoding: .utf8))
        try #require(!script.steps.isEmpty)
        let service = try TestService()
        for step in script.steps {
            let differences = step.differences(from: service.answers(step.request))
            #expect(differences.isEmpty, "\(file):\(step.lineNumber)")
        }
    }
}
