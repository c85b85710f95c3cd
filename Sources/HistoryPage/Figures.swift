// The section "At a glance": number of interviews, practice time, scores.

internal import Insight
internal import Interviews

struct Figures {
    let say: Strings
    let zone: LocalTime
    let history: History

    var html: HTML {
        """
        <dl class="figures">
        \(figure(say.interviews, say.number(history.stats.total), statuses))\
        \(practised)\
        \(best)\
        \(average)</dl>

        """
    }

    private func figure(_ name: HTML, _ value: HTML, _ note: HTML) -> HTML {
        let note: HTML = note.isEmpty ? "" : "<dd class=\"note\">\(note)</dd>"
        return "<div><dt>\(name)</dt><dd class=\"value\">\(value)</dd>\(note)</div>\n"
    }

    private var statuses: HTML {
        let stats = history.stats
        let counts: [(InterviewStatus, Int)] = [
            (.completed, stats.completed), (.active, stats.active), (.pending, stats.pending), (.failed, stats.failed),
        ]
        let items = counts.filter { $0.1 > 0 }.map { "<li>\(say.interviews($0.1, $0.0))</li>" as HTML }
        return items.isEmpty ? "" : "<ul>\(items.joined())</ul>"
    }

    private var practised: HTML {
        let count = history.timedInterviews
        guard count > 0 else { return figure(say.practised, "–", say.notPractised) }
        return figure(say.practised, say.length(history.stats.totalDuration), say.inInterviews(count))
    }

    /// The best score, with the date on which it was first reached.
    private var best: HTML {
        let note = history.bestScoredAt.map { say.on(say.time(zone.day(of: $0))) }
        return figure(say.best, say.score(history.progress.bestScore), note ?? say.nothingScored)
    }

    private var average: HTML {
        let count = history.stats.scoredInterviews
        return figure(
            say.average, say.score(history.stats.averageScore), count > 0 ? say.overScored(count) : say.nothingScored)
    }
}
