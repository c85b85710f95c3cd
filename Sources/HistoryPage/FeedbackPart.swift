// The feedback of an interview.

internal import Insight
internal import Interviews

struct FeedbackPart {
    let say: Strings
    let whole: WholeInterview
    let conversation: Conversation

    /// Nil if there is none in a known format.
    let feedback: FeedbackSummary?

    func write(to page: PageWriter) throws {
        guard let feedback else {
            return try page.write(.none(whole.feedback == nil ? say.noFeedback : say.unknownFeedback))
        }
        try page.write(mark(feedback))
        if let summary = feedback.summary {
            try page.write("<p class=\"text\" dir=\"auto\">")
            try page.write(text: summary)
            try page.write("</p>\n")
        }
        let hasLists =
            !feedback.strengths.isEmpty || !feedback.improvements.isEmpty || !feedback.recommendations.isEmpty
            || !feedback.categories.isEmpty
        guard hasLists else { return }
        try page.write("<div class=\"lists\">\n")
        try write(say.strengths, feedback.strengths, to: page, item)
        try write(say.improvements, feedback.improvements, to: page, item)
        try write(say.recommendations, feedback.recommendations, to: page) { item($0, "") }
        try write(categories: feedback, to: page)
        try page.write("</div>\n")
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

    private func write<Item>(
        _ title: HTML, _ items: [Item], to page: PageWriter, _ html: (Item) -> HTML
    ) throws {
        guard !items.isEmpty else { return }
        try page.write("<div><h4>\(title)</h4>\n<ul>")
        for item in items { try page.write(html(item)) }
        try page.write("</ul></div>\n")
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

    private func write(categories feedback: FeedbackSummary, to page: PageWriter) throws {
        guard !feedback.categories.isEmpty else { return }
        try page.write("<div><h4>\(say.categories)</h4>\n<dl class=\"categories\">")
        for one in feedback.categories {
            let bar: HTML = feedback.score != nil && isOutOf100(feedback) ? .bar(one.score) : ""
            try page.write(
                "<div><dt dir=\"auto\">\(text: one.name.asWords)</dt><dd>\(say.score(one.score))\(bar)</dd></div>")
        }
        try page.write("</dl></div>\n")
    }
}
