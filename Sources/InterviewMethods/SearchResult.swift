// The result type of searches.

internal import Insight
internal import Interviews
internal import JSONRPC

extension ResultType<SearchPage> {
    /// `{hits: […], nextCursor?}`
    static let searchPage = ResultType.record(
        nil,
        Member("hits", \.hits, .list(hit), "By interview, newest first; in each, the context before the turns."),
        Member(
            optional: "nextCursor", \.nextCursor, .string,
            "The cursor of the next page; omitted on the last page. A page without hits may have one."))

    private static let hit = ResultType<SearchHit>.record(
        "SearchHit",
        .init("interviewId", \.interviewId, .string, "The id of the interview."),
        .init("startedAt", { $0.startedAt }, .instant, "Its creation time."),
        .init(optional: "turn", \.turn, .integer, "The index of the turn; omitted for the context."),
        .init(optional: "speaker", \.speaker, .choice, "The speaker, if known."),
        .init(optional: "name", \.name, .string, "The name of a speaker whose role is unknown."),
        .init(optional: "start", \.start, .number, "Seconds from the start of the conversation, if known."),
        .init("window", \.window, .list(part), "The text around the first match, in consecutive parts."))

    private static let part = ResultType<WindowPart>.record(
        "WindowPart",
        .init("text", \.text, .string, "The text; … marks where it was cut."),
        .init("isMatch", \.isMatch, .boolean, "Whether this part matches the query."))
}
