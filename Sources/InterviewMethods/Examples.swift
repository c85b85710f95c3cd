// One call of each method, without its session: together, in this order, the life of one interview on a new deterministic database.

internal import JSON
internal import JSONRPC

extension MethodExample {
    static let create = example(
        "Plan an interview",
        """
        {"technologies":["Swift","SQLite"],
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
        {"limit":20,"technology":"swift"}
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
        {}
        """,
        """
        {"stats":{"total":1,"byStatus":{"pending":0,"active":0,"completed":1,"failed":0},
        "totalDuration":1260,"scoredInterviews":1,"averageScore":80}}
        """)

    // MARK: - Parts

    private static let interview =
        #""interviewId":"00000000-0000-7000-8000-000000000001""#

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
        MethodExample(name, params: text(params), result: text(result))
    }

    private static func text(_ json: String) -> JSONText {
        do { return try JSONText(json) } catch { preconditionFailure("an example is not JSON: \(error)") }
    }

    /// The same call, with a session.
    /// - Parameter session: JSON.
    func with(session: String) -> MethodExample {
        let others = String(decoding: params.root.bytes.dropFirst(), as: UTF8.self)
        let separator = params.root.members.contains { _ in true } ? "," : ""
        return MethodExample(name, params: Self.text("{\"session\":\(session)\(separator)\(others)"), result: result)
    }
}
