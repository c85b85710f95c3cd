// Makes almost valid requests from valid ones.

internal import ToolSupport

/// A source of byte streams that a seed determines.
struct Mutator {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// A few lines, most of them mutated.
    mutating func stream() -> [UInt8] {
        var stream: [UInt8] = []
        for _ in 0..<(1 + random.below(4)) {
            stream += line()
            stream += Array(random.pick(["\n", "\n", "\n", "\r\n", "\n\n", ""]).utf8)
        }
        return stream
    }

    /// How a stream of so many bytes is cut when it arrives.
    mutating func chunks(_ count: Int) -> [Range<Int>] {
        var cuts = Set([0, count])
        for _ in 0..<random.below(4) { cuts.insert(random.below(count + 1)) }
        let sorted = cuts.sorted()
        return zip(sorted, sorted.dropFirst()).map { $0..<$1 }
    }

    private mutating func line() -> [UInt8] {
        var line = Array(random.pick(Self.requests).utf8)
        if random.below(8) == 0 {
            line = Array("[".utf8) + line + Array(",".utf8) + Array(random.pick(Self.requests).utf8) + Array("]".utf8)
        }
        for _ in 0..<random.below(6) { mutate(&line) }
        return line
    }

    private mutating func mutate(_ line: inout [UInt8]) {
        let start = random.below(line.count + 1)
        let end = min(line.count, start + random.below(12))
        switch random.below(8) {
        case 0: if start < line.count { line[start] ^= UInt8(1 << random.below(8)) }
        case 1: line.insert(UInt8(random.below(256)), at: start)
        case 2: line.removeSubrange(start..<end)
        case 3: line.insert(contentsOf: line[start..<end], at: start)
        case 4: line.replaceSubrange(start..<end, with: Array(random.pick(Self.tokens).utf8))
        case 5: line.insert(contentsOf: random.pick(Self.brokenUTF8), at: start)
        case 6: replaceValue(in: &line)
        default: line = Array(line.prefix(start))
        }
    }

    /// Puts another value where one begins, so that many mutations stay JSON and reach what lies behind the reader.
    private mutating func replaceValue(in line: inout [UInt8]) {
        let colons = line.indices.filter { line[$0] == UInt8(ascii: ":") }
        guard !colons.isEmpty else { return }
        let start = random.pick(colons) + 1
        let end = line[start...].firstIndex { ",}]".utf8.contains($0) } ?? line.count
        line.replaceSubrange(start..<end, with: Array(random.pick(Self.values).utf8))
    }
}

extension Mutator {
    /// Vapi's webhooks may have the secret itself in place of a signature, so that mutated bodies are read, too.
    static let webhookSecret = "webhook-secret"

    private static let id = "00000000-0000-7000-8000-000000000001"

    private static let requests = [
        #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":{"session":{"userId":"u"},"technologies":["Swift","é"],"context":"c","duration":30}}"#,
        #"{"jsonrpc":"2.0","id":"a","method":"createVoiceInterview","params":[{"userId":"u"},[],"",1.0]}"#,
        #"{"jsonrpc":"2.0","method":"createVoiceInterview","params":[{"userId":"v"},["x"],"\u00e9\ud83d\ude00",3e1]}"#,
        #"{"jsonrpc":"2.0","id":2,"method":"updateVoiceInterviewStatus","params":{"session":{"userId":"u"},"interviewId":"\#(id)","status":"active","conversationId":"c"}}"#,
        #"{"jsonrpc":"2.0","id":3,"method":"saveVoiceInterviewTranscription","params":{"session":{"userId":"u"},"interviewId":"\#(id)","transcription":[{"t":"\u2028\u0000\ud800"},1.50],"actualDuration":1.5,"feedback":{"a":[]},"score":7}}"#,
        #"{"jsonrpc":"2.0","id":4,"method":"getUserVoiceInterviews","params":{"session":{"userId":"u"},"limit":2,"status":["pending","active"],"technology":"swift","startedAfter":"2026-01-01T00:00:00Z"}}"#,
        #"{"jsonrpc":"2.0","id":5,"method":"getVoiceInterviewById","params":{"session":{"userId":"u"},"interviewId":"\#(id)"}}"#,
        #"{"jsonrpc":"2.0","id":null,"method":"getVoiceInterviewStats","params":{"session":{"userId":"u"},"_meta":{}}}"#,
        #"{"jsonrpc":"2.0","id":3.5,"method":"saveVoiceInterviewTranscription","params":{"session":{"userId":"u"},"interviewId":"\#(id)","transcription":{"transcript":[{"role":"agent","message":"A <b> --> ?","time_in_call_secs":0},{"role":"user","message":"Um, éco\n\ud83d\ude00","time_in_call_secs":2.5}]},"actualDuration":9,"feedback":{"note":"12/20","points_forts":["a"]}}}"#,
        #"{"jsonrpc":"2.0","id":"t","method":"getVoiceInterviewTranscript","params":{"session":{"userId":"u"},"interviewId":"\#(id)","format":"vtt"}}"#,
        #"{"jsonrpc":"2.0","id":"m","method":"getVoiceInterviewMetrics","params":{"session":{"userId":"u"},"interviewId":"\#(id)"}}"#,
        #"{"jsonrpc":"2.0","id":"p","method":"getVoiceInterviewProgress","params":{"session":{"userId":"u"},"timeZone":"Europe/Paris","startedAfter":"2026-01-01T00:00:00Z"}}"#,
        #"{"jsonrpc":"2.0","id":"s","method":"searchVoiceInterviews","params":{"session":{"userId":"u"},"query":"éco b","limit":1}}"#,
        #"{"jsonrpc":"2.0","id":"d","method":"deleteVoiceInterview","params":{"session":{"userId":"u"},"interviewId":"00000000-0000-7000-8000-000000000002"}}"#,
        #"{"jsonrpc":"2.0","id":"l","method":"appendVoiceInterviewTurns","params":{"session":{"userId":"u"},"interviewId":"\#(id)","turns":[{"key":"1","speaker":"candidate","text":"Um \ud800","start":0.5,"end":1},{"key":"é","speaker":"interviewer","text":"","conversationId":"c"}]}}"#,
        #"{"jsonrpc":"2.0","id":"w","method":"ingestVoiceInterviewWebhook","params":{"session":{"userId":"u"},"vendor":"vapi","body":"{\"message\":{\"type\":\"end-of-call-report\",\"call\":{\"id\":\"c\"},\"startedAt\":\"2026-01-01T00:00:00Z\",\"durationSeconds\":7.5,\"artifact\":{\"messages\":[{\"role\":\"user\",\"message\":\"Um\"}]}}}","signature":"\#(webhookSecret)","interviewId":"\#(id)"}}"#,
        #"{"jsonrpc":"2.0","id":"e","method":"ingestVoiceInterviewWebhook","params":{"session":{"userId":"u"},"vendor":"elevenlabs","body":"{\"type\":\"call_initiation_failure\",\"data\":{\"conversation_id\":\"c\"}}","signature":"t=1767225600,v0=00"}}"#,
        #"{"jsonrpc":"2.0","id":"r","method":"saveVoiceInterviewFeedback","params":{"session":{"userId":"u"},"interviewId":"\#(id)","feedback":{"summary":"\ud800","strengths":[{"point":"a","quote":{"turn":1,"text":"b"}}]},"score":1e1}}"#,
        #"{"jsonrpc":"2.0","id":"g","method":"generateVoiceInterviewFeedback","params":{"session":{"userId":"u"},"interviewId":"\#(id)","language":"fr-CA"}}"#,
        #"{"jsonrpc":"2.0","id":"c","method":"getUserVoiceInterviews","params":{"session":{"userId":"u"},"conversationId":"c"}}"#,
        #"{"jsonrpc":"2.0","id":"f","method":"getVoiceInterviewTranscript","params":{"session":{"userId":"u"},"interviewId":"\#(id)","from":"vendor"}}"#,
        #"{"jsonrpc":"2.0","id":-1e5,"method":"rpc.discover"}"#,
        #"{"jsonrpc":"2.0","id":6,"result":{}}"#,
        #"{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-03-26","capabilities":{}}}"#,
        #"{"jsonrpc":"2.0","id":"b","method":"tools/call","params":{"name":"createVoiceInterview","arguments":{"technologies":["a"],"context":"c","duration":3},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#,
        #"{"jsonrpc":"2.0","id":8,"method":"resources/read","params":{"uri":"voice-interview:///\#(id)"}}"#,
        #"{"jsonrpc":"2.0","id":9,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"voice-interview:///{id}"},"argument":{"name":"id","value":"0"}}}"#,
        #"{"jsonrpc":"2.0","id":10,"method":"prompts/get","params":{"name":"review-interview","arguments":{"interviewId":"\#(id)"}}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
        #"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":2}}"#,
        "[]", "\u{FEFF}", "",
    ]

    private static let tokens = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000", "\\u2028", "\u{2028}",
        "\u{85}",
        "\u{0}", "\u{1F}", "\t", "\r", "\n", " ", "e", "E", ".", "-", "0", "1e999", "null", "true", "NaN", "\u{10FFFF}",
        String(repeating: "[", count: 130), String(repeating: "{\"a\":", count: 130),
        String(repeating: "9", count: 400),
    ]

    private static let values = [
        "null", "true", "0", "-0", "1.5", "1e400", "18446744073709551616", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]",
        "{}",
        "[[]]", "{\"a\":1,\"a\":2}", "\"\u{2029}\"", "\"" + String(repeating: "x", count: 300) + "\"", "[null]",
        "[1,2,3,4,5,6]",
    ]

    private static let brokenUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0xAF], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE],
    ]
}
