// A graphic that fills its place, with labels beside it and below it that keep their size.

struct Plot {
    let say: Strings
    let section: Section

    /// What the graphic shows, in words.
    let description: HTML

    /// In a square of 100 by 100.
    let graphic: HTML

    /// Likewise, in front of it: what leads elsewhere. The same links must be found in text, where all can use them.
    var links: HTML = ""

    /// From the top down; a line is drawn for each.
    let ups: [HTML]

    /// From the left.
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

    /// A coordinate from 0 to 100, with two digits after the point.
    static func place(_ value: Double) -> HTML {
        let (whole, rest) = Int((value * 100).rounded()).quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? "\(whole)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
