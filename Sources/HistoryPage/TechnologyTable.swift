// Averages by technology.

internal import Interviews

struct TechnologyTable {
    let say: Words
    let technologies: [Progress.Technology]

    var html: HTML {
        guard !technologies.isEmpty else { return .none(say.noTechnologies) }
        let rows = technologies.map { one in
            [
                "<bdi>\(text: one.technology)</bdi>", say.number(one.interviews),
                "\(HTML.bar(one.averageScore))\(say.score(one.averageScore))",
            ] as [HTML]
        }
        return .table("technologies", heads: [say.technology, say.interviews, say.average], rows: rows)
    }
}
