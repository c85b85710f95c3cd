// The hostile database: all of it is legal, and made through the wire.

internal import Foundation
internal import ToolSupport

/// Who has what in the hostile database.
enum User {
    static let many = "many"
    static let wide = "wide"
    static let distinct = "distinct"
    static let feedback = "feedback"
    static let live = "live"
    static let conversations = "conversations"
    static let sources = "sources"
    static let search = "search"

    /// Who has one interview with this transcription.
    static func text(_ text: HostileText) -> String { "text: " + text.name.replacing("<", with: "lt") }
    static func text(_ name: String) -> String { "text: " + name }

    /// Who has one interview with this feedback.
    static func feedback(_ text: HostileText) -> String { "feedback: " + text.name }

    /// Who has interviews for one measurement.
    static let scratch = "scratch"

    /// Who has an interview when all others have theirs.
    fileprivate static let complete = "complete"
}

extension Site {
    /// Makes the databases, unless they are there.
    func fill() throws {
        let isThere =
            try FileManager.default.fileExists(atPath: database("hostile"))
            && with { try $0.result("getUserVoiceInterviews", User.complete, "", .id) } != ""
        guard !isThere else { return }
        let begin = now()
        for suffix in ["", "-wal", "-shm"] {
            do { try FileManager.default.removeItem(atPath: database("hostile") + suffix) } catch {}
        }
        let steps: [(name: String, fill: (LineServer) throws -> Void)] = [
            ("many", fillMany), ("wide", fillWide), ("distinct", fillDistinct), ("feedback", fillFeedback),
            ("texts", fillTexts), ("live", fillLive), ("search", fillSearch),
        ]
        for step in steps {
            let stepBegin = now()
            try with { try step.fill($0) }
            printToStandardError("\(name): \(step.name) filled in \((Double(now() - stepBegin) / 1e9).shown) s")
        }
        _ = try with { try $0.create(User.complete) }
        printToStandardError("\(name): the hostile database was made in \((Double(now() - begin) / 1e9).shown) s")
    }

    // MARK: - Each user

    /// In every block of 32 there are interviews about X, and failed ones, but never one that is both; only the oldest
    /// is about COBOL, and only it is active.
    private func fillMany(_ server: LineServer) throws {
        let (total, atOnce) = (size.count(50_000), 5_000)
        for first in stride(from: 0, to: total, by: atOnce) {
            let range = first..<min(first + atOnce, total)
            let ids = try server.results(
                range.map { number in
                    let technology = number % 2 == 0 ? "X" : "Y"
                    let rare = number == 0 ? #","COBOL""# : ""
                    return call(
                        "createVoiceInterview", User.many,
                        #","technologies":["\#(technology)"\#(rare),"T\#(number % 500)"],"context":"","duration":30"#)
                })
            try server.results(zip(range, ids).flatMap(moves))
        }
    }

    /// What happens to an interview of `many`: a third of them have had the same conversation.
    private func moves(_ number: Int, _ id: String) -> [String] {
        var calls: [String] = []
        if number == 0 || number % 2 == 1 {
            let conversation = number % 3 == 0 ? #","conversationId":"shared""# : ""
            calls.append(
                call(
                    "updateVoiceInterviewStatus", User.many,
                    ofInterview(id) + #","status":"\#(number == 0 ? "active" : "failed")""# + conversation))
        }
        if number % 4 < 2 {
            let points = (0..<(number % 16 == 0 ? 50 : 0)).map { #""Point \#($0) of \#(number % 320)""# }
                .joined(separator: ",")
            let feedback = #"{"score":1,"strengths":[\#(points)],"improvements":["Be brief."]}"#
            calls.append(
                call(
                    "saveVoiceInterviewFeedback", User.many,
                    ofInterview(id) + #","score":\#(number % 101),"feedback":\#(feedback)"#))
        }
        return calls
    }

    /// Contexts of four-byte characters, each a term.
    private func fillWide(_ server: LineServer) throws {
        let characters = size.bytes(100_000)
        for number in 0..<size.count(60) {
            try server.create(User.wide, contexts: [Self.wideText(characters, from: number * 500)])
        }
    }

    static func wideText(_ characters: Int, from first: Int = 0) -> String {
        var text = String.UnicodeScalarView()
        for number in 0..<characters { text.append(scalar(0x20000 + (first + number) % 0xA000)) }
        return String(text)
    }

    private func fillDistinct(_ server: LineServer) throws {
        for number in 0..<size.count(2_000) {
            try server.create(User.distinct, technologies: Self.longTechnologies(number))
        }
    }

    /// 50 technologies of 100 characters that nobody else has.
    static func longTechnologies(_ number: Int) -> String {
        let names = (0..<50).map { technology in
            let name = "Technology \(number) \(technology) "
            return "\"" + name + String(repeating: "é", count: 100 - name.count) + "\""
        }
        return "[" + names.joined(separator: ",") + "]"
    }

    private func fillFeedback(_ server: LineServer) throws {
        for number in 0..<size.count(60) {
            let id = try server.create(User.feedback)[0]
            let feedback = HostileText.points(count: number % 10 == 0 ? 1 : 50, bytes: size.feedback, seed: number)
            try server.results([
                call(
                    "saveVoiceInterviewFeedback", User.feedback,
                    ofInterview(id) + #","score":50,"feedback":\#(feedback)"#)
            ])
        }
        for text in HostileText.feedback {
            let id = try server.create(User.feedback(text))[0]
            try server.results([
                call(
                    "saveVoiceInterviewFeedback", User.feedback(text),
                    ofInterview(id) + #","feedback":\#(text.json(size.feedback))"#)
            ])
        }
    }

    private func fillTexts(_ server: LineServer) throws {
        for text in HostileText.transcriptions {
            let id = try server.create(User.text(text), technologies: Self.nearTechnologies)[0]
            try server.save(User.text(text), id, text.json(size.transcription))
        }
    }

    /// 50 names of 100 characters, which `a a a …` matches up to the last character.
    private static let nearTechnologies =
        "["
        + (0..<50).map { "\"" + String(repeating: "a ", count: 49) + "\(scalar(0x62 + $0))\"" }.joined(separator: ",")
        + "]"

    /// Interviews with as many live turns as are possible, of one and of 200 conversations, and one that has them beside
    /// a saved transcription and a vendor's record without turns.
    private func fillLive(_ server: LineServer) throws {
        let turns = size.bytes(8 << 20) / 256 - 200
        for (user, conversations) in [(User.live, 0), (User.conversations, 200), (User.sources, 0)] {
            let id = try server.create(user)[0]
            try appendTurns(turns, of: conversations, to: id, of: user, server)
        }
        let id = try interview(of: User.sources)
        try server.save(User.sources, id, HostileText.transcription("zeros", bytes: size.transcription))
        let record = HostileText.transcription("zeros", bytes: size.transcription - 1_000)
        try server.results([
            call("ingestVoiceInterviewWebhook", User.sources, webhook(id, "sources", #","x":\#(record)"#))
        ])
    }

    func appendTurns(
        _ count: Int, of conversations: Int, to id: String, of user: String, _ server: LineServer
    ) throws {
        let calls = stride(from: 0, to: count, by: 200).map { first in
            let turns = (first..<min(first + 200, count)).map { Self.turn($0, conversations: conversations) }
            return call(
                "appendVoiceInterviewTurns", user, ofInterview(id) + #","turns":[\#(turns.joined(separator: ","))]"#)
        }
        try server.results(calls)
    }

    static func turn(_ number: Int, conversations: Int = 0, text: String = "a") -> String {
        let conversation = conversations > 0 ? #","conversationId":"c\#(number % conversations)""# : ""
        return
            #"{"key":"\#(number)","speaker":"\#(number % 2 == 0 ? "candidate" : "interviewer")","text":"\#(text)","start":\#(number * 7_919 % 80_000)\#(conversation)}"#
    }

    /// The parameters of a webhook of Vapi, which ends a conversation.
    func webhook(_ interview: String, _ conversation: String, _ more: String) -> String {
        let body = #"{"message":{"type":"end-of-call-report","call":{"id":"\#(conversation)"}\#(more)}}"#
        return ofInterview(interview)
            + #","vendor":"vapi","signature":"\#(Self.webhookSecret)","body":\#(quoted(body))"#
    }

    private func fillSearch(_ server: LineServer) throws {
        try saveTalks(size.count(3_000), User.search, server)
        try server.searchAll(User.search)
    }

    /// Saves interviews of 42 kB. In each, every turn has `common`, turns in turn `left` and `right`; the oldest two have
    /// `needle`.
    func saveTalks(_ total: Int, _ user: String, _ server: LineServer) throws {
        for first in stride(from: 0, to: total, by: 200) {
            let range = first..<min(first + 200, total)
            let ids = try server.create(user, contexts: range.map { _ in "" })
            try server.results(
                zip(range, ids).map { number, id in
                    var random = SplitMix64(seed: UInt64(number))
                    return call("saveVoiceInterviewTranscription", user, saving(id, Self.talk(number, &random)))
                })
        }
    }

    private static func talk(_ number: Int, _ random: inout SplitMix64) -> String {
        let turns = (0..<84).map { turn in
            let words = (0..<70).map { _ in "w" + String(random.below(20_000), radix: 30) }.joined(separator: " ")
            return
                #"{"role":"\#(turn % 2 == 0 ? "agent" : "user")","message":"common \#(turn % 2 == 0 ? "left" : "right") \#(words)\#(number < 2 ? " needle" : "")"}"#
        }
        return "[" + turns.joined(separator: ",") + "]"
    }
}
