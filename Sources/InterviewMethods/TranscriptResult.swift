// How a transcript is written, and described.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC

extension ResultType<InterviewTranscript> {
    /// `{transcript: …}`
    static let transcript = ResultType.record(nil, Member("transcript", whole: whole, "What was said."))

    private static let whole = ResultType.record(
        "Transcript",
        Member("interviewId", \.interviewId, .string, "Of which interview."),
        Member("format", \.format, .choice, "As it was asked for."),
        Member(
            "source", \.source, .choice,
            "In which form it was saved. unknown: in one that is not understood. none: nothing was saved."),
        Member(
            optional: "times", \.times, .choice,
            "Of vtt and srt: whether all times are those of the transcript, or some are estimated."),
        Member(optional: "turns", \.turns, .list(ResultType<Turn>.turn), "With the format turns."),
        Member(optional: "text", \.text, .string, "With any other format: the text."),
        Member(
            optional: "transcription", \.transcription, .json,
            "With the source unknown: the transcription, as it was saved."))
}

extension ResultType<[Turn]> {
    /// An array of turns, each with its index.
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
        .init("index", { $0.index }, .integer, "Its place, counted from 0."),
        .init(optional: "speaker", { $0.turn.speaker }, .choice, "Left out where the transcript does not tell."),
        .init(optional: "name", { $0.turn.name }, .string, "What the transcript calls a speaker of no known role."),
        .init("text", { $0.turn.text }, .string, "What was said."),
        .init(
            optional: "start", { $0.turn.start }, .number,
            "In seconds from the start of the conversation; left out where the transcript does not tell."),
        .init(optional: "end", { $0.turn.end }, .number, "Likewise."))
}
