// A plot that fills the width of the page, with axis labels whose size does not change.

struct Plot {
    let say: Strings
    let section: Section

    /// The plot as a sentence, for screen readers.
    let description: HTML

    /// In coordinates from 0 to 100.
    let graphic: HTML

    /// In the same coordinates, in front of the graphic. Screen readers and the keyboard skip these links, so the same
    /// ones must also be in a table.
    var links: HTML = ""

    /// The labels of the vertical axis from the top down, each with a line.
    let ups: [HTML]

    /// The labels of the horizontal axis from the left.
    let acrosses: [HTML]
    let legend: HTML

    var html: HTML {
        let name = section.id
        return """
            <figure class="plot">
            <div class="axes">
            <div class="up" aria-hidden="true">\(labels(ups))</div>
            <svg viewBox="0 0 100 100" preserveAspectRatio="none"><g role="img" \
            aria-labelledby="\(name)-name \(name)-text"><title id="\(name)-name">\(say.name(of: section))</title>\
            <desc id="\(name)-text">\(description)</desc>
            <path class="rules" vector-effect="non-scaling-stroke" d="\(rules)"/>
            \(graphic)</g>
            <g aria-hidden="true">
            \(links)</g></svg>
            <div class="across" aria-hidden="true">\(labels(acrosses))</div>
            </div>
            <figcaption>\(legend)</figcaption>
            </figure>

            """
    }

    private var rules: HTML {
        ups.indices.map { "M0 \(Self.place(100 * Double($0) / Double(ups.count - 1)))H100" as HTML }.joined()
    }

    private func labels(_ texts: [HTML]) -> HTML { texts.map { "<span>\($0)</span>" as HTML }.joined() }

    /// A coordinate from 0 to 100, with at most two decimals.
    static func place(_ value: Double) -> HTML {
        let (whole, rest) = Int((value * 100).rounded()).quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? "\(whole)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
