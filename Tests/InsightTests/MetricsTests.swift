// Metrics of a conversation: each figure with its basis, or with the reason why it is left out.

import Foundation
import Testing

@testable import Insight

@Suite struct MetricsTests {
    private func metrics(_ json: String, _ technologies: [String] = []) -> SpeechMetrics {
        SpeechMetrics(of: conversation(json), technologies: technologies)
    }

    private func reasons(_ metrics: SpeechMetrics) -> [String: UnknownReason] {
        Dictionary(uniqueKeysWithValues: metrics.leftOut.map { ($0.name, $0.reason) })
    }

    private static let times = ["candidateTalkShare", "candidateWordsPerMinute", "longestMonologue", "responseLatency"]

    @Test func `exact times give all figures`() {
        let read = metrics(
            """
            [{"role":"agent","content":"What is a B-tree? And Go?","words":[{"start":0,"end":4}]},
             {"role":"user","content":"Um, a flat tree, you know, a Go one.","words":[{"start":5.5,"end":11.5}]},
             {"role":"user","content":"Is that right?","words":[{"start":12,"end":14}]},
             {"role":"agent","content":"Yes.","words":[{"start":14,"end":16}]},
             {"role":"user","content":"Good.","words":[{"start":15,"end":17}]},
             {"role":"agent","content":"Bye.","words":[{"start":18,"end":19}]},
             {"role":"user","content":"Bye.","words":[{"start":19.5,"end":20}]}]
            """, ["Swift", "Go", "B-tree"])
        #expect(read.leftOut.isEmpty)
        #expect(read.words == .known(22, .measured))
        #expect(read.candidateWords == .known(14, .measured) && read.interviewerWords == .known(8, .measured))
        #expect(read.turns == .known(7, .measured))
        #expect(read.candidateTurns == .known(4, .measured) && read.interviewerTurns == .known(3, .measured))
        #expect(read.candidateQuestions == .known(1, .measured) && read.interviewerQuestions == .known(2, .measured))
        #expect(read.candidateTalkShare == .known(0.6, .measured))
        #expect(read.candidateWordsPerMinute == .known(80, .measured))
        #expect(read.longestMonologue == .known(8.5, .measured))
        #expect(read.responseLatency == .known(1, .measured))
        #expect(
            read.fillerWords
                == .known(
                    FillerWords(
                        total: 2, phrases: [FillerCount(phrase: "um", count: 1), .init(phrase: "you know", count: 1)]),
                    .measured))
        #expect(read.technologiesMentioned == .known(["Go", "B-tree"], .measured))
    }

    /// The metrics of a conversation whose turns have ten words each, given as speaker, start and end.
    private func metrics(_ turns: [(String, Double, Double?)]) -> SpeechMetrics {
        let text = Array(repeating: "word", count: 10).joined(separator: " ")
        let json = turns.map { speaker, start, end in
            let end = end.map { #","end":\#($0)"# } ?? ""
            return #"{"role":"\#(speaker)","content":"\#(text)","words":[{"start":\#(start)\#(end)}]}"#
        }
        return metrics("[\(json.joined(separator: ","))]")
    }

    @Test func `overlapping turns of one speaker count once, and those of both count for both`() {
        let twice = metrics([("user", 0, 10), ("user", 5, 10), ("user", 8, 12), ("agent", 12, 24)])
        #expect(twice.candidateTalkShare == .known(0.5, .measured))
        #expect(twice.candidateWordsPerMinute == .known(150, .measured))
        let unsorted = metrics([("agent", 20, 30), ("agent", 0, 10), ("agent", 25, 40), ("user", 10, 20)])
        #expect(unsorted.candidateTalkShare == .known(0.25, .measured))
        let both = metrics([("agent", 0, 10), ("user", 0, 10)])
        #expect(both.candidateTalkShare == .known(0.5, .measured))
    }

    @Test(
        arguments: [
            ([("user", 0, 10), ("agent", 3, 4)], 6), ([("user", 0, 10), ("agent", 7, 8)], 7),
            ([("user", 0, 10), ("agent", 3, 4), ("user", 10.5, 15)], 11),
            ([("user", 0, 10), ("agent", 2, 3), ("agent", 6, 7)], 3),
            ([("agent", 0, 5), ("user", 3, 10)], 5), ([("user", 0, 6), ("agent", 5, 9), ("user", 7, 11)], 5),
            ([("agent", 0, 10), ("user", 3, 5)], 0), ([("user", 6, 9), ("user", 0, 2)], 9),
            ([("user", 0, 10), ("user", 2, 14), ("agent", 14, 15)], 14),
            ([("user", 0, 4), ("agent", 4, 5), ("user", 5, 8)], 4), ([("user", 0, 10), ("agent", 3, nil)], 7),
            ([("agent", 0, 1), ("user", 1, 2), ("user", 5, 9), ("agent", 10, 11)], 8),
        ] as [([(String, Double, Double?)], Double)])
    func `a monologue ends where the interviewer speaks`(_ turns: [(String, Double, Double?)], _ length: Double) {
        guard case .known(let longest, _) = metrics(turns).longestMonologue else {
            Issue.record("there is none")
            return
        }
        #expect(longest == length)
    }

    @Test func `times in whole seconds give an estimated pace and no latency`() {
        let read = metrics(
            """
            [{"role":"agent","message":"Go on.","time_in_call_secs":0},
             {"role":"user","message":"One two three four.","time_in_call_secs":2},
             {"role":"agent","message":"Good.","time_in_call_secs":6},
             {"role":"user","message":"The last one, of unknown length.","time_in_call_secs":8}]
            """)
        #expect(reasons(read) == ["responseLatency": .wholeSeconds])
        #expect(read.candidateWordsPerMinute == .known(60, .estimated))
        #expect(read.candidateTalkShare == .known(0.5, .estimated))
        #expect(read.longestMonologue == .known(4, .estimated))
    }

    @Test(arguments: [
        (
            #"[{"speaker":"ai","text":"A?","timestamp":0},{"speaker":"user","text":"B","timestamp":9}]"#,
            UnknownReason.arrivalTimes
        ),
        (#"[{"source":"ai","message":"A?"},{"source":"user","message":"B"}]"#, .noTimes),
        (#""AI: A?\nUser: B""#, .noTimes),
    ]) func `without times there are only counts`(_ json: String, _ reason: UnknownReason) {
        let read = metrics(json)
        #expect(reasons(read) == Dictionary(uniqueKeysWithValues: Self.times.map { ($0, reason) }))
        #expect(read.candidateWords == .known(1, .measured) && read.interviewerQuestions == .known(1, .measured))
        #expect(read.fillerWords == .known(FillerWords(total: 0, phrases: []), .measured))
    }

    @Test func `with unknown speakers nothing is counted for either role`() {
        let read = metrics(#""Um, some notes about Swift.""#, ["Swift"])
        #expect(read.words == .known(5, .measured) && read.turns == .known(1, .measured))
        #expect(read.technologiesMentioned == .known(["Swift"], .measured))
        #expect(read.leftOut.count == 11 && read.leftOut.allSatisfy { $0.reason == .unknownSpeakers })
    }

    @Test func `figures of an unknown format, or of what was not said, are not 0`() {
        for (conversation, reason) in [
            (conversation("7"), UnknownReason.unknownForm), (Conversation.none, .noTranscript),
        ] {
            let read = SpeechMetrics(of: conversation, technologies: ["Swift"])
            #expect(read.leftOut.count == 14 && read.leftOut.allSatisfy { $0.reason == reason })
        }
        let silent = metrics(
            #"[{"role":"agent","content":"Hello?","words":[{"start":0,"end":1}]}]"#)
        #expect(
            reasons(silent) == [
                "candidateWordsPerMinute": .notSaid, "longestMonologue": .notSaid, "responseLatency": .notSaid,
            ])
        #expect(silent.candidateWords == .known(0, .measured) && silent.candidateTalkShare == .known(0, .measured))
    }

    @Test func `talk times of one speaker only give no share`() {
        let read = metrics(
            """
            [{"role":"agent","content":"Hi?","words":[]},{"role":"user","content":"Hi.","words":[{"start":1,"end":2}]},
             {"role":"agent","content":"Bye."}]
            """)
        #expect(
            reasons(read) == ["candidateTalkShare": .noEnds, "responseLatency": .notSaid])
        #expect(read.candidateWordsPerMinute == .known(60, .estimated))
        let last = metrics(
            """
            [{"role":"agent","message":"Hi?","time_in_call_secs":0},{"role":"user","message":"Hi.","time_in_call_secs":3}]
            """)
        #expect(
            reasons(last) == [
                "candidateTalkShare": .noEnds, "candidateWordsPerMinute": .noEnds, "longestMonologue": .noEnds,
                "responseLatency": .wholeSeconds,
            ])
        let mixed = metrics(#""Candidate: Hello.\nLéa: Hi.""#)
        #expect(mixed.words == .known(2, .measured) && mixed.candidateWords == .unknown(.unknownSpeakers))
    }

    @Test(arguments: [
        ("Um, uh... er! UM", 4), ("I like it, and you know it.", 0), ("It was, like, slow.", 1), ("Like, slow", 1),
        ("So, well, I mean, you know, yes", 4), ("summer umbrella", 0), ("um-like", 0), ("um like", 1),
        ("you, know, it", 0), ("Do you know Swift?", 0), ("Euh, du coup, c'est, en fait, bon.", 4),
        ("ce genre de choses", 0), ("C'est lent, quoi.", 1), ("Voilà.", 1), ("it’s, like — fast", 1), ("", 0),
    ]) func `fillers are whole phrases, and those that can have a meaning need punctuation`(
        _ text: String, _ count: Int
    ) {
        #expect(Fillers.count(in: [text]).total == count)
    }

    @Test(arguments: [
        ("I know C.", ["C"]), ("I know C++ and C#.", ["C++", "C#"]), ("go ahead", []), ("Go!", ["Go"]),
        ("javascript", ["JavaScript"]), ("JAVA, .net", ["Java", ".NET"]), ("Node.js is fine", ["Node.js"]),
        ("I use Nodexjs", []), ("Éco is", ["éco"]), ("", []),
    ]) func `technologies are found as whole words`(_ text: String, _ found: [String]) {
        let names = ["C", "C++", "C#", "Go", "JavaScript", "Java", ".NET", "Node.js", "éco"]
        #expect(Technologies.mentioned(names, in: [text]) == found)
    }

    @Test func `technologies are found like with a regular expression, also the last of many in a long text`() {
        let names = (0..<50).map { String(repeating: "a ", count: 49) + "a\($0)" }
        let text = String(repeating: "a ", count: 20_000) + names[7]
        let start = ContinuousClock.now
        #expect(Technologies.mentioned(names, in: [text]) == [names[7]])
        print("50 names in 40 kB: \(ContinuousClock.now - start)")
        for _ in 0..<2_000 {
            let text = (0..<12).map { _ in ["a", "b", " ", "+"].randomElement() ?? "" }.joined()
            let name = (0..<Int.random(in: 3...4)).map { _ in ["a", "b", " "].randomElement() ?? "" }.joined()
            let pattern = (name.first == " " ? "" : "(?<![ab])") + name + (name.last == " " ? "(?![+#])" : "(?![ab+#])")
            let isThere = text.range(of: pattern, options: .regularExpression) != nil
            #expect(Technologies.mentioned([name], in: [text]).isEmpty == !isThere, "\(name) in \(text)")
        }
    }

    @Test(arguments: [
        ("", 0, 0), ("one", 1, 0), ("  two words ", 2, 0), ("l'école — ici ?", 2, 1), ("What?! Really??", 2, 2),
        ("- - -", 0, 0), ("3 4.5", 2, 0), ("是吗？", 1, 1), ("a?b?", 1, 2), ("why ? ?", 1, 1),
    ]) func `words and questions are counted`(_ text: String, _ words: Int, _ questions: Int) {
        #expect(TextCounts.words(in: text) == words && TextCounts.questions(in: text) == questions)
    }
}
