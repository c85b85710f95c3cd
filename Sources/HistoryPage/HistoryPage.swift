// The history page: its head, its sections in order, its foot.

public import Insight
public import Interviews

/// All interviews of a user as one HTML document without scripts and without requests.
public struct HistoryPage {
    private let user: UserID
    private let history: History
    private let say: Strings
    private let zone: LocalTime
    private let time: Instant

    /// - Parameters:
    ///   - zone: the time zone of days and weeks.
    ///   - time: when the history was read.
    public init(of user: UserID, _ history: History, in language: Language, _ zone: LocalTime, at time: Instant) {
        self.user = user
        self.history = history
        say = Strings(language: language)
        self.zone = zone
        self.time = time
    }

    /// Writes the document in UTF-8, piece by piece.
    /// - Parameter pass: is called with each piece.
    /// - Throws: what `pass` throws, or what the history throws when it is read.
    public func write(to pass: @escaping (Span<UInt8>) throws -> Void) throws {
        let page = PageWriter(pass)
        try page.write(head)
        for section in Section.allCases {
            try page.write(
                """
                <section id="\(section.id)" aria-labelledby="\(section.id)-title">
                <h2 id="\(section.id)-title">\(say.name(of: section))</h2>
                <div class="content">

                """)
            try write(section, to: page)
            try page.write("</div>\n</section>\n")
        }
        try page.write(
            """
            </main>
            <footer><p>\(say.footer(timeZone: zone.name))</p></footer>
            </body>
            </html>

            """)
        try page.flush()
    }

    private var head: HTML {
        """
        <!DOCTYPE html>
        <html lang="\(text: say.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(say.title(of: user.text))</title>
        <style>
        \(Self.style)</style>
        </head>
        <body>
        <a class="skip" href="#\(Section.interviews.id)">\(say.skip)</a>
        <header>
        <h1>\(say.title)</h1>
        <p>\(say.of("<bdi class=\"user\">\(text: user.text)</bdi>"))</p>
        <p>\(say.generated(generated))</p>
        </header>
        <nav aria-label="\(say.contents)">
        <ul>\(links)</ul>
        </nav>
        <main>

        """
    }

    private var generated: HTML {
        let clock = String(zone.wallClock(at: time).description.dropFirst(11).prefix(5))
        return """
            <time datetime="\(text: time.description)">\(say.date(zone.day(of: time))), \(text: clock) \
            \(text: zone.name)</time>
            """
    }

    private var links: HTML {
        Section.allCases.map { "<li><a href=\"#\($0.id)\">\(say.name(of: $0))</a></li>" }.joined()
    }

    private func write(_ section: Section, to page: PageWriter) throws {
        switch section {
        case .figures: try page.write(Figures(say: say, zone: zone, history: history).html)
        case .scores: try Scores(say: say, zone: zone, history: history).write(to: page)
        case .weeks: try page.write(Weeks(say: say, progress: history.progress).html)
        case .technologies:
            try TechnologyTable(say: say, technologies: history.progress.technologies).write(to: page)
        case .points: try page.write(Points(say: say, progress: history.progress).html)
        case .interviews: try InterviewEntries(say: say, zone: zone, history: history).write(to: page)
        }
    }
}

/// A section of the page; its raw value is its id.
enum Section: String, CaseIterable {
    case figures, scores, weeks, technologies, points, interviews

    var id: HTML { "\(text: rawValue)" }
}
