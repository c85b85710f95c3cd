// Averages by technology, as a table.

internal import Interviews

struct TechnologyTable {
    let say: Strings
    let technologies: [Progress.Technology]

    func write(to page: PageWriter) throws {
        guard !technologies.isEmpty else { return try page.write(.none(say.noTechnologies)) }
        let table = HTML.table("technologies", heads: [say.technology, say.interviews, say.average])
        try page.write(table.before)
        for one in technologies {
            try page.write(
                .row(["<bdi>\(text: one.technology)</bdi>", say.number(one.interviews), average(one)]))
        }
        try page.write(table.after)
    }

    private func average(_ technology: Progress.Technology) -> HTML {
        guard let score = technology.averageScore else { return say.score(nil) }
        return "\(HTML.bar(score))<span class=\"amount\">\(say.score(score))</span>"
    }
}
