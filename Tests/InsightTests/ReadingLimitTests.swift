// What is read of a conversation is bounded, and a conversation that has more says so.

import JSON
import Testing

@testable import Insight

@Suite struct ReadingLimitTests {
    private static func turns(_ count: Int, saying text: String = "a", speaker: String = "user") -> String {
        "[" + repeatElement(#"{"role":"\#(speaker)","content":"\#(text)"}"#, count: count).joined(separator: ",") + "]"
    }

    private func bytes(_ conversation: Conversation) -> Int {
        conversation.turns.reduce(0) { $0 + $1.text.utf8.count }
    }

    @Test func `as many turns are read as a conversation may have`() {
        let most = ReadingLimits.turns
        for (count, isTruncated) in [(most, false), (most + 1, true)] {
            let texts = [
                Self.turns(count), #"{"transcript":\#(Self.turns(count))}"#,
                "\"" + String(repeating: #"User: a\n"#, count: count) + "\"",
                #""WEBVTT\n\n"# + String(repeating: #"00:01.000 --> 00:02.000\nUser: a\n\n"#, count: count) + "\"",
            ]
            for text in texts {
                let read = conversation(text)
                #expect(read.turns.count == most && read.isTruncated == isTruncated, "\(text.prefix(20))")
            }
        }
    }

    @Test func `as much speech is read as a conversation may have, and the last turn is cut`() {
        let most = ReadingLimits.speechBytes
        for (more, isTruncated) in [(0, false), (1, true)] {
            let long = conversation(Self.turns(1, saying: String(repeating: "a", count: most + more)))
            #expect(bytes(long) == most && long.isTruncated == isTruncated)
            let several = conversation(Self.turns(most / 1_024 + more, saying: String(repeating: "a", count: 1_024)))
            #expect(bytes(several) == most && several.isTruncated == isTruncated)
            let plain = conversation("\"" + String(repeating: "a", count: most + more) + "\"")
            #expect(bytes(plain) == most && plain.isTruncated == isTruncated)
        }
        let scalars = conversation(Self.turns(1, saying: "a" + String(repeating: "\u{6F22}", count: most / 3 + 1)))
        #expect(bytes(scalars) == most / 3 * 3 + 1 && scalars.isTruncated)
        let whole = String(repeating: #"\u00e1"#, count: most / 2)
        #expect(bytes(conversation(Self.turns(1, saying: whole))) == most)
    }

    @Test func `joined conversations have the turns and the speech of one`() {
        let half = Array(Self.turns(ReadingLimits.turns / 2).utf8)
        func joined(_ texts: [[UInt8]]) -> Conversation {
            let budget = ReadingBudget()
            return Conversation(
                joining: texts.map { ConversationPart(Conversation(reading: $0, within: budget), duration: 1) })
        }
        let whole = joined([half, half])
        #expect(whole.turns.count == ReadingLimits.turns && !whole.isTruncated)
        let more = joined([half, half, Array(Self.turns(1).utf8)])
        #expect(more.turns.count == ReadingLimits.turns && more.isTruncated && more.source == whole.source)
        let long = Array(Self.turns(1, saying: String(repeating: "a", count: ReadingLimits.speechBytes - 1)).utf8)
        #expect(bytes(joined([long, Array(Self.turns(2).utf8)])) == ReadingLimits.speechBytes)
        #expect(joined([long, Array(Self.turns(2).utf8)]).isTruncated)
        #expect(!joined([long, Array(Self.turns(1).utf8)]).isTruncated)
    }

    @Test func `another source of the same interview has turns of its own`() {
        let budget = ReadingBudget()
        for _ in 0..<2 {
            budget.beginSource()
            let read = Conversation(reading: Array(Self.turns(ReadingLimits.turns).utf8), within: budget)
            #expect(read.turns.count == ReadingLimits.turns && !read.isTruncated)
        }
    }

    @Test func `live turns are read up to the limits`() {
        let turn = Array(#"{"speaker":"candidate","text":"a"}"#.utf8)
        for (more, isTruncated) in [(0, false), (1, true)] {
            let turns = Array(repeating: turn, count: ReadingLimits.turns + more)
            let read = Conversation(liveTurns: turns)
            #expect(read.turns.count == ReadingLimits.turns && read.isTruncated == isTruncated && read.source == .turns)
        }
    }

    @Test func `a text with more values than are looked at has an unknown form`() {
        // The array has one node, each number another.
        func numbers(_ count: Int) -> String { "[" + repeatElement("0", count: count).joined(separator: ",") + "]" }
        let most = conversation(numbers(ReadingLimits.values - 1))
        #expect(most.source == .unknown && !most.isTruncated)
        let read = conversation(numbers(ReadingLimits.values))
        #expect(read.source == .unknown && read.isTruncated && read.turns.isEmpty)
        // JSON that is too long is not taken for what was said.
        let wrapped = conversation("\"" + numbers(ReadingLimits.values) + "\"")
        #expect(wrapped.source == .unknown && wrapped.isTruncated && wrapped.turns.isEmpty)
    }

    @Test func `three hours with times for each word are read whole`() {
        let words = (0..<15).map { #"{"word":"word\#($0)","start":1.25,"end":1.5,"confidence":0.99}"# }
        let turn =
            #"{"role":"user","content":"\#(String(repeating: "word ", count: 15))","words":[\#(words.joined(separator: ","))]}"#
        let turns = "[" + repeatElement(turn, count: 2_000).joined(separator: ",") + "]"
        let read = conversation(#"{"call":{"transcript_object":\#(turns),"transcript_with_tool_calls":\#(turns)}}"#)
        #expect(read.turns.count == 2_000 && !read.isTruncated && read.source == .retell)
    }

    /// - Parameter looks: how often each element is looked at: again, if the list has no turns.
    @Test(arguments: [
        (#"{"speaker":"x","text":"aaa"}"#, 1), (#"{"item_id":"a","text":""}"#, 2), ("{}", 2), (#"{"question":"a"}"#, 2),
    ]) func `lists among which the conversation is sought share one budget`(_ element: String, _ looks: Int) {
        let list = "[" + repeatElement(element, count: 1_000).joined(separator: ",") + "]"
        let one = ReadingBudget()
        _ = Conversation(reading: Array(list.utf8), within: one)
        #expect(ReadingLimits.elements - one.elements == 1_000 * looks && !one.isExhausted)
        // Nested in each other, each list with those in it.
        var lists = list
        for _ in 0..<5 { lists = "[" + repeatElement(element, count: 1_000).joined(separator: ",") + ",\(lists)]" }
        let nested = ReadingBudget()
        _ = Conversation(reading: Array(lists.utf8), within: nested)
        #expect(ReadingLimits.elements - nested.elements == 6_000 * looks)
        let many = "[" + repeatElement(#"{"turns":\#(list)}"#, count: 110).joined(separator: ",") + "]"
        let budget = ReadingBudget()
        let read = Conversation(reading: Array(many.utf8), within: budget)
        #expect(budget.elements == 0 && read.isTruncated)
    }

    @Test func `texts among which the conversation is sought share one budget`() {
        let text = #""text":"A: b\nC: d\nA: e""#
        let texts = "{" + repeatElement(text, count: 20_000).joined(separator: ",") + "}"
        let read = conversation(texts)
        #expect(read.isTruncated && read.turns.map(\.text) == ["b", "d", "e"])
        let long =
            "{"
            + repeatElement(#""text":"A: \#(String(repeating: "b", count: 500_000))\nA: c""#, count: 10)
            .joined(separator: ",") + "}"
        let budget = ReadingBudget()
        _ = Conversation(reading: Array(long.utf8), within: budget)
        #expect(budget.isExhausted && budget.text == 0)
    }

    @Test func `JSON in strings shares one budget`() {
        let string = #"{"x":"[\"\#(String(repeating: "b", count: 1_000_000))\"]"}"#
        let strings = "[" + repeatElement(string, count: 9).joined(separator: ",") + "]"
        let budget = ReadingBudget()
        let read = Conversation(reading: Array(strings.utf8), within: budget)
        #expect(read.isTruncated && budget.isExhausted && budget.refusals == 1)
    }

    @Test func `a truncated conversation is told in every format, and has no figures`() {
        let read = conversation(Self.turns(ReadingLimits.turns + 1))
        for format in TranscriptFormat.allCases {
            let rendering = TranscriptRendering(of: read, as: format)
            #expect((rendering.turns?.count ?? ReadingLimits.turns) == ReadingLimits.turns)
            #expect(rendering.source == .retell && (format == .turns) == (rendering.text == nil))
        }
        let metrics = SpeechMetrics(of: read, technologies: ["Swift"])
        #expect(metrics.leftOut.count == 14 && metrics.leftOut.allSatisfy { $0.reason == .tooLong })
    }
}
