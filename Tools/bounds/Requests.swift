// The slowest requests that are known, by method.

internal import ToolSupport

extension MeasuredRequest {
    /// Everything that is measured but for tools, which are called with the slowest of these.
    static let all: [MeasuredRequest] =
        writes + deletions + webhooks + reads + transcripts + lists + progress + searches + reviews + offers + lines

    /// The id of the newest interview of a user.
    static func newest(of user: String) -> @Sendable (Site) throws -> String {
        { ofInterview(try $0.interview(of: user)) }
    }

    // MARK: - Reading one interview

    private static let reads: [MeasuredRequest] =
        texts("getVoiceInterviewById")
        + HostileText.feedback.map {
            MeasuredRequest(
                "getVoiceInterviewById", "feedback: \($0.name)", User.feedback($0), newest(of: User.feedback($0)))
        }
        + stores("getVoiceInterviewById")
        + [
            MeasuredRequest("getVoiceInterviewById", "long context", User.wide, newest(of: User.wide)),
            MeasuredRequest("getVoiceInterviewById", "unknown id of 8 MiB", User.many) {
                ofInterview(String(repeating: "x", count: $0.size.transcription))
            },
            MeasuredRequest(line: "rpc.discover", "all") { _ in request("rpc.discover", "") },
            MeasuredRequest("getVoiceInterviewStats", "many interviews", User.many) { _ in "" },
            MeasuredRequest("getVoiceInterviewStats", "unknown user", "nobody") { _ in "" },
        ]

    /// A call for each hostile transcription.
    private static func texts(_ method: String, _ more: String = "", _ suffix: String = "") -> [MeasuredRequest] {
        HostileText.transcriptions.map { text in
            MeasuredRequest(method, text.name + suffix, User.text(text)) {
                ofInterview(try $0.interview(of: User.text(text))) + more
            }
        }
    }

    /// A call for each interview with several sources.
    private static func stores(_ method: String, _ more: String = "", _ suffix: String = "") -> [MeasuredRequest] {
        [
            ("live turns", User.live), ("live turns of 200 conversations", User.conversations),
            ("live turns beside two unknown forms", User.sources),
        ].map { name, user in
            MeasuredRequest(method, name + suffix, user) { ofInterview(try $0.interview(of: user)) + more }
        }
    }

    private static let transcripts: [MeasuredRequest] =
        ["turns", "text", "markdown", "vtt", "srt"].flatMap { format in
            texts("getVoiceInterviewTranscript", #","format":"\#(format)""#, " as \(format)")
                + stores("getVoiceInterviewTranscript", #","format":"\#(format)""#, " as \(format)")
        } + texts("getVoiceInterviewMetrics") + stores("getVoiceInterviewMetrics")

    // MARK: - Reading many interviews

    private static let lists: [MeasuredRequest] =
        [
            ("all", ""), ("a filter that never matches", #","status":["failed"],"technology":"X""#),
            ("a filter that matches the oldest", #","technology":"COBOL""#),
            ("a status that only the oldest has", #","status":["active"]"#),
            ("one conversation", #","conversationId":"shared""#),
            (
                "one conversation and a filter that never matches",
                #","conversationId":"shared","technology":"X","limit":20"#
            ),
            ("before all", #","startedBefore":"2000-01-01T00:00:00Z""#),
            (
                "a filter that never matches, after all",
                #","status":["failed"],"technology":"X","startedAfter":"2000-01-01T00:00:00Z""#
            ),
        ].map { name, filter in MeasuredRequest("getUserVoiceInterviews", name, User.many) { _ in filter } }
        + [
            MeasuredRequest("getUserVoiceInterviews", "long contexts", User.wide) { _ in "" },
            MeasuredRequest("getUserVoiceInterviews", "long contexts, a filter that never matches", User.wide) { _ in
                #","status":["failed","pending"],"technology":"X""#
            },
            MeasuredRequest("getUserVoiceInterviews", "long contexts, before all", User.wide) { _ in
                #","startedBefore":"2000-01-01T00:00:00Z""#
            },
            MeasuredRequest("getUserVoiceInterviews", "many technologies", User.distinct) { _ in "" },
            MeasuredRequest("getUserVoiceInterviews", "many technologies, a filter that never matches", User.distinct) {
                _ in #","technology":"X""#
            },
        ]

    private static let progress: [MeasuredRequest] = [
        ("many interviews", User.many, ""), ("one technology of many interviews", User.many, #","technology":"X""#),
        ("the technology of the oldest", User.many, #","technology":"COBOL""#),
        ("before all", User.many, #","startedBefore":"2000-01-01T00:00:00Z""#),
        ("long contexts", User.wide, ""), ("many technologies", User.distinct, ""),
        ("long feedback", User.feedback, ""),
        ("long transcripts", User.search, ""),
    ].map { name, user, filter in
        MeasuredRequest("getVoiceInterviewProgress", name, user) { _ in #","timeZone":"Europe/Paris""# + filter }
    }

    private static let searches: [MeasuredRequest] =
        [
            ("nothing", "nobodysaysthis", 100), ("every turn", "common", 100),
            ("words that are never in the same turn", "left right", 100),
            ("a sequence that never stands so", "common-left-right", 100), ("the oldest", "needle", 1),
            ("many words", (0..<50).map { "w\($0)" }.joined(separator: " "), 100),
        ].map { name, query, limit in
            MeasuredRequest("searchVoiceInterviews", name, User.search) { _ in
                #","query":"\#(query)","limit":\#(limit)"#
            }
        }
        + [
            MeasuredRequest("searchVoiceInterviews", "long contexts, every one", User.wide) { site in
                try site.with { try $0.searchAll(User.wide) }
                return #","query":"\#(scalar(0x20000 + 1_000))","limit":100"#
            },
            MeasuredRequest("searchVoiceInterviews", "long contexts, nothing", User.wide) { _ in #","query":"nothing""#
            },
            MeasuredRequest("searchVoiceInterviews", "interviews that are read for the first time", User.scratch) {
                site in
                try site.with { try site.saveTalks(site.size.count(120), User.scratch, $0) }
                return #","query":"nobodysaysthis""#
            },
            MeasuredRequest("searchVoiceInterviews", "the last page, with new interviews before it", User.search) {
                site in
                try site.with { server in
                    var cursor = ""
                    repeat {
                        cursor = try server.result(
                            "searchVoiceInterviews", User.search, #","query":"needle","limit":1"# + after(cursor),
                            .nextCursor)
                    } while cursor.isEmpty
                    try site.saveTalks(site.size.count(120), User.search, server)
                    return #","query":"needle","limit":1"# + after(cursor)
                }
            },
        ]
        + HostileText.transcriptions.flatMap { text in
            let user = User.text(text)
            return [
                MeasuredRequest("searchVoiceInterviews", "the first: \(text.name)", user) { site in
                    try site.with { try $0.save(user, site.interview(of: user), text.json(site.size.transcription)) }
                    return #","query":"a""#
                },
                MeasuredRequest("searchVoiceInterviews", "the next: \(text.name)", user) { site in
                    try site.with { try $0.searchAll(user) }
                    return #","query":"a""#
                },
            ]
        }
        + [User.live, User.conversations].map { user in
            MeasuredRequest("searchVoiceInterviews", "live turns, \(user)", user) { _ in #","query":"a","limit":100"# }
        }

    // MARK: - Models

    private static let reviews: [MeasuredRequest] = [
        MeasuredRequest(
            "generateVoiceInterviewFeedback", "without a model", User.text("turns"), newest(of: User.text("turns")))
    ]

    private static let offers: [MeasuredRequest] =
        [
            MeasuredRequest(line: "tools/list", "all") { _ in request("tools/list", "") },
            MeasuredRequest(line: "resources/list", "many interviews", options: ["--user", User.many]) { _ in
                request("resources/list", "")
            },
            MeasuredRequest(line: "resources/list", "long contexts", options: ["--user", User.wide]) { _ in
                request("resources/list", "")
            },
            MeasuredRequest(line: "completion/complete", "many interviews", options: ["--user", User.many]) { _ in
                request("completion/complete", completion("0"))
            },
            MeasuredRequest(line: "completion/complete", "none begins so", options: ["--user", User.many]) { _ in
                request("completion/complete", completion("z"))
            },
        ]
        + (HostileText.transcriptions.map(User.text) + [User.live, User.conversations]
        + HostileText.feedback.map(User.feedback))
        .flatMap { user in
            [
                MeasuredRequest(line: "resources/read", user, options: ["--user", user]) { site in
                    request("resources/read", #""uri":"voice-interview:///\#(try site.interview(of: user))""#)
                },
                MeasuredRequest(line: "prompts/get", user, options: ["--user", user]) { site in
                    let id = try site.interview(of: user)
                    return request("prompts/get", #""name":"review-interview","arguments":{"interviewId":"\#(id)"}"#)
                },
            ]
        }

    private static func completion(_ value: String) -> String {
        #""ref":{"type":"ref/prompt","name":"review-interview"},"argument":{"name":"interviewId","value":"\#(value)"}"#
    }
}
