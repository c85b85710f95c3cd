// Small pieces that several parts of the page are made of.

internal import Insight

extension Strings {
    /// A day, also for machines.
    func time(_ day: Day) -> HTML { "<time datetime=\"\(text: day.description)\">\(date(day))</time>" }

    /// What an interview is about.
    func names(_ technologies: [String]) -> HTML {
        technologies.isEmpty ? noTechnologyNamed : technologies.map { "<bdi>\(text: $0)</bdi>" }.joined(separator: ", ")
    }
}

extension HTML {
    /// The id of an interview's place in the list.
    static func place(of interviewId: String) -> HTML { "i-\(text: interviewId)" }

    /// What is said where there is nothing to show.
    static func none(_ sentence: HTML) -> HTML { "<p class=\"none\">\(sentence)</p>\n" }

    /// What is closed at first.
    static func more(_ name: HTML, _ title: HTML, _ content: HTML) -> HTML {
        """
        <details class="\(name)">
        <summary><span>\(title)</span></summary>
        \(content)</details>

        """
    }

    /// A table; the first cell of each row is the row's head.
    static func table(_ name: HTML, heads: [HTML], rows: [[HTML]]) -> HTML {
        let head = heads.map { "<th scope=\"col\">\($0)</th>" as HTML }.joined()
        let lines = rows.map { row -> HTML in
            let cells = row.dropFirst().map { "<td>\($0)</td>" as HTML }.joined()
            return "<tr><th scope=\"row\">\(row.first ?? "")</th>\(cells)</tr>\n"
        }
        return """
            <table class="\(name)">
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(lines.joined())</tbody>
            </table>

            """
    }

    /// A score from 0 to 100 as a bar; nothing where it is not known.
    static func bar(_ score: Double?) -> HTML {
        guard let score else { return "" }
        return
            "<span class=\"bar\"><span style=\"inline-size:\(Int(min(max(score, 0), 100).rounded()))%\"></span></span>"
    }
}
