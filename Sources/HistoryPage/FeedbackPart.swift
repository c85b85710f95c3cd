// The feedback of an interview.

internal import Insight
internal import Interviews

struct FeedbackPart {
    let say: Strings
    let whole: WholeInterview
    let conversation: Conversation

    var html: HTML {
        guard let feedback = whole.feedbackSummary else {
            return .none(whole.feedback == nil ? say.noFeedback : say.unknownFeedback)
        }
        let lists: [HTML] = [
            list(say.strengths, feedback.strengths.map(item)), list(say.improvements, feedback.improvements.map(item)),
            list(say.recommendations, feedback.recommendations.map { item($0, "") }),
            categories(feedback),
        ].filter { !$0.isEmpty }
        return """
            \(mark(feedback))\
            \(feedback.summary.map { "<p class=\"text\" dir=\"auto\">\(text: $0)</p>\n" } ?? "")\
            \(lists.isEmpty ? "" : "<div class=\"lists\">\n\(lists.joined())</div>\n")
            """
    }

    /// Whether the feedback's scores are from 0 to 100. They are if its score is that of the interview; nothing else
    /// states their scale.
    private func isOutOf100(_ feedback: FeedbackSummary) -> Bool {
        whole.interview.score != nil && (feedback.score ?? whole.interview.score) == whole.interview.score
    }

    private func mark(_ feedback: FeedbackSummary) -> HTML {
        guard let score = feedback.score ?? whole.interview.score else {
            return "<p class=\"mark none\">\(say.notScored)</p>\n"
        }
        return "<p class=\"mark\">\(say.number(score))\(isOutOf100(feedback) ? "<small>/100</small>" : "")</p>\n"
    }

    private func list(_ title: HTML, _ items: [HTML]) -> HTML {
        guard !items.isEmpty else { return "" }
        return "<div><h4>\(title)</h4>\n<ul>\(items.joined())</ul></div>\n"
    }

    private func item(_ point: FeedbackSummary.Point) -> HTML {
        let advice: HTML = point.advice.map { "<p class=\"advice\" dir=\"auto\">\(text: $0)</p>" } ?? ""
        return item(point.text, "\(advice)\(point.quote.map(html) ?? "")")
    }

    private func item(_ text: String, _ more: HTML) -> HTML { "<li dir=\"auto\">\(text: text)\(more)</li>" }

    /// A quote, linked to its turn if there is one.
    private func html(_ quote: FeedbackSummary.Quote) -> HTML {
        guard let turn = quote.turn, conversation.turns.indices.contains(turn) else {
            return "<blockquote dir=\"auto\">\(text: quote.text)</blockquote>"
        }
        let place = HTML.place(ofTurn: turn, in: whole.interview.id)
        return "<blockquote dir=\"auto\"><a href=\"#\(place)\">\(text: quote.text)</a></blockquote>"
    }

    private func categories(_ feedback: FeedbackSummary) -> HTML {
        guard !feedback.categories.isEmpty else { return "" }
        let items = feedback.categories.map { one -> HTML in
            let bar: HTML = feedback.score != nil && isOutOf100(feedback) ? .bar(one.score) : ""
            return "<div><dt dir=\"auto\">\(text: one.name.asWords)</dt><dd>\(say.score(one.score))\(bar)</dd></div>"
        }
        return "<div><h4>\(say.categories)</h4>\n<dl class=\"categories\">\(items.joined())</dl></div>\n"
    }
}
