// Scores over time: a dot for each score, a line for the rolling average of five, and a table.

internal import Insight
internal import Interviews

struct Scores {
    let say: Strings
    let zone: LocalTime
    let history: History

    /// With more scores, the dots and the line are thinner.
    private static let few = 100

    func write(to page: PageWriter) throws {
        let scores = history.progress.scores
        guard let first = scores.first, let last = scores.last else { return try page.write(.none(say.noScores)) }
        let axis = Axis(first: first.startedAt, last: last.startedAt)
        let plot = Plot(
            say: say, section: .scores, description: description(scores, first, last), graphic: line(scores, axis),
            links: dots(scores, axis), ups: ["100", "75", "50", "25", "0"],
            acrosses: acrosses(from: first.startedAt, to: last.startedAt), legend: legend(scores))
        try page.write(plot.html)
        let more = HTML.more("numbers", say.scoreTable)
        try page.write(more.before)
        try writeTable(scores, to: page)
        try page.write(more.after)
    }

    private func day(_ time: Instant) -> Day { zone.day(of: time) }

    private func description(
        _ scores: [Progress.Score], _ first: Progress.Score, _ last: Progress.Score
    ) -> HTML {
        guard scores.count > 1 else { return say.describe(first.score, on: day(first.startedAt)) }
        let values = scores.map(\.score)
        return say.describe(
            scores.count, from: day(first.startedAt), to: day(last.startedAt), lowest: values.reduce(100, min),
            highest: values.reduce(0, max), rollingAverage: last.rollingAverage)
    }

    /// The horizontal axis: the times of the first and the last score.
    private struct Axis {
        let first: Instant
        let last: Instant

        func point(_ score: Progress.Score, _ value: Double) -> HTML {
            let span = Double(last.milliseconds - first.milliseconds)
            let x = span > 0 ? 100 * Double(score.startedAt.milliseconds - first.milliseconds) / span : 50
            return "\(Plot.place(min(max(x, 0), 100))) \(Plot.place(100 - value))"
        }
    }

    private func many(_ scores: [Progress.Score]) -> HTML { scores.count > Self.few ? " many" : "" }

    private func line(_ scores: [Progress.Score], _ axis: Axis) -> HTML {
        let averages = scores.compactMap { score in score.rollingAverage.map { axis.point(score, $0) } }
        guard !averages.isEmpty else { return "" }
        // A zero-length segment draws a line of one point as a dot.
        let line: HTML = "M\(averages.joined(separator: "L"))\(averages.count == 1 ? "h0" : "")"
        return "<path class=\"line\(many(scores))\" vector-effect=\"non-scaling-stroke\" d=\"\(line)\"/>\n"
    }

    /// Links to the interviews: a dot for each score, with an invisible area around it that is large enough to tap.
    private func dots(_ scores: [Progress.Score], _ axis: Axis) -> HTML {
        let many = many(scores)
        return scores.map { score -> HTML in
            let dot: HTML = "vector-effect=\"non-scaling-stroke\" d=\"M\(axis.point(score, score.score))h0\""
            return """
                <a href="#\(HTML.place(of: score.interviewId))" tabindex="-1">\
                <title>\(say.dot(score.score, on: day(score.startedAt)))</title>\
                <path class="around\(many)" \(dot)/><path class="dots\(many)" \(dot)/></a>

                """
        }.joined()
    }

    /// The dates at the ends and in the middle, or only one if they are too close to each other.
    private func acrosses(from first: Instant, to last: Instant) -> [HTML] {
        let middle = Instant(milliseconds: first.milliseconds + (last.milliseconds - first.milliseconds) / 2)
        let days = day(last) - day(first) > 1 ? [first, middle, last] : [first]
        return days.map { say.date(day($0)) }
    }

    private func legend(_ scores: [Progress.Score]) -> HTML {
        let hasLine = scores.contains { $0.rollingAverage != nil }
        let line: HTML = hasLine ? " <span class=\"key line\">\(say.rollingAverage)</span>" : ""
        let isCut = history.progress.scoredInterviews > scores.count
        let cut: HTML = isCut ? " <span class=\"note\">\(say.newest(scores.count))</span>" : ""
        return """
            <span class="key dots">\(say.score)</span>\(line) \
            <span class="note">\(hasLine ? say.rollingNote : say.rollingLater)</span>\(cut)
            """
    }

    private func writeTable(_ scores: [Progress.Score], to page: PageWriter) throws {
        let table = HTML.table("scores", heads: [say.date, say.technologies, say.score, say.rollingAverage])
        try page.write(table.before)
        for score in scores.reversed() {
            try page.write(
                .row([
                    "<a href=\"#\(HTML.place(of: score.interviewId))\">\(say.time(day(score.startedAt)))</a>",
                    say.names(try history.technologies(ofInterview: score.interviewId)),
                    say.score(score.score), say.score(score.rollingAverage),
                ]))
        }
        try page.write(table.after)
    }
}
