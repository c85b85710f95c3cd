// One call of each method: together, in this order, the life of one interview on a new deterministic database.

internal import JSON
internal import JSONRPC

extension MethodExample {
    static let create = example(
        "Plan an interview",
        """
        {"session":{"userId":"kp_alice"},"technologies":["Swift","SQLite"],
        "context":"Senior backend engineer, remote.","duration":30}
        """,
        """
        {"voiceInterview":{\(planned),"status":"pending","startedAt":"2026-01-01T00:00:00.000Z"}}
        """)

    static let updateStatus = example(
        "Begin it",
        """
        {\(interview),"status":"active","conversationId":"conv_1"}
        """,
        """
        {"voiceInterview":{\(planned),"conversationId":"conv_1","status":"active","startedAt":"2026-01-01T00:00:00.000Z"}}
        """)

    static let saveTranscription = example(
        "Keep what was said",
        """
        {\(interview),"transcription":\(said),"actualDuration":1260,"feedback":{"note":7},"score":80}
        """,
        """
        {"voiceInterview":{\(held)}}
        """)

    static let list = example(
        "The newest interviews about Swift",
        """
        {"session":{"userId":"kp_alice"},"limit":20,"technology":"swift"}
        """,
        """
        {"voiceInterviews":[{\(held)}]}
        """)

    static let get = example(
        "One interview, whole",
        """
        {\(interview)}
        """,
        """
        {"voiceInterview":{\(held),"feedback":{"note":7},"transcription":\(said)}}
        """)

    static let stats = example(
        "What it comes to",
        """
        {"session":{"userId":"kp_alice"}}
        """,
        """
        {"stats":{"total":1,"byStatus":{"pending":0,"active":0,"completed":1,"failed":0},
        "totalDuration":1260,"scoredInterviews":1,"averageScore":80}}
        """)

    // MARK: - Parts

    private static let interview =
        #""session":{"userId":"kp_alice"},"interviewId":"00000000-0000-7000-8000-000000000001""#

    private static let planned = """
        "id":"00000000-0000-7000-8000-000000000001","userId":"kp_alice","technologies":["Swift","SQLite"],\
        "context":"Senior backend engineer, remote.","duration":30
        """

    private static let held = """
        \(planned),"conversationId":"conv_1","status":"completed","startedAt":"2026-01-01T00:00:00.000Z",\
        "endedAt":"2026-01-01T00:00:02.000Z","actualDuration":1260,"score":80
        """

    private static let said =
        #"[{"speaker":"ai","text":"Tell me about B-trees."},{"speaker":"user","text":"They are flat."}]"#

    private static func example(_ name: String, _ params: String, _ result: String) -> MethodExample {
        do {
            return MethodExample(name, params: try JSONText(params), result: try JSONText(result))
        } catch {
            preconditionFailure("the example \(name) is not JSON: \(error)")
        }
    }
}
