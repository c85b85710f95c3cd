// An example call of each method, without its session. In this order, on a new deterministic database, they are the
// life of one interview.

internal import JSON
internal import JSONRPC

extension MethodExample {
    static let create = example(
        "Create an interview",
        """
        {"technologies":["Swift","SQLite"],
        "context":"Senior backend engineer, remote.","duration":30}
        """,
        """
        {"voiceInterview":{\(planned),"status":"pending","startedAt":"2026-01-01T00:00:00.000Z"}}
        """)

    static let updateStatus = example(
        "Start it",
        """
        {\(interview),"status":"active","conversationId":"conv_1"}
        """,
        """
        {"voiceInterview":{\(planned),"conversationId":"conv_1","status":"active","startedAt":"2026-01-01T00:00:00.000Z"}}
        """)

    static let append = example(
        "Append a turn",
        """
        {\(interview),"turns":[{"key":"1","speaker":"interviewer","text":"Tell me about B-trees."}]}
        """,
        """
        {"appended":1,"corrected":0,"unchanged":0,"turns":1}
        """)

    /// The signature is by the secret `wsec_test_secret`, at 2026-01-01T00:01:00Z.
    static let ingest = example(
        "Ingest the record of its conversation",
        #"""
        {"vendor":"elevenlabs","body":"{\"type\":\"post_call_transcription\",\"event_timestamp\":1767225660,\"data\":{\"conversation_id\":\"conv_1\",\"transcript\":[{\"role\":\"agent\",\"message\":\"Tell me about B-trees.\"},{\"role\":\"user\",\"message\":\"They are flat.\"}],\"metadata\":{\"start_time_unix_secs\":1767225601,\"call_duration_secs\":20}}}",
        "signature":"t=1767225660,v0=ce6729ee8390b126bda5d6d631f742c0dd44a62b418b3a869ecd65496b02daba"}
        """#,
        """
        {"voiceInterview":{\(held)},"outcome":"stored"}
        """)

    static let saveTranscription = example(
        "Save its transcription",
        """
        {\(interview),"transcription":\(said),"actualDuration":1260,"feedback":{"note":7},"score":80}
        """,
        """
        {"voiceInterview":{\(held)}}
        """)

    static let saveFeedback = example(
        "Save a feedback",
        """
        {\(interview),"feedback":{"overallScore":80,"evaluation":"Right, but brief."},"score":80}
        """,
        """
        {"voiceInterview":{\(held)}}
        """)

    /// Of an interview with more words, by a model that answers so.
    static let generateFeedback = example(
        "Let a model write a feedback",
        """
        {\(interview),"language":"en"}
        """,
        """
        {"voiceInterview":{\(held)},"feedback":{"score":80,"summary":"Right, but brief.",
        "categories":[{"name":"communication","score":80,"comment":"Clear."},
        {"name":"technicalKnowledge","score":90,"comment":"Right."},
        {"name":"problemSolving","score":80,"comment":"In steps."},
        {"name":"structure","score":80,"comment":"In order."},
        {"name":"examples","score":70,"comment":"One."}],
        "strengths":[{"point":"Knows B-trees.","quote":{"turn":1,"text":"They are flat"}}],
        "improvements":[{"point":"Few examples.","advice":"Name an index that you have made."}],
        "questions":[{"turn":0,"question":"Tell me about B-trees.","verdict":"answered","comment":""}],
        "unverifiedQuotes":0,
        "model":{"name":"a-model","rubric":"1","language":"en","generatedAt":"2026-01-01T00:00:04.000Z"}}}
        """)

    static let list = example(
        "List the newest interviews about Swift",
        """
        {"limit":20,"technology":"swift"}
        """,
        """
        {"voiceInterviews":[{\(held)}]}
        """)

    static let get = example(
        "Get one interview",
        """
        {\(interview)}
        """,
        """
        {"voiceInterview":{\(held),"feedback":{"note":7},"transcription":\(said),
        "conversations":[{"id":"conv_1","startedAt":"2026-01-01T00:00:01.000Z"}]}}
        """)

    static let stats = example(
        "Get the totals",
        """
        {}
        """,
        """
        {"stats":{"total":1,"byStatus":{"pending":0,"active":0,"completed":1,"failed":0},
        "totalDuration":1260,"scoredInterviews":1,"averageScore":80}}
        """)

    static let transcript = example(
        "Get the transcript as text",
        """
        {\(interview),"format":"text"}
        """,
        """
        {"transcript":{\(interview),"format":"text","source":"elevenLabs","from":"vendor",
        "text":"Interviewer: Tell me about B-trees.\\n\\nCandidate: They are flat.\\n"}}
        """)

    static let metrics = example(
        "Get the metrics",
        """
        {\(interview)}
        """,
        """
        {"metrics":{\(interview),"source":"elevenLabs","words":\(counted(7)),"candidateWords":\(counted(3)),
        "interviewerWords":\(counted(4)),"turns":\(counted(2)),"candidateTurns":\(counted(1)),
        "interviewerTurns":\(counted(1)),"candidateQuestions":\(counted(0)),"interviewerQuestions":\(counted(0)),
        "fillerWords":{"value":{"total":0,"phrases":[]},"basis":"measured"},
        "technologiesMentioned":{"value":[],"basis":"measured"},
        "leftOut":[{"metric":"candidateTalkShare","reason":"noTimes"},
        {"metric":"candidateWordsPerMinute","reason":"noTimes"},{"metric":"longestMonologue","reason":"noTimes"},
        {"metric":"responseLatency","reason":"noTimes"}]}}
        """)

    static let progress = example(
        "Get the progress",
        """
        {"timeZone":"Europe/Paris"}
        """,
        """
        {"progress":{"timeZone":"Europe/Paris","interviews":1,"scoredInterviews":1,"bestScore":80,"averageScore":80,
        "scores":[{\(interview),"startedAt":"2026-01-01T00:00:00.000Z","score":80}],
        "weeks":[{"monday":"2025-12-29","interviews":1,"totalDuration":1260}],
        "technologies":[{"technology":"SQLite","interviews":1,"scoredInterviews":1,"averageScore":80},
        {"technology":"Swift","interviews":1,"scoredInterviews":1,"averageScore":80}],
        "recurringStrengths":[],"recurringWeakPoints":[]}}
        """)

    static let search = example(
        "Search for B-trees",
        """
        {"query":"b-trees"}
        """,
        """
        {"hits":[{\(interview),"startedAt":"2026-01-01T00:00:00.000Z","turn":0,"speaker":"interviewer",
        "window":[{"text":"Tell me about ","isMatch":false},{"text":"B-trees","isMatch":true},
        {"text":".","isMatch":false}]}]}
        """)

    static let delete = example(
        "Delete it",
        """
        {\(interview)}
        """,
        """
        {\(interview)}
        """)

    // MARK: - Parts

    private static func counted(_ value: Int) -> String { #"{"value":\#(value),"basis":"measured"}"# }

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

    /// The example with a session.
    /// - Parameter session: JSON.
    func with(session: String) -> MethodExample {
        let others = String(decoding: params.root.bytes.dropFirst(), as: UTF8.self)
        let separator = params.root.members.contains { _ in true } ? "," : ""
        return MethodExample(name, params: Self.text("{\"session\":\(session)\(separator)\(others)"), result: result)
    }
}
