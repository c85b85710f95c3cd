// Strengths and weak points that recur in feedback.

internal import Interviews

struct Points {
    let say: Strings
    let progress: Progress

    /// How many recurring points are shown before the rest is collapsed.
    private static let listed = 8

    var html: HTML {
        """
        <div class="points">
        <div>
        <h3>\(say.recurringStrengths)</h3>
        \(ranked(progress.strengths))</div>
        <div>
        <h3>\(say.recurringWeakPoints)</h3>
        \(ranked(progress.weakPoints))</div>
        </div>

        """
    }

    private func ranked(_ points: [Progress.Point]) -> HTML {
        guard !points.isEmpty else { return .none(say.noPoints) }
        // The points are sorted by descending number of interviews.
        let recurring = points.prefix { $0.interviews > 1 }
        let once = points.dropFirst(recurring.count)
        let rest = recurring.dropFirst(Self.listed)
        return """
            \(recurring.isEmpty ? .none(say.nothingRecurs) : list(recurring.prefix(Self.listed)))\
            \(rest.isEmpty ? "" : HTML.more("rest", say.more(rest.count), list(rest)))\
            \(once.isEmpty ? "" : HTML.more("rest", say.namedOnce(once.count), list(once)))
            """
    }

    private func list(_ points: ArraySlice<Progress.Point>) -> HTML {
        let items = points.map { one -> HTML in
            let count: HTML =
                one.interviews > 1 ? " <span class=\"count\">\(say.interviews(one.interviews))</span>" : ""
            return "<li><span class=\"point\" dir=\"auto\">\(text: one.point)</span>\(count)</li>\n"
        }
        return "<ul class=\"ranked\">\n\(items.joined())</ul>\n"
    }
}
