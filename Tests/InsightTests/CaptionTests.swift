// Transcripts as WebVTT, SubRip, text and Markdown are valid, whatever text they contain.

import Testing

@testable import Insight

@Suite struct CaptionTests {
    private func transcript(_ turns: [Turn], _ format: TranscriptFormat) -> TranscriptRendering {
        TranscriptRendering(of: Conversation(.plainText, turns), as: format)
    }

    @Test func `WebVTT and SubRip of measured times`() {
        let turns = [
            Turn(.interviewer, "Is 1 < 2 & 3 --> 4?", start: 0, end: 2.5),
            Turn(.candidate, "Yes.\n\nIt\u{2028}is.", start: 3_723.004, end: 3_724),
        ]
        let vtt = transcript(turns, .vtt)
        #expect(vtt.times == .measured)
        #expect(
            vtt.text == """
                WEBVTT

                00:00:00.000 --> 00:00:02.500
                <v Interviewer>Is 1 &lt; 2 &amp; 3 --&gt; 4?

                01:02:03.004 --> 01:02:04.000
                <v Candidate>Yes. It is.

                """)
        #expect(
            transcript(turns, .srt).text == """
                1
                00:00:00,000 --> 00:00:02,500
                Interviewer: Is 1 < 2 & 3 → 4?

                2
                01:02:03,004 --> 01:02:04,000
                Candidate: Yes. It is.

                """)
    }

    @Test func `without turns a file is empty and has no times`() {
        for (format, text) in [(TranscriptFormat.vtt, "WEBVTT\n"), (.srt, ""), (.text, ""), (.markdown, "")] {
            let empty = transcript([], format)
            #expect(empty.text == text && empty.times == nil && empty.turns == nil)
        }
        #expect(transcript([], .turns).turns == [])
    }

    @Test func `a turn without an end lasts until the next begins, and the last as long as its words take`() {
        let cues = Cues([
            Turn(.interviewer, "One two three.", start: 1), Turn(.candidate, "Four.", start: 9),
            Turn(.candidate, "At the same time", start: 9), Turn(.interviewer, "Five six seven eight nine."),
        ])
        #expect(cues.basis == .estimated)
        #expect(cues.cues.map(\.start) == [1_000, 9_000, 9_000, 10_600])
        #expect(cues.cues.map(\.end) == [9_000, 9_400, 10_600, 12_600])
    }

    @Test func `starts are in order and ends after them, for any times`() {
        for _ in 0..<2_000 {
            let turns = (0..<Int.random(in: 1...8)).map { _ in
                let start = Bool.random() ? Double.random(in: 0...5).rounded(toPlaces: 3) : nil
                let end = start.flatMap { Bool.random() ? $0 + Double.random(in: 0.001...3) : nil }
                return Turn(.candidate, "Some words.", start: start, end: end)
            }
            let cues = Cues(turns).cues
            #expect(cues.count == turns.count)
            #expect(cues.allSatisfy { $0.end > $0.start })
            #expect(zip(cues, cues.dropFirst()).allSatisfy { $0.start <= $1.start })
        }
    }

    @Test func `text and Markdown have a paragraph for each turn, and no text is parsed as markup`() {
        let turns = [
            Turn(.interviewer, "# What *is*\na <b>?", start: 3_661), Turn(nil, name: "Léa", "1. Yes\n\n\n- no"),
            Turn(nil, "Alone."),
        ]
        #expect(
            transcript(turns, .text).text
                == "Interviewer: # What *is*\na <b>?\n\nLéa: 1. Yes\n- no\n\nUnknown speaker: Alone.\n")
        #expect(
            transcript(turns, .markdown).text == ##"""
                **Interviewer** (1:01:01): \# What \*is\*\
                a \<b\>?

                **Léa**: 1\. Yes\
                \- no

                **Unknown speaker**: Alone.

                """##)
    }
}
