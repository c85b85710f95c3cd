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

    @Test(arguments: transcriptions.indices) func `a hostile transcription is read`(_ index: Int) {
        let read = conversation(Self.transcriptions[index])
        #expect(read.turns.count <= Self.bytes / 8)
    }
}
