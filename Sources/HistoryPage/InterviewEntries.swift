// The list of interviews. An entry that is opened shows the context, the feedback, the metrics and the transcript.

internal import Insight
internal import Interviews

struct InterviewEntries {
    let say: Strings
    let zone: LocalTime

    let history: History

    /// If there are more interviews, the browser does not lay out those outside of the viewport. Not for fewer:
    /// screenshots of the whole page would show them blank.
    private static let few = 100

    func write(to page: PageWriter) throws {
        let count = history.progress.interviews
        guard count > 0 else { return try page.write(.none(say.noInterviews)) }
        let many: HTML = count > Self.few ? " many" : ""
        try page.write("<ol class=\"interviews\(many)\">\n")
        try history.forEachInterview { try write($0, to: page) }
        try page.write("</ol>\n")
    }

    private func write(_ whole: WholeInterview, to page: PageWriter) throws {
        let interview = whole.interview
        try page.write(
            """
            <li class="interview" id="\(HTML.place(of: interview.id))">
            <details>
            <summary>\(summary(interview))</summary>
            <div class="body">

            """)
        try writeBody(whole, to: page)
        try page.write("</div>\n</details>\n</li>\n")
    }

    private func writeBody(_ whole: WholeInterview, to page: PageWriter) throws {
        let interview = whole.interview
        let conversation = whole.conversation
        let feedback = whole.feedbackSummary
        let context = context(interview)
        if !context.isEmpty {
            try write("context", say.context, to: page) { try page.write(context) }
        }
        try write("feedback", say.feedback, to: page) {
            try FeedbackPart(say: say, whole: whole, conversation: conversation, feedback: feedback).write(to: page)
        }
        let speech = SpeechPart(say: say, conversation: conversation, interview: interview).html
        if !speech.isEmpty { try write("metrics", say.speech, to: page) { try page.write(speech) } }
        let points = (feedback?.strengths ?? []) + (feedback?.improvements ?? [])
        try write("transcript", say.transcript, to: page) {
            try TranscriptPart(
                say: say, conversation: conversation, interviewId: interview.id,
                quoted: Set(points.compactMap(\.quote?.turn))
            ).write(to: page)
        }
    }

    private func write(_ key: HTML, _ title: HTML, to page: PageWriter, _ content: () throws -> Void) throws {
        try page.write("<h3>\(title)</h3>\n<div class=\"\(key)\">\n")
        try content()
        try page.write("</div>\n")
    }

    private func context(_ interview: Interview) -> HTML {
        interview.context.allSatisfy(\.isWhitespace)
            ? "" : "<p class=\"text\" dir=\"auto\">\(text: interview.context)</p>\n"
    }

    private func summary(_ interview: Interview) -> HTML {
        """
        \(say.time(zone.day(of: interview.startedAt))) \
        <span class="technologies">\(say.names(interview.technologyNames))</span> \
        <span class="status \(text: interview.status.rawValue)">\(say.name(of: interview.status))</span> \
        <span class="duration">\(duration(interview))</span> \(score(interview))
        """
    }

    private func duration(_ interview: Interview) -> HTML {
        let planned = Double(interview.duration * 60)
        return interview.actualDuration.map { say.took($0, of: planned) } ?? say.planned(planned)
    }

    private func score(_ interview: Interview) -> HTML {
        guard let score = interview.score else {
            return "<span class=\"score none\">\(interview.status == .completed ? say.notScored : "–")</span>"
        }
        return "<span class=\"score\">\(say.number(score))<small>/100</small></span>"
    }
}
