// Transcriptions that were made to cost much are read in time that is linear in their length: anything more would keep
// these tests from ending.

import Testing

@testable import Insight

@Suite struct HostileTranscriptTests {
    private static let bytes = 512 * 1024

    /// `unit` as often as it fits, between a beginning and an end.
    private static func filled(_ beginning: String, _ unit: String, _ end: String) -> String {
        beginning + String(repeating: unit, count: bytes / unit.utf8.count) + end
    }

    private static func numbered(_ beginning: String, _ end: String, _ unit: (Int) -> String) -> String {
        beginning + (0..<bytes / 40).map(unit).joined(separator: ",") + end
    }

    static let transcriptions = [
        filled("[", String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + ",", "0]"),
        filled(
            "[", String(repeating: #"{"message":"#, count: 60) + "1" + String(repeating: "}", count: 60) + ",", "0]"),
        filled("[{", #""role":"x","#, #""content":"a"}]"#),
        numbered("[{", #","content":"a"}]"#) { #""n\#($0)":"x""# },
        numbered("[", "]") { #"{"role":"x\#($0)","content":"a","start":\#(bytes - $0)}"# },
        numbered("[", "]") { #"{"item_id":"\#($0)","role":"user","text":"a"}"# },
        filled("[", #"{"type":"agent_response_correction","corrected_agent_response":"a"},"#, "0]"),
        filled(#"[{"role":"agent","message":""#, "<a></b>", #""}]"#),
        filled("\"", "```[1,", "\""), filled("\"", #"**a:** b\n"#, "\""), filled("\"", "**", "\""),
        filled(#""AI: a\nUser: "#, ":", "\""),
        filled(#""WEBVTT\n\n00:01.000 --> 00:02.000\n"#, "<", "\""),
        filled(#""WEBVTT\n\n00:01.000 --> 00:02.000\n"#, "&", "\""),
    ]

    /// Marks of two classes in turn: to reorder a long run of them takes a time that grows with its square.
    @Test(arguments: [
        ("[{\"role\":\"user\",\"content\":\"a", "\"}]"), ("[{\"role\":\"x", "\",\"content\":\"a\"}]"),
        ("[{\"x", "\":1,\"role\":\"user\",\"content\":\"a\"}]"), ("\"x", ": a\\nBob: b\\nBob: c\""),
        ("\"WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v x", ">a\""), ("[{\"role\":\"agent\",\"message\":\"<x", ">a\"}]"),
        ("\"", "\""),
    ]) func `a long run of combining marks is read, counted and given out`(_ beginning: String, _ end: String) {
        for marks in ["\u{323}\u{301}", "\u{93C}\u{94D}"] {
            let read = conversation(Self.filled(beginning, marks, end))
            #expect(read.turns.count <= 3)
            let metrics = SpeechMetrics(of: read, technologies: ["Swift", "a\u{323}"])
            #expect(metrics.words != .known(-1, .measured))
            let cues = Cues(read.turns)
            // Of a text that is too long, its end is not read.
            #expect(read.isTruncated || !Captions.subRip(cues).isEmpty)
            #expect(!Captions.webVTT(cues).isEmpty)
        }
    }

    @Test(arguments: transcriptions.indices) func `a hostile transcription is read`(_ index: Int) {
        let read = conversation(Self.transcriptions[index])
        #expect(read.turns.count <= Self.bytes / 8)
    }
}
