// Practice time per week: a bar for each of the last weeks, and a table.

internal import Insight
internal import Interviews

struct Weeks {
    let say: Strings
    let progress: Progress

    /// The least and the greatest number of weeks that are shown; the last one is that of the latest interview.
    private static let shown = 4...26

    /// Upper ends of the vertical axis in minutes, whose halves are round, too; above the last, it is doubled.
    private static let tops: [Double] = [
        1, 2, 4, 6, 10, 20, 30, 40, 60, 90, 120, 180, 240, 360, 480, 600, 720, 960, 1_200, 1_440, 1_800, 2_400, 3_000,
        3_600, 4_800, 6_000, 7_200, 10_080,
    ]

    /// A week, with or without interviews.
    private struct Week {
        let monday: Day
        let interviews: Int

        /// In seconds; nil if no interview of the week has a duration.
        let time: Double?
    }

    private var weeks: [Week] {
        guard let first = progress.weeks.first?.monday, let last = progress.weeks.last?.monday else { return [] }
        let found = Dictionary(progress.weeks.map { ($0.monday, $0) }, uniquingKeysWith: { first, _ in first })
        let count = min(max((last - first) / 7 + 1, Self.shown.lowerBound), Self.shown.upperBound)
        return (0..<count).map { index in
            let monday = last + 7 * (index - count + 1)
            guard let week = found[monday] else { return Week(monday: monday, interviews: 0, time: 0) }
            return Week(monday: monday, interviews: week.interviews, time: week.totalDuration)
        }
    }

    var html: HTML {
        let weeks = weeks
        guard let last = weeks.last, weeks.contains(where: { $0.interviews > 0 && $0.time != nil }) else {
            return .none(say.noTime)
        }
        let times = weeks.map { $0.time ?? 0 }
        let most = times.reduce(0, max)
        let top = Self.top(for: most)
        let plot = Plot(
            say: say, section: .weeks,
            description: say.describe(
                weeks: weeks.count, through: last.monday, total: times.reduce(0, +), most: most),
            graphic: "<path class=\"bars\" d=\"\(bars(times, top: top))\"/>\n",
            ups: [say.length(top), say.length(top / 2), "0"],
            acrosses: ([0] + middle(weeks) + [weeks.count - 1]).map { say.date(weeks[$0].monday) },
            legend: "<span class=\"note\">\(say.mondays)</span>")
        return "\(plot.html)\(HTML.more("numbers", say.weekTable, table(weeks)))"
    }

    /// The index of a week for the label in the middle; none if their number is even and below 10.
    private func middle(_ weeks: [Week]) -> [Int] {
        weeks.count.isMultiple(of: 2) && weeks.count < 10 ? [] : [weeks.count / 2]
    }

    /// The upper end of the vertical axis in seconds.
    /// - Parameter most: the longest practice time of a week in seconds.
    private static func top(for most: Double) -> Double {
        var top = 60 * (tops.first { 60 * $0 >= most } ?? tops.reduce(0, max))
        while top < most { top *= 2 }
        return top
    }

    private func bars(_ times: [Double], top: Double) -> HTML {
        let slot = 100 / Double(times.count)
        return times.enumerated().filter { $0.element > 0 }.map { week, time -> HTML in
            let (left, width) = (Plot.place(slot * (Double(week) + 0.14)), Plot.place(slot * 0.72))
            return "M\(left) 100V\(Plot.place(100 - 100 * time / top))h\(width)V100z"
        }.joined()
    }

    private func table(_ weeks: [Week]) -> HTML {
        let rows = weeks.reversed().map { week in
            let time: HTML = week.time.map { $0 > 0 ? say.length($0) : "0" } ?? "–"
            return [say.time(week.monday), say.number(week.interviews), time]
        }
        return .table("weeks", heads: [say.week, say.interviews, say.time], rows: rows)
    }
}
