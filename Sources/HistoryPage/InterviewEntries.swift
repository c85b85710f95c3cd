// The list of interviews. An entry that is opened shows the context, the feedback, the metrics and the transcript.

internal import Insight
internal import Interviews

struct InterviewEntries {
    let say: Strings
    let zone: LocalTime

    /// Newest first.
    let interviews: [WholeInterview]

    /// If there are more interviews, the browser does not lay out those outside of the viewport. Not for fewer:
    /// screenshots of the whole page would show them blank.
    private static let few = 100

    var html: HTML {
        guard !interviews.isEmpty else { return .none(say.noInterviews) }
        let many: HTML = interviews.count > Self.few ? " many" : ""
        var html: HTML = "<ol class=\"interviews\(many)\">\n"
        for whole in interviews { html += entry(whole) }
        html += "</ol>\n"
        return html
    }

    private func entry(_ whole: WholeInterview) -> HTML {
        let conversation = whole.conversation
        let feedback = whole.feedbackSummary
        let points = (feedback?.strengths ?? []) + (feedback?.improvements ?? [])
        let parts: [(key: HTML, title: HTML, content: HTML)] = [
            ("context", say.context, context(whole.interview)),
            ("feedback", say.feedback, FeedbackPart(say: say, whole: whole, conversation: conversation).html),
            ("metrics", say.speech, SpeechPart(say: say, conversation: conversation, interview: whole.interview).html),
            (
                "transcript", say.transcript,
                TranscriptPart(
                    say: say, conversation: conversation, interviewId: whole.interview.id,
                    quoted: Set(points.compactMap(\.quote?.turn))
                ).html
            ),
        ]
        let body = parts.filter { !$0.content.isEmpty }.map { part -> HTML in
            """
            <h3>\(part.title)</h3>
            <div class="\(part.key)">
            \(part.content)</div>

            """
        }
        return """
            <li class="interview" id="\(HTML.place(of: whole.interview.id))">
            <details>
            <summary>\(summary(whole.interview))</summary>
            <div class="body">
            \(body.joined())</div>
            </details>
            </li>

            """
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
