// What is given out is read again to the same turns, and a conversation is the same in any envelope and order.

import JSON
import Testing
import ToolSupport

@testable import Insight

/// A conversation of random turns with what makes reading difficult.
private struct RandomConversation {
    var random: SplitMix64
    private static let sayings = [
        "What is a B-tree?", "Is 1 < 2 & 3 --> 4?", "I used three tools: React, Node & Swift.", "Time: it takes long.",
        "**Bold** and _not_ `code`", "1. First\n2. Second", "# No title", "Ünïcode, 你好, שלום", "Um, well… yes.",
        "&amp; &lt;v Max&gt;",
        "<v Max>Hello</v>", "- a dash\n> a quote", "C:\\Users\\me", "[00:00:03] was the time", "10:30", "{\"a\": [1]}",
        "\"quoted\"",
    ]

    mutating func turns(withTimes: Bool) -> [Turn] {
        var clock = 0.0
        let names = ["Léa M.", "Speaker 2"]
        return (0..<Int.random(in: 8...14, using: &random)).map { index in
            let speaker: Speaker? = [.interviewer, .candidate, nil][index % 3]
            let name = speaker == nil ? names[index / 3 % 2] : nil
            clock += Double.random(in: 0.1...4, using: &random).rounded(toPlaces: 3)
            let start = clock.rounded(toPlaces: 3)
            clock += Double.random(in: 0.5...9, using: &random).rounded(toPlaces: 3)
            let text = Self.sayings.randomElement(using: &random) ?? ""
            return Turn(
                speaker, name: name, text, start: withTimes ? start : nil,
                end: withTimes ? clock.rounded(toPlaces: 3) : nil)
        }
    }
}

extension Turn {
    /// The turn as `format` can hold it: on one line in captions, and without times in texts.
    fileprivate func held(by format: TranscriptFormat) -> Turn {
        switch format {
        case .turns: self
        case .vtt, .srt: Turn(speaker, name: name, text.onOneLine, start: start, end: end)
        case .text: Turn(speaker, name: name, text)
        case .markdown: Turn(speaker, name: name, text, start: start?.rounded(.down))
        }
    }
}

@Suite struct RoundTripTests {
    private func readAgain(_ turns: [Turn], _ format: TranscriptFormat) -> Conversation {
        let written = TranscriptRendering(of: Conversation(.plainText, turns, .exact), as: format)
        guard let text = written.text else { return conversation(json(of: turns)) }
        return conversation(quoted(text))
    }

    private func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The turns as `getVoiceInterviewTranscript` gives them.
    private func json(of turns: [Turn]) -> String {
        let items = turns.enumerated().map { index, turn in
            var item = #"{"index":\#(index)"#
            if let speaker = turn.speaker { item += #","speaker":"\#(speaker.rawValue)""# }
            if let name = turn.name { item += #","name":\#(quoted(name))"# }
            item += #","text":\#(quoted(turn.text))"#
            if let start = turn.start { item += #","start":\#(start)"# }
            if let end = turn.end { item += #","end":\#(end)"# }
            return item + "}"
        }
        return "[\(items.joined(separator: ","))]"
    }

    @Test(arguments: [TranscriptFormat.turns, .vtt, .markdown]) func `every turn is read again`(
        _ format: TranscriptFormat
    ) {
        for seed in 0..<100 {
            var random = RandomConversation(random: SplitMix64(seed: UInt64(seed)))
            let turns = random.turns(withTimes: seed % 4 > 0)
            #expect(readAgain(turns, format).turns == turns.map { $0.held(by: format) }, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<500) func `a conversation is the same in any envelope and order`(_ seed: Int) {
        var disguise = Disguise(random: SplitMix64(seed: UInt64(seed)))
        let json = disguise.json(of: Disguise.conversation)
        #expect(conversation(json).turns == Disguise.conversation, "\(json)")
    }
}

/// Hands over one conversation in a random form: its elements in any order, with any of the names for their members, and
/// what contains them.
private struct Disguise {
    var random: SplitMix64

    static let conversation = [
        Turn(.interviewer, "Good morning, and welcome to this interview.", start: 0.5, end: 3.25),
        Turn(.candidate, "Good morning. Thank you for having me.", start: 4, end: 6.5),
        Turn(.interviewer, "What is the difference between a list and a tree?", start: 7, end: 10.125),
        Turn(.candidate, "A list is flat: one thing after another.\nA tree has \"branches\".", start: 11, end: 17.5),
        Turn(.interviewer, "And when would you use one?", start: 18.25, end: 20),
        Turn(.candidate, "For searching, because it takes fewer steps.", start: 20.5, end: 24.75),
    ]

    private mutating func any(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    mutating func json(of turns: [Turn]) -> String {
        let who = any(["role", "speaker", "Speaker", "source", "sender", "from", "participant_role"])
        let what = any(["text", "message", "content", "transcript", "Content", "utterance", "original_text"])
        let (start, end, unit) =
            [
                ("start", "end", 1.0), ("start_time", "end_time", 1), ("startTime", "endTime", 1000),
                ("start_ms", "end_ms", 1000), ("BeginOffsetMillis", "EndOffsetMillis", 1000), ("begin", "end", 1000),
            ].randomElement(using: &random) ?? ("start", "end", 1)
        let candidate = any(["user", "human", "candidate", "Customer", "USER", "MESSAGE_ROLE_USER"])
        let interviewer = any(["assistant", "agent", "bot", "AI", "model", "Interviewer", "MESSAGE_ROLE_AGENT"])
        var elements = turns.map { turn in
            var members =
                [
                    "\(Self.quoted(who)):\(Self.quoted(turn.speaker == .candidate ? candidate : interviewer))",
                    "\(Self.quoted(what)):\(Self.quoted(turn.text))",
                    "\(Self.quoted(start)):\((turn.start ?? 0) * unit)",
                    "\(Self.quoted(end)):\((turn.end ?? 0) * unit)",
                ]
                + [#""confidence":0.9"#, #""id":"x""#, #""tool_calls":[]"#, #""metadata":{"a":null}"#].shuffled(
                    using: &random
                ).prefix(2)
            members.shuffle(using: &random)
            return "{\(members.joined(separator: ","))}"
        }
        elements += [#"{"role":"system","content":"Be strict."}"#, #"{"type":"tool_call","name":"end"}"#, "null"]
            .shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))
        elements.shuffle(using: &random)
        var json = "[\(elements.joined(separator: ","))]"
        for _ in 0..<Int.random(in: 0...4, using: &random) { json = wrapped(json) }
        return json
    }

    private mutating func wrapped(_ json: String) -> String {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let name = any(["body", "message", "data", "call", "artifact", "result", "conversation", "transcript", "x"])
            let sibling = any([#""id":"c1""#, #""cost":1.5"#, #""analysis":{"summary":"Short."}"#, #""ended":true"#])
            let members = [#""\#(name)":\#(json)"#, sibling].shuffled(using: &random)
            return "{\(members.joined(separator: ","))}"
        case 1: return "[\(json)]"
        case 2 where json.utf8.count < 4_000: return Self.quoted(json)
        default: return json.hasPrefix("\"") ? json : Self.quoted("```json\n\(json)\n```")
        }
    }
}
