// Interviews of every kind, created through the built program, for tests of the history page.

import Foundation
import JSON
import TestSupport
import Testing

/// An interview with its content.
struct HeldInterview {
    var technologies = ["Swift"]
    var context = "Senior backend engineer, remote."
    var moves: [String] = []

    /// JSON texts.
    var transcription: String?
    var feedback: String?
    var score: Double?
    var seconds = 1_260.0

    /// Creates the interview through a program that serves the user.
    func hold(by program: Program) throws {
        let technologies = technologies.map(quoted).joined(separator: ",")
        let answer = try program.call(
            request(
                "createVoiceInterview",
                #""technologies":[\#(technologies)],"context":\#(quoted(context)),"duration":30"#))
        let id = try #require(
            try JSONText(answer).root["result"]?["voiceInterview"]?["id"]?.string, "\(answer.prefix(500))")
        for status in moves {
            let moved = try program.call(
                request("updateVoiceInterviewStatus", #""interviewId":"\#(id)","status":"\#(status)""#))
            try #require(moved.contains(#""result""#))
        }
        guard let transcription else { return }
        let rest = (feedback.map { #","feedback":\#($0)"# } ?? "") + (score.map { #","score":\#($0)"# } ?? "")
        let saved = try program.call(
            request(
                "saveVoiceInterviewTranscription",
                #""interviewId":"\#(id)","transcription":\#(transcription),"actualDuration":\#(seconds)\#(rest)"#))
        try #require(saved.contains(#""result""#), "\(saved.prefix(500))")
    }

    private func request(_ method: String, _ params: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(params)}}"#
    }
}

/// A text as a JSON string.
func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
}

extension HeldInterview {
    /// Creates interviews, each 4 days after the one before, if faketime is available.
    static func hold(_ interviews: [HeldInterview], of user: String = "kp_alice", in database: String) throws {
        for (index, interview) in interviews.enumerated() {
            let day = "2025-12-01 10:00:00 UTC \(4 * index) days"
            let program = try Program(
                arguments: ["--database", database, "--user", user], under: Means.faketime ? ["faketime", day] : [])
            try interview.hold(by: program)
            try program.endInput()
            try #require(try program.status() == 0)
        }
    }

    /// Texts that would change the page if they became markup.
    static let hostile = [
        "</script><script>alert(1)</script>", "</style><style>*{display:none}", "--><!-- ]]>",
        "\" onload=\"alert(1)", "' onclick='alert(1)", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &#0; &bogus",
        "</p></li></ol></details></section></main></body></html>", "\u{0}\u{1}\u{8}\u{B}\u{1B}\u{7F}\u{85}\u{FFFF}",
        "\u{202E}right to left\u{202C}", "مرحبا، عملت ثلاث سنوات على محرك SQLite.", "👩🏽‍🚀 → ok",
    ]

    private static let question = "Tell me how an index helps a query, and when it does not."
    private static let answer =
        "It turns a scan into a few page reads. Um, it does not help when most rows match, you know, in SQLite."

    private static let noted =
        #"{"note":64,"explication_note":"Clair et concret.","points_forts":["Exemples concrets","Calme"],"#
        + #""points_faibles":["Peu de chiffres"]}"#

    private static let overall =
        #"{"overallScore":7.5,"evaluation":{"depth":{"score":7},"clarity":8},"strengths":["Concrete examples"],"#
        + #""weaknesses":["Few numbers","Answers run long"],"recommendations":["Read about B-trees."]}"#

    private static func total(_ score: Double, _ texts: [String] = ["Concrete examples"]) -> String {
        let points = texts.map { quoted($0 + " word") }.joined(separator: ",")
        return #"{"totalScore":\#(score),"finalAssessment":\#(quoted("Good. " + texts.joined(separator: " "))),"#
            + #""strengths":[\#(points)],"areasForImprovement":[\#(points)],"#
            + #""categoryScores":[{"name":"Communication","score":\#(score)},{"name":\#(quoted(texts[0] + "x"))}]}"#
    }

    private static func webClient(_ texts: [String]) -> String {
        let turns = texts.enumerated().map { index, text in
            let time = "2026-03-01T10:\(10 + index):00.000Z"
            return #"{"speaker":"\#(index % 2 == 0 ? "ai" : "user")","text":\#(quoted(text)),"timestamp":"\#(time)"}"#
        }
        return "[\(turns.joined(separator: ","))]"
    }

    /// Interviews with all kinds of content, oldest first.
    static let ofEveryKind: [HeldInterview] = {
        let (question, answer) = (quoted(Self.question), quoted(Self.answer))
        let texts = [Self.question, Self.answer]
        let storable = hostile.map { $0.replacing("\u{0}", with: "") }
        let transcriptions = [
            webClient(texts),
            #"{"transcript":[{"role":"agent","message":\#(question),"time_in_call_secs":2},"#
                + #"{"role":"user","message":\#(answer),"time_in_call_secs":9},{"role":"agent","message":null},"#
                + #"{"role":"agent","message":"Thank you for the answer.","time_in_call_secs":31}]}"#,
            #"[{"source":"ai","message":\#(question)},{"source":"user","message":\#(answer)}]"#,
            #"{"messages":[{"role":"bot","message":\#(question),"secondsFromStart":1.5,"duration":4000},"#
                + #"{"role":"user","message":\#(answer),"secondsFromStart":6.5,"duration":9000}]}"#,
            #"{"transcript_object":[{"role":"agent","content":\#(question),"words":[{"start":1,"end":4}]},"#
                + #"{"role":"user","content":\#(answer),"words":[{"start":5.25,"end":14}]}]}"#,
            #"{"items":[{"role":"assistant","content":[\#(question)],"metrics":{"started_speaking_at":1772359200,"#
                + #""stopped_speaking_at":1772359204.5}},{"role":"user","content":[\#(answer)],"#
                + #""metrics":{"started_speaking_at":1772359206,"stopped_speaking_at":1772366000}}]}"#,
            quoted("Anna: How do you test what you write?\nBen <b>: I leave out what the compiler proves.\nAnna: Why?"),
            quoted("Everything was said in one breath, and nobody wrote down who said it."),
            #"{"somebody":"said something"}"#,
        ]
        var interviews = transcriptions.enumerated().map { index, transcription in
            HeldInterview(
                technologies: index % 2 == 0 ? ["Swift", "SQLite"] : ["Go"], transcription: transcription,
                feedback: [noted, overall, total(70)][index % 3], score: [64, 75, 70][index % 3])
        }
        interviews += [
            HeldInterview(transcription: webClient(texts), feedback: total(0), score: 0),
            HeldInterview(transcription: webClient(texts), feedback: #"{"strengths":["Calm"],"evaluation":"Good."}"#),
            HeldInterview(
                technologies: [], context: "", transcription: "[]", feedback: #"["no known form"]"#, score: 9.5),
            HeldInterview(context: "Two\n\nparagraphs <3", moves: ["active", "completed"]),
            HeldInterview(moves: ["failed"]),
            HeldInterview(
                technologies: storable.map { String($0.prefix(90)) }, context: storable.joined(separator: "\n"),
                transcription: webClient(hostile), feedback: total(88, hostile), score: 88),
            HeldInterview(
                technologies: [String(repeating: "Hypertext", count: 12).prefix(100)].map(String.init),
                context: String(repeating: "w", count: 2_000),
                transcription: webClient([Self.question, "A" + String(repeating: "damp", count: 500)]),
                feedback: total(91, [String(repeating: "schiff", count: 300)]), score: 91, seconds: 86_400),
            HeldInterview(moves: ["active"]), HeldInterview(context: ""),
        ]
        return interviews
    }()

    /// The requests that create `count` interviews of 20 turns in a new database of a deterministic program.
    static func requests(_ count: Int) -> String {
        let turns = webClient((0..<10).flatMap { _ in [question, answer] })
        let session = #""session":{"userId":"kp_alice"}"#
        return (1...count).map { number in
            let id = String(format: "00000000-0000-7000-8000-%012x", number)
            return
                #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":{\#(session),"technologies":["Go"],"#
                + #""context":"Interview \#(number).","duration":30}}"# + "\n"
                + #"{"jsonrpc":"2.0","id":2,"method":"saveVoiceInterviewTranscription","params":{\#(session),"#
                + #""interviewId":"\#(id)","transcription":\#(turns),"actualDuration":\#(600 + number),"#
                + #""score":\#(number % 101),"feedback":\#(total(Double(number % 101)))}}"# + "\n"
        }.joined()
    }
}
