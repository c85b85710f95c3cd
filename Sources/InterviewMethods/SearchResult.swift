// How what a search finds is written, and described.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<SearchPage> {
    /// `{hits: […], nextCursor?}`
    static let searchPage = ResultType.record(
        nil,
        Member("hits", \.hits, .list(hit), "The newest interviews first; of one, its context before its turns."),
        Member(
            optional: "nextCursor", \.nextCursor, .string,
            "Leads to the next page; missing on the last. A page may have no hits and lead on."))

    private static let hit = ResultType<SearchHit>.record(
        "SearchHit",
        .init("interviewId", \.interviewId, .string, "In which interview."),
        .init("startedAt", { $0.startedAt }, .instant, "When that was created."),
        .init(optional: "turn", \.turn, .integer, "In which turn, by its index; left out for the context."),
        .init(optional: "speaker", \.speaker, .choice, "Who said it, if that is known."),
        .init(optional: "name", \.name, .string, "What the transcript calls a speaker of no known role."),
        .init(optional: "start", \.start, .number, "When, in seconds from the start, if that is known."),
        .init("window", \.window, .list(part), "The text around the first match, in parts that follow each other."))

    private static let part = ResultType<WindowPart>.record(
        "WindowPart",
        .init("text", \.text, .string, "The text; … where the window cuts it off."),
        .init("isMatch", \.isMatch, .boolean, "Whether this is what was looked for."))
}
