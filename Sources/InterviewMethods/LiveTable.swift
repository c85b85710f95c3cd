// The methods that store what is said while an interview runs, and what its vendor records.

internal import Interviews
internal import JSONRPC

extension InterviewTable {
    var appendVoiceInterviewTurns: Method<Transaction> {
        method(
            .appendVoiceInterviewTurns, title: "Append turns",
            """
            Stores turns while an interview is held, so that nothing is lost if no transcription is saved. A turn with the \
            key of an earlier one replaces that one. To store a whole transcription, use saveVoiceInterviewTranscription.
            """,
            Self.ofInterview,
            Parameter("turns", .liveTurns, "The turns, in order."),
            result: .appendedTurns, effect: .writesIdempotently, refusals: [.notFound, .tooLarge], example: .append
        ) { interviews, id, turns throws(Refusal) in try interviews.append(turns, to: id) }
    }
}
