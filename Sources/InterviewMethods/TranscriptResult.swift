// The result type of transcripts.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC

extension ResultType<InterviewTranscript> {
    /// `{transcript: …}`
    static let transcript = ResultType.record(nil, Member("transcript", whole: whole, "The transcript."))

    private static let whole = ResultType.record(
        "Transcript",
        Member("interviewId", \.interviewId, .string, "The id of the interview."),
        Member("format", \.rendering.format, .choice, "The requested format."),
        Member(
            "source", \.rendering.source, .choice,
            "The format of the transcription. unknown: any other format. none: nothing was saved."),
        Member(
            optional: "from", \.reading.origin, .choice,
            "saved: by a client. live: appended turns. vendor: records that came by webhook."),
        Member(
            optional: "conversations", \.reading.conversationIds, .list(.string),
            "The conversations from which the turns come, in order, if there are several."),
        Member(
            optional: "isTruncated", { $0.reading.conversation.isTruncated ? true : nil }, .boolean,
            "true if there is more."),
        Member(
            optional: "times", \.rendering.times, .choice,
            "In vtt and srt. measured: all times come from the transcription. estimated: not all do."),
        Member(
            optional: "turns", \.rendering.turns, .list(ResultType<Turn>.turn), "The turns, if the format is turns."),
        Member(optional: "text", \.rendering.text, .string, "The text, if the format is another."),
        Member(
            optional: "transcription", \.transcription, .json,
            "The transcription as getVoiceInterviewById returns it, if the source is unknown."))
}

extension ResultType<[Turn]> {
    /// An array of turns with their indexes.
    fileprivate static func list(_ type: ResultType<(index: Int, turn: Turn)>) -> ResultType {
        ResultType(.array(type.schema)) { turns, writer in
            writer.beginArray()
            for (index, turn) in turns.enumerated() { type.write((index, turn), &writer) }
            writer.endArray()
        }
    }
}

extension ResultType<Turn> {
    fileprivate static let turn = ResultType<(index: Int, turn: Turn)>.record(
        "Turn",
        .init("index", { $0.index }, .integer, "The position of the turn, from 0."),
        .init(optional: "speaker", { $0.turn.speaker }, .choice, "Omitted if unknown."),
        .init(optional: "name", { $0.turn.name }, .string, "The name of a speaker whose role is unknown."),
        .init("text", { $0.turn.text }, .string, "What was said."),
        .init(
            optional: "start", { $0.turn.start }, .number,
            "Seconds from the start of the conversation; omitted if unknown."),
        .init(
            optional: "end", { $0.turn.end }, .number,
            "Seconds from the start of the conversation; omitted if unknown."))
}
