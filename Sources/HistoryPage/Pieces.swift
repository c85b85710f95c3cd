// HTML elements that several sections use.

internal import Insight

extension Strings {
    /// A date as a `time` element.
    func time(_ day: Day) -> HTML { "<time datetime=\"\(text: day.description)\">\(date(day))</time>" }

    /// The technologies of an interview.
    func names(_ technologies: [String]) -> HTML {
        technologies.isEmpty ? noTechnologyNamed : technologies.map { "<bdi>\(text: $0)</bdi>" }.joined(separator: ", ")
    }
}

extension HTML {
    /// The id of an interview's entry in the list.
    static func place(of interviewId: String) -> HTML { "i-\(text: interviewId)" }

    /// The id of a turn that is quoted.
    static func place(ofTurn turn: Int, in interviewId: String) -> HTML { "\(place(of: interviewId))-\(turn)" }

    /// A sentence in place of missing content.
    static func none(_ sentence: HTML) -> HTML { "<p class=\"none\">\(sentence)</p>\n" }

    /// Content that is collapsed at first, between what stands before and after it.
    static func more(_ name: HTML, _ title: HTML) -> (before: HTML, after: HTML) {
        let before: HTML = """
            <details class="\(name)">
            <summary><span>\(title)</span></summary>

            """
        return (before, "</details>\n")
    }

    static func more(_ name: HTML, _ title: HTML, _ content: HTML) -> HTML {
        let (before, after) = more(name, title)
        return "\(before)\(content)\(after)"
    }

    /// The rows of a table, between what stands before and after them.
    static func table(_ name: HTML, heads: [HTML]) -> (before: HTML, after: HTML) {
        let head = heads.map { "<th scope=\"col\">\($0)</th>" as HTML }.joined()
        let before: HTML = """
            <table class="\(name)">
            <thead><tr>\(head)</tr></thead>
            <tbody>

            """
        return (before, "</tbody>\n</table>\n")
    }

    /// A row of a table. The first cell is a header.
    static func row(_ cells: [HTML]) -> HTML {
        let others = cells.dropFirst().map { "<td>\($0)</td>" as HTML }.joined()
        return "<tr><th scope=\"row\">\(cells.first ?? "")</th>\(others)</tr>\n"
    }

    static func table(_ name: HTML, heads: [HTML], rows: [[HTML]]) -> HTML {
        let (before, after) = table(name, heads: heads)
        return "\(before)\(rows.map(row).joined())\(after)"
    }

    /// A score from 0 to 100 as a bar; empty if there is no score.
    static func bar(_ score: Double?) -> HTML {
        guard let score else { return "" }
        return
            "<span class=\"bar\"><span style=\"inline-size:\(Int(min(max(score, 0), 100).rounded()))%\"></span></span>"
    }
}
