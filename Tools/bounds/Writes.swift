// The slowest requests that write, and lines that are hostile by themselves.

internal import Foundation
internal import ToolSupport

extension MeasuredRequest {
    static let writes: [MeasuredRequest] =
        [
            MeasuredRequest("createVoiceInterview", "all values as long as they may be", User.scratch) { site in
                let context = Site.wideText(site.size.bytes(100_000, atLeast: 10))
                let names = (0..<50).map { "\"" + Site.wideText(100, from: $0 * 100) + "\"" }.joined(separator: ",")
                return #","technologies":[\#(names)],"context":"\#(context)","duration":30"#
            },
            MeasuredRequest("createVoiceInterview", "beside many technologies", User.distinct) { _ in
                #","technologies":\#(Site.longTechnologies(999_999)),"context":"","duration":30"#
            },
            MeasuredRequest("updateVoiceInterviewStatus", "an interview of many conversations", User.conversations) {
                ofInterview(try $0.interview(of: User.conversations)) + #","status":"active","conversationId":"c199""#
            },
            MeasuredRequest("updateVoiceInterviewStatus", "many technologies", User.distinct) { site in
                let id = try site.with {
                    try $0.create(User.distinct, technologies: Site.longTechnologies(999_998))[0]
                }
                return ofInterview(id) + #","status":"failed""#
            },
            MeasuredRequest("saveVoiceInterviewTranscription", "beside feedback of 1 MiB", User.scratch) { site in
                saving(
                    try site.scratch(), HostileText.transcription("escapes", bytes: site.size.transcription),
                    #","feedback":\#(HostileText.points(count: 50, bytes: site.size.feedback, seed: 1))"#)
            },
            MeasuredRequest("appendVoiceInterviewTurns", "the longest turns", User.scratch) { site in
                let text = Site.wideText(site.size.bytes(10_000, atLeast: 10))
                return ofInterview(try site.scratch()) + turns(0..<200, text: text)
            },
            MeasuredRequest("appendVoiceInterviewTurns", "corrections in the most turns", User.live) { site in
                ofInterview(try site.interview(of: User.live)) + turns(0..<200, text: "b\(now())")
            },
            MeasuredRequest("appendVoiceInterviewTurns", "new turns of 200 conversations", User.scratch) { site in
                ofInterview(try site.scratch()) + turns(0..<200, conversations: 200)
            },
            MeasuredRequest("appendVoiceInterviewTurns", "corrections in 200 conversations", User.conversations) {
                site in
                ofInterview(try site.interview(of: User.conversations))
                    + turns(0..<200, conversations: 200, text: "b\(now())")
            },
        ]
        + HostileText.transcriptions.map { text in
            MeasuredRequest("saveVoiceInterviewTranscription", "again: \(text.name)", User.text(text)) { site in
                saving(try site.interview(of: User.text(text)), text.json(site.size.transcription))
            }
        }
        + HostileText.feedback.map { text in
            MeasuredRequest("saveVoiceInterviewFeedback", text.name, User.feedback(text)) { site in
                ofInterview(try site.interview(of: User.feedback(text)))
                    + #","score":1,"feedback":\#(text.json(site.size.feedback))"#
            }
        }
        + [
            MeasuredRequest("saveVoiceInterviewFeedback", "beside a transcription of 8 MiB", User.text("Han")) { site in
                ofInterview(try site.interview(of: User.text("Han")))
                    + #","feedback":\#(HostileText.points(count: 50, bytes: site.size.feedback, seed: 2))"#
            }
        ]

    private static func turns(_ range: Range<Int>, conversations: Int = 0, text: String = "a") -> String {
        #","turns":["#
            + range.map { Site.turn($0, conversations: conversations, text: text) }.joined(separator: ",") + "]"
    }

    // MARK: - Webhooks

    static let webhooks: [MeasuredRequest] =
        [
            ("text", "plain"), ("turns", "turns"), ("zeros", "zeros"), ("nested lists", "nested lists"),
        ].map { name, form in
            MeasuredRequest("ingestVoiceInterviewWebhook", "a record of 8 MiB: \(name)", User.scratch) { site in
                let bytes = site.size.transcription - 1_000
                let value =
                    form == "plain"
                    ? "\"" + String(repeating: "a", count: bytes) + "\"" : HostileText.transcription(form, bytes: bytes)
                return site.webhook(try site.scratch(), "webhook", #","artifact":{"messages":\#(value)}"#)
            }
        } + [
            MeasuredRequest("ingestVoiceInterviewWebhook", "a record again", User.sources) { site in
                let record = HostileText.transcription("zeros", bytes: site.size.transcription - 1_000)
                return site.webhook(try site.interview(of: User.sources), "sources", #","x":\#(record)"#)
            },
            MeasuredRequest("ingestVoiceInterviewWebhook", "a bad signature", User.sources) { site in
                let body = String(repeating: "a", count: site.size.transcription)
                return #","vendor":"vapi","signature":"\#(String(repeating: "0", count: 64))","body":"\#(body)""#
            },
        ]

    // MARK: - Deletions

    static let deletions: [MeasuredRequest] =
        ["zeros", "one turn of distinct words", "turns", "Han"].map { name in
            MeasuredRequest("deleteVoiceInterview", "8 MiB, searched: \(name)", User.scratch) { site in
                let id = try site.scratch()
                try site.with { server in
                    try server.save(
                        User.scratch, id, HostileText.transcription(name, bytes: site.size.transcription),
                        #","feedback":\#(HostileText.points(count: 50, bytes: site.size.feedback, seed: 3))"#)
                    try server.searchAll(User.scratch)
                }
                return ofInterview(id)
            }
        } + [
            MeasuredRequest("deleteVoiceInterview", "live turns", User.scratch) { site in
                let id = try site.scratch()
                let count = site.size.bytes(8 << 20) / 256 - 200
                try site.with { try site.appendTurns(count, of: 200, to: id, of: User.scratch, $0) }
                return ofInterview(id)
            },
            MeasuredRequest("deleteVoiceInterview", "many technologies", User.distinct) { site in
                let names = Site.longTechnologies(999_997)
                return ofInterview(try site.with { try $0.create(User.distinct, technologies: names)[0] })
            },
            MeasuredRequest("deleteVoiceInterview", "one of many", User.many) { site in
                ofInterview(try site.with { try $0.create(User.many, technologies: #"["X"]"#)[0] })
            },
            MeasuredRequest(
                "deleteVoiceInterview", "in the largest file that is vacuumed", User.scratch, database: "small"
            ) {
                site in
                for suffix in ["", "-wal", "-shm"] {
                    do { try FileManager.default.removeItem(atPath: site.database("small") + suffix) } catch {}
                }
                return ofInterview(
                    try site.with("small") { server in
                        try site.saveTalks(site.size.count(3) > 3 ? 3 : 2, User.many, server)
                        let id = try server.create(User.scratch)[0]
                        let bytes = site.size.bytes(7_700_000)
                        try server.save(
                            User.many, try server.create(User.many)[0], HostileText.transcription("zeros", bytes: bytes)
                        )
                        return id
                    })
            },
        ]

    // MARK: - Lines

    private static let longestLine = 16 << 20

    static let lines: [MeasuredRequest] =
        [
            MeasuredRequest(line: "(line of 16 MiB)", "parameters: zeros") { site in
                let zeros = HostileText.transcription("zeros", bytes: site.size.bytes(longestLine) - 200)
                return #"{"jsonrpc":"2.0","id":0,"method":"createVoiceInterview","params":\#(zeros)}"#
            },
            MeasuredRequest(line: "(line of 16 MiB)", "technologies: zeros") { site in
                let zeros = HostileText.transcription("zeros", bytes: site.size.bytes(longestLine) - 300)
                return request(
                    "createVoiceInterview",
                    #""session":{"userId":"scratch"},"technologies":\#(zeros),"context":"","duration":30"#)
            },
            MeasuredRequest(line: "(line of 16 MiB)", "parameters: members") { site in
                let members = repeated(upTo: site.size.bytes(longestLine) - 300, separator: ",") { #""\#($0)":0"# }
                return request("getVoiceInterviewStats", #""session":{"userId":"scratch"},"# + members)
            },
            MeasuredRequest(line: "(line of 16 MiB)", "members of the request") { site in
                let members = repeated(upTo: site.size.bytes(longestLine) - 300, separator: ",") { #""\#($0)":0"# }
                return #"{\#(members),"jsonrpc":"2.0","id":0,"method":"rpc.discover"}"#
            },
            MeasuredRequest(line: "(line of 16 MiB)", "the same member") { site in
                let members = repeated(upTo: site.size.bytes(longestLine) - 300, separator: ",") { _ in #""a":0"# }
                return request("getVoiceInterviewStats", #""session":{"userId":"scratch"},"# + members)
            },
            MeasuredRequest(line: "(line of 16 MiB)", "turns: empty objects") { site in
                let turns = repeated(upTo: site.size.bytes(longestLine) - 300, separator: ",") { _ in "{}" }
                return request(
                    "appendVoiceInterviewTurns",
                    #""session":{"userId":"scratch"},"interviewId":"0","turns":[\#(turns)]"#)
            },
            MeasuredRequest(line: "(line of 16 MiB)", "a batch: zeros") { site in
                HostileText.transcription("zeros", bytes: site.size.bytes(longestLine))
            },
            MeasuredRequest(line: "(line of 16 MiB)", "not JSON at its end") { site in
                "[" + String(repeating: "[],", count: site.size.bytes(longestLine) / 3 - 2)
            },
            MeasuredRequest(line: "(line of 16 MiB)", "a tool, JSON in a string") { site in
                let zeros = HostileText.transcription("zeros", bytes: site.size.bytes(longestLine) - 300)
                return request(
                    "tools/call",
                    #""name":"createVoiceInterview","arguments":{"session":{"userId":"scratch"},"technologies":"\#(zeros)"}"#
                )
            },
        ]
        + [
            ("1,000 × metrics", "getVoiceInterviewMetrics", User.text("turns"), false),
            ("create, 999 × metrics", "getVoiceInterviewMetrics", User.text("turns"), true),
            ("create, 999 × progress", "getVoiceInterviewProgress", User.feedback, true),
        ].map { name, method, user, creates in
            MeasuredRequest(line: "(batch)", name) { site in
                "[" + (try site.slowCalls(method, user, site.size.batch, creates: creates)).joined(separator: ",") + "]"
            }
        }
}

extension Site {
    /// A new interview without anything.
    func scratch() throws -> String { try with { try $0.create(User.scratch)[0] } }

    /// As many calls that read, without ends of lines.
    /// - Parameter creates: whether the first of them creates an interview instead.
    func slowCalls(_ method: String, _ user: String, _ count: Int, creates: Bool) throws -> [String] {
        let parameters =
            method == "getVoiceInterviewProgress" ? #","timeZone":"UTC""# : ofInterview(try interview(of: user))
        return (0..<count).map { number in
            number == 0 && creates
                ? String(call("createVoiceInterview", "others", Self.creation).dropLast())
                : String(call(method, user, parameters, id: String(number)).dropLast())
        }
    }

    static let creation = #","technologies":["Swift"],"context":"","duration":30"#
}
