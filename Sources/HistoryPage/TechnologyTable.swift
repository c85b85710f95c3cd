// Averages by technology, as a table.

internal import Interviews

struct TechnologyTable {
    let say: Strings
    let technologies: [Progress.Technology]

    var html: HTML {
        guard !technologies.isEmpty else { return .none(say.noTechnologies) }
        let rows = technologies.map { one in
            [
                "<bdi>\(text: one.technology)</bdi>", say.number(one.interviews),
                average(one),
            ] as [HTML]
        }
        return .table("technologies", heads: [say.technology, say.interviews, say.average], rows: rows)
    }

    private func average(_ technology: Progress.Technology) -> HTML {
        guard let score = technology.averageScore else { return say.score(nil) }
        return "\(HTML.bar(score))<span class=\"amount\">\(say.score(score))</span>"
    }
}
