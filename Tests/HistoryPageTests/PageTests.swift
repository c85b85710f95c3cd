// The content of the page: with interviews, without any, and with missing data.

import Foundation
import Interviews
import Testing

@testable import HistoryPage

private let day = "2026-03-02T10:00:00Z"

@Suite struct PageTests {
    @Test func `without interviews each section says so`() throws {
        let page = try Diary().page()
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        for sentence in [
            "No interview has been scored yet.", "No time practised yet.", "No technology yet.", "None yet.",
            "No interview yet. The first one will appear here.",
        ] {
            #expect(page.contains("<p class=\"none\">\(sentence)</p>"), "\(sentence)")
        }
        #expect(try section(.figures, of: page).contains("<dd class=\"value\">0</dd></div>"))
        #expect(!page.contains("<svg") && !page.contains("<table") && !page.contains("<details"))
    }

    @Test func `in French all texts are French`() throws {
        let diary = try Diary()
        let empty = try diary.page(.french)
        #expect(empty.contains("<html lang=\"fr\">") && empty.contains("Aucun entretien pour l’instant."))
        try diary.hold(
            day, .saved(#"[{"speaker":"user","text":"Oui."},{"speaker":"ai","text":"Et ?"}]"#, score: 72.5))
        let page = try diary.page(.french, zone: "Europe/Paris")
        for text in [
            "<h1>Historique des entretiens</h1>",
            "Généré le <time datetime=\"2026-03-18T23:30:00.000Z\">19 mars 2026, 00:30 Europe/Paris</time>",
            "1 terminé", "<time datetime=\"2026-03-02\">2 mars 2026</time>", "72,5<small>/100</small>",
            "<b>10\u{A0}min</b> (prévu\u{A0}: 30\u{A0}min)", "Transcription", "Vous", "Recruteur",
            "Pas encore de retour.",
            "Non indiqué\u{A0}: Part de parole,", "1 entretien noté, le 2 mars 2026. Note\u{A0}: 72,5.",
        ] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test func `the page has no scripts and makes no requests`() throws {
        let page = try Diary().page()
        #expect(
            page.contains(
                #"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"#)
        )
        #expect(
            !page.contains("<script") && !page.contains("<link") && !page.contains("url(") && !page.contains("http:"))
    }

    @Test func `an unknown value is never 0`() throws {
        let diary = try Diary()
        try diary.hold(day, .pending, technologies: ["Go"])
        try diary.hold("2026-03-03T10:00:00Z", .moved(to: [.active, .completed]))
        try diary.hold("2026-03-04T10:00:00Z", .moved(to: [.failed]))
        let page = try diary.page()
        let figures = try section(.figures, of: page)
        #expect(figures.contains("<dd class=\"value\">–</dd><dd class=\"note\">no duration known yet</dd>"))
        #expect(figures.components(separatedBy: "<dd class=\"value\">–</dd>").count == 4)
        #expect(page.contains("No interview has been scored yet.") && page.contains("No time practised yet."))
        #expect(try section(.technologies, of: page).components(separatedBy: "<td>–</td>").count == 3)
        let interviews = try section(.interviews, of: page)
        #expect(interviews.components(separatedBy: "<span class=\"score none\">–</span>").count == 3)
        #expect(interviews.contains("<span class=\"score none\">not scored yet</span>"))
        #expect(interviews.contains("<span class=\"duration\">30\u{A0}min planned</span>"))
        #expect(interviews.components(separatedBy: "There is no transcript.").count == 4)
        for part in [figures, try section(.technologies, of: page), interviews] {
            #expect(!part.contains(/>0(?:<|%|\u{A0})/))
        }
    }

    @Test func `with many interviews, those outside of the viewport are not laid out`() throws {
        let diary = try Diary()
        for count in [100, 1] {
            #expect(!(try diary.page().contains("<ol class=\"interviews many\">")))
            for _ in 0..<count { try diary.hold(day, .pending) }
        }
        #expect(try diary.page().contains("<ol class=\"interviews many\">"))
    }

    @Test func `a known 0 is shown`() throws {
        let diary = try Diary()
        let feedback = #"{"totalScore":0,"strengths":[],"categoryScores":[{"name":"A","score":0},{"name":"B"}]}"#
        try diary.hold(day, .saved(seconds: 0, feedback: feedback, score: 0))
        let page = try diary.page()
        #expect(page.contains("<span class=\"score\">0<small>/100</small></span>"))
        #expect(page.contains("<p class=\"mark\">0<small>/100</small></p>"))
        #expect(page.contains("<dt dir=\"auto\">A</dt><dd>0<span class=\"bar\"><span style=\"inline-size:0%\">"))
        #expect(page.contains("<dt dir=\"auto\">B</dt><dd>–</dd>"))
        #expect(page.contains("<b>0\u{A0}s</b> of 30\u{A0}min planned"))
    }

    @Test func `scores of feedback on another scale are not shown as out of 100`() throws {
        let diary = try Diary()
        let feedback = #"{"overallScore":8,"strengths":["A"],"scores":{"Depth":7}}"#
        try diary.hold(day, .saved(feedback: feedback, score: 80))
        let page = try diary.page()
        #expect(page.contains("<p class=\"mark\">8</p>") && page.contains("<dt dir=\"auto\">Depth</dt><dd>7</dd>"))
    }

    @Test func `feedback without a score has that of its interview, or says that there is none`() throws {
        let diary = try Diary()
        let feedback = #"{"evaluation":"Good.","strengths":["A"]}"#
        try diary.hold(day, .saved(feedback: feedback))
        #expect(try diary.page().contains("<p class=\"mark none\">not scored yet</p>"))
        try diary.hold(day, .saved(feedback: feedback, score: 70))
        #expect(try diary.page().contains("<p class=\"mark\">70<small>/100</small></p>"))
    }

    @Test func `a transcript or feedback in an unknown format says so`() throws {
        let diary = try Diary()
        try diary.hold(day, .saved(#"{"nothing":"known"}"#, feedback: #"{"who":"knows"}"#))
        let page = try diary.page()
        #expect(page.contains("The format of the transcript is unknown; it is stored unchanged."))
        #expect(page.contains("The format of the feedback is unknown; it is stored unchanged."))
        #expect(!page.contains("class=\"measures\"") && !page.contains("knows"))
        #expect(try diary.page(.french).contains("Le format de la transcription n’est pas reconnu"))
    }

    @Test func `metrics show their basis, or why they are left out`() throws {
        let diary = try Diary()
        let turns =
            #"[{"role":"agent","message":"Why?","time_in_call_secs":0},"#
            + #"{"role":"user","message":"Um, Swift is fast.","time_in_call_secs":3700},"#
            + #"{"role":"agent","message":"Good.","time_in_call_secs":3730}]"#
        try diary.hold(day, .saved(turns))
        try diary.hold(day, .saved(#"[{"role":"user","message":"Um, uh, Go, um."}]"#))
        try diary.hold(day, .saved(#""Anna: hello there\nBen: hello you\nAnna: so""#))
        let page = try diary.page()
        #expect(page.contains("<dt>Words you said</dt><dd>4 <small>measured</small></dd>"))
        #expect(page.contains("<dt>Longest monologue</dt><dd>30\u{A0}s <small>estimated</small></dd>"))
        #expect(
            page.contains("<dd>um 1 <small>measured</small></dd>") && page.contains("<dd><bdi>Swift</bdi> <small>"))
        #expect(page.contains("<dd>3 (um 2, uh 1) <small>measured</small></dd>"))
        #expect(page.contains("Omitted: Time before you answer (its source has whole seconds only)."))
        #expect(page.contains("<p class=\"who\">You <time datetime=\"PT3700S\">1:01:40</time></p>"))
        #expect(
            page.contains("<li class=\"unknown\"><p class=\"who\"><bdi>Anna</bdi></p><p class=\"said\" dir=\"auto\">"))
        #expect(page.contains("(its source does not say who speaks)."))
    }

    @Test func `recommendations are shown in addition to weak points, or in place of missing ones`() throws {
        let diary = try Diary()
        let points = [#""weaknesses":["Few numbers"],"#, ""]
        for points in points {
            let feedback = #"{"overallScore":7,\#(points)"recommendations":["Name a figure"]}"#
            try diary.hold(day, .saved(feedback: feedback))
        }
        let page = try section(.interviews, of: try diary.page())
        func list(_ title: String, _ point: String) -> String {
            "<h4>\(title)</h4>\n<ul><li dir=\"auto\">\(point)</li></ul>"
        }
        #expect(
            page.contains(
                list("To improve", "Few numbers") + "</div>\n<div>" + list("Recommendations", "Name a figure")))
        #expect(page.contains(list("To improve", "Name a figure")))
        #expect(page.components(separatedBy: "<h4>Recommendations</h4>").count == 2)
        #expect(try diary.page(.french).contains("<h4>Recommandations</h4>"))
    }

    @Test func `quotes stand beside their points, linked to the turns that they quote`() throws {
        let diary = try Diary()
        let turns = #"[{"speaker":"ai","text":"Why?"},{"speaker":"user","text":"It is <fast> enough."}]"#
        let points =
            #"[{"point":"Knows why","quote":{"turn":1,"text":"It is <fast>"}},{"point":"Other","quote":{"turn":7,"text":"gone"}}]"#
        let feedback =
            #"{"score":70,"summary":"Good.","strengths":\#(points),"improvements":[{"point":"Few","advice":"Name one."}]}"#
        try diary.hold(day, .saved(turns, feedback: feedback))
        let page = try diary.page()
        let place = try #require(page.firstMatch(of: /<li class="candidate" id="(i-[0-9a-f-]+-1)">/)).1
        #expect(
            page.contains(
                "<li dir=\"auto\">Knows why<blockquote dir=\"auto\"><a href=\"#\(place)\">It is &lt;fast&gt;</a></blockquote></li>"
            ))
        #expect(page.contains("Other<blockquote dir=\"auto\">gone</blockquote></li>"))
        #expect(page.contains("Few<p class=\"advice\" dir=\"auto\">Name one.</p></li>"))
        #expect(page.components(separatedBy: " id=\"i-").count == 3)
    }

    @Test func `identifiers in feedback are shown as words, in both languages`() throws {
        let diary = try Diary()
        try diary.hold(day, .saved(feedback: #"{"overallScore":7,"evaluation":"x","scores":{"problemSolving":7}}"#))
        for language in Language.allCases {
            #expect(try diary.page(language).contains("<dt dir=\"auto\">problem solving</dt>"))
        }
    }

    @Test func `days are those of the user's time zone`() throws {
        let diary = try Diary()
        try diary.hold("2026-03-02T02:00:00Z", .saved(score: 50))
        #expect(
            try diary.page(zone: "America/New_York").contains("on <time datetime=\"2026-03-01\">Mar 1, 2026</time>"))
        #expect(try diary.page(zone: "Asia/Tokyo").contains("on <time datetime=\"2026-03-02\">Mar 2, 2026</time>"))
    }

    @Test func `the page is passed on in pieces, however long its texts are`() throws {
        let diary = try Diary()
        let long = String(repeating: "long <text> ", count: 12_000)
        let turns = #"[{"speaker":"ai","text":"\#(long)"},{"speaker":"user","text":"\#(long)"}]"#
        for _ in 0..<3 { try diary.hold(day, .saved(turns, feedback: #"{"note":1,"evaluation":"\#(long)"}"#)) }
        var sizes: [Int] = []
        try diary.write { sizes.append($0.count) }
        #expect(sizes.reduce(0, +) > 9 * long.utf8.count && sizes.allSatisfy { $0 < 128 * 1024 })
        #expect(try diary.page().components(separatedBy: "long &lt;text&gt;").count == 9 * 12_000 + 1)
    }
}
