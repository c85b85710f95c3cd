// What feedback praises and misses again and again.

internal import Interviews

struct Points {
    let say: Words
    let progress: Progress

    /// How many of a kind are shown at once.
    private static let listed = 8

    var html: HTML {
        """
        <div class="points">
        <div>
        <h3>\(say.strengths)</h3>
        \(ranked(progress.strengths))</div>
        <div>
        <h3>\(say.weakPoints)</h3>
        \(ranked(progress.weakPoints))</div>
        </div>

        """
    }

    private func ranked(_ points: [Progress.Point]) -> HTML {
        guard !points.isEmpty else { return .none(say.noPoints) }
        let rest = points.dropFirst(Self.listed)
        let more = rest.isEmpty ? "" : HTML.more("rest", say.more(rest.count), list(rest))
        return "\(list(points.prefix(Self.listed)))\(more)"
    }

    private func list(_ points: ArraySlice<Progress.Point>) -> HTML {
        let items = points.map { one -> HTML in
            """
            <li><span class="point" dir="auto">\(text: one.point)</span> \
            <span class="count">\(say.interviews(one.interviews))</span></li>

            """
        }
        return "<ul class=\"ranked\">\n\(items.joined())</ul>\n"
    }
}
