// Nothing depends on the order in which the sources of one interview arrive, on repetitions, or on kills in between.

import Foundation
import Glibc
import JSON
import TestSupport
import Testing
import ToolSupport

/// Everything that a client and two vendors send about one interview with two conversations.
private enum Delivery: CaseIterable {
    case firstTurns, moreTurns, secondTurns, save, firstRecord, endedRecord, analysedRecord

    /// 2026-01-01T00:00:00Z.
    private static let day = 1_767_225_600_000

    static let said = #"[{"speaker":"ai","text":"Saved."}]"#

    /// The method and its parameters, after `session` and `interviewId`.
    var call: (method: String, parameters: String) {
        switch self {
        case .firstTurns:
            return Self.append("conv_1", [("1", "interviewer", "What is a B-tree?", 0, 2)])
        case .moreTurns:
            return Self.append(
                "conv_1", [("2", "candidate", "A flat tree.", 3, 5), ("3", "interviewer", "And why?", 6, 7)])
        case .secondTurns:
            return Self.append("conv_2", [("1", "candidate", "Fewer seeks.", 1, 2)])
        case .save:
            return (
                "saveVoiceInterviewTranscription",
                #""transcription":\#(Self.said),"actualDuration":95.5,"score":80"#
            )
        case .firstRecord:
            let body = """
                {"type":"post_call_transcription","event_timestamp":1767225700,"data":{"conversation_id":"conv_1",\
                "transcript":[{"role":"agent","message":"What is a B-tree?","time_in_call_secs":0},\
                {"role":"user","message":"A flat tree.","time_in_call_secs":3}],\
                "metadata":{"start_time_unix_secs":1767225602,"call_duration_secs":20}}}
                """
            return Self.ingest(.elevenLabs, body, at: Self.day + 100_000)
        case .endedRecord: return Self.retell("call_ended", "", at: Self.day + 200_000)
        case .analysedRecord:
            // It was sent before: what it knows counts, not its time.
            return Self.retell(
                "call_analyzed", #","call_analysis":{"call_summary":"Good."}"#, at: Self.day + 190_000)
        }
    }

    private static func append(
        _ conversation: String, _ turns: [(key: String, speaker: String, text: String, start: Int, end: Int)]
    ) -> (String, String) {
        let objects = turns.map {
            #"{"key":"\#($0.key)","speaker":"\#($0.speaker)","text":"\#($0.text)","start":\#($0.start),"end":\#($0.end),"conversationId":"\#(conversation)"}"#
        }
        return ("appendVoiceInterviewTurns", #""turns":[\#(objects.joined(separator: ","))]"#)
    }

    private static func retell(_ event: String, _ analysis: String, at time: Int) -> (String, String) {
        let body = """
            {"event":"\(event)","call":{"call_id":"conv_2","call_status":"ended","start_timestamp":1767225660000,\
            "end_timestamp":1767225670000,"transcript_object":[{"role":"user","content":"Fewer seeks.",\
            "words":[{"word":"Fewer seeks.","start":1.5,"end":2.5}]}]\(analysis)}}
            """
        return ingest(.retell, body, at: time)
    }

    private static func ingest(_ mint: WebhookMint, _ body: String, at time: Int) -> (String, String) {
        ("ingestVoiceInterviewWebhook", mint.parameters(body, at: time))
    }
}

/// A program that is killed at any moment, and the interview about which it is told.
private final class KilledProgram {
    private let options: [String]
    private var program: Program
    private var random: SplitMix64
    private(set) var kills = 0
    private var id = ""

    init(_ folder: TestFolder, seed: UInt64) throws {
        let secrets = folder.file("secrets.json")
        try WebhookMint.secrets.write(toFile: secrets, atomically: true, encoding: .utf8)
        // The webhooks are of one day, whenever this runs.
        options = [
            "--database", folder.file("db-\(seed)"), "--webhook-secrets", secrets, "--webhook-tolerance", "none",
            "--log-level", "error",
        ]
        program = try Program(arguments: options)
        random = SplitMix64(seed: seed)
        let created = try ask("createVoiceInterview", #""technologies":["SQLite"],"context":"","duration":30"#, 1)
        id = try #require(created["voiceInterview"]?["id"]?.string)
    }

    private func ask(_ method: String, _ parameters: String, _ number: Int) throws -> JSONSlice {
        let answer = try program.call(line(method, parameters, number))
        return try #require(try JSONText(answer, outlineDepth: 16).root["result"], "\(answer)")
    }

    private func line(_ method: String, _ parameters: String, _ number: Int) -> String {
        let members = [
            #""session":{"userId":"kp_alice"}"#, id.isEmpty ? "" : #""interviewId":"\#(id)""#, parameters,
        ]
        let params = members.filter { !$0.isEmpty }.joined(separator: ",")
        return #"{"jsonrpc":"2.0","id":\#(number),"method":"\#(method)","params":{\#(params)}}"#
    }

    /// Delivers until there is an answer. In one of four attempts, the program is killed before it can be read.
    func deliver(_ delivery: Delivery) throws {
        let (method, parameters) = delivery.call
        while random.below(4) == 0 {
            try program.send(line(method, parameters, 2) + "\n")
            usleep(UInt32(random.below(3_000)))
            program.signal(SIGKILL)
            _ = try program.status()
            kills += 1
            program = try Program(arguments: options)
        }
        _ = try ask(method, parameters, 2)
    }

    /// Everything that can be read of the interview, but for its id and the time at which it ended.
    func sight() throws -> [String] {
        var texts: [String] = []
        for (method, parameters) in [
            ("getVoiceInterviewById", ""), ("getVoiceInterviewTranscript", ""), ("getVoiceInterviewMetrics", ""),
            ("getVoiceInterviewTranscript", #""from":"live""#),
            ("getVoiceInterviewTranscript", #""from":"vendor","format":"vtt""#),
        ] {
            let answer = try program.call(line(method, parameters, 3))
            texts.append(
                answer.replacing(id, with: "ID").replacing(/"(?:started|ended)At":"20(?!26-01-01)[^"]*"/, with: ""))
        }
        for (method, parameters) in [
            ("getVoiceInterviewStats", ""), ("getUserVoiceInterviews", #","conversationId":"conv_1""#),
            ("getUserVoiceInterviews", #","conversationId":"conv_2""#), ("searchVoiceInterviews", #","query":"seeks""#),
        ] {
            let answer = try program.call(
                #"{"jsonrpc":"2.0","id":4,"method":"\#(method)","params":{"session":{"userId":"kp_alice"}\#(parameters)}}"#
            )
            texts.append(
                answer.replacing(id, with: "ID").replacing(/"(?:started|ended)At":"20(?!26-01-01)[^"]*"/, with: ""))
        }
        return texts
    }

    /// When the interview ended; nil if it has not.
    func endedAt() throws -> String? {
        try ask("getVoiceInterviewById", "", 5)["voiceInterview"]?["endedAt"]?.string
    }

    func end() throws {
        try program.endInput()
        #expect(try program.status() == 0)
    }
}

@Suite struct DeliveryOrderTests {
    /// With the client's save and without it, in which case the duration is that of the records.
    @Test(arguments: [true, false])
    func `whatever the order, there is one interview, with one transcript and one end`(_ isSaved: Bool) throws {
        let folder = try TestFolder()
        var first: [String]?
        var kills = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            let program = try KilledProgram(folder, seed: seed)
            let kinds = Delivery.allCases.filter { isSaved || $0 != .save }
            let deliveries = kinds.flatMap { Array(repeating: $0, count: 1 + random.below(3)) }.shuffled(using: &random)
            var end: String?
            for delivery in deliveries {
                try program.deliver(delivery)
                let now = try program.endedAt()
                #expect(end == nil || now == end, "seed \(seed): the end moved")
                end = now
            }
            let sight = try program.sight()
            let isSame = first.map { $0 == sight } ?? true
            #expect(isSame, "seed \(seed), \(deliveries): \(sight) is not \(first ?? [])")
            guard isSame else { return }
            first = sight
            kills += program.kills
            try program.end()
        }
        let whole = try #require(first?.first)
        #expect(whole.contains(#""conversationId":"conv_2","status":"completed""#))
        #expect(whole.contains(isSaved ? #""actualDuration":95.5,"score":80"# : #""actualDuration":30"#))
        #expect(whole.contains(#""summary":"Good.""#) && (first?[1] ?? "").contains(#""from":"vendor""#))
        #expect(kills > 60)
    }
}
