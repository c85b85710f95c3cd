// The feedback of an interview.

internal import Insight
internal import Interviews

struct FeedbackPart {
    let say: Strings
    let whole: WholeInterview

    var html: HTML {
        guard let feedback = whole.feedbackSummary else {
            return .none(whole.feedback == nil ? say.noFeedback : say.unknownFeedback)
        }
        let lists: [HTML] = [
            list(say.strengths, feedback.strengths), list(say.improvements, feedback.improvements),
            list(say.recommendations, feedback.recommendations), categories(feedback),
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

    private func list(_ title: HTML, _ points: [String]) -> HTML {
        guard !points.isEmpty else { return "" }
        let items = points.map { "<li dir=\"auto\">\(text: $0)</li>" as HTML }
        return "<div><h4>\(title)</h4>\n<ul>\(items.joined())</ul></div>\n"
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
