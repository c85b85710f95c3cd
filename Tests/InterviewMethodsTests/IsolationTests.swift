// Isolation of users: every method, for the caller's own, another user's, a missing and a malformed interview, with
// every kind of session.

import ChatCompletions
import Foundation
import JSON
import JSONRPC
import TestSupport
import Testing

@testable import InterviewMethods
@testable import Interviews
@testable import AccessTokens

/// The kinds of session with which Bob calls.
enum SessionKind: CaseIterable {
    case trusted, token, pinned, pinnedByToken

    static let bob = "kp_bob"

    private static func authority() throws -> Authority {
        let folder = try TestFolder()
        try TokenMint.keySet.write(toFile: folder.file("jwks.json"), atomically: true, encoding: .utf8)
        return try Authority(keySetPath: folder.file("jwks.json"), issuer: TokenMint.issuer, audience: nil)
    }

    func sessions() throws -> Sessions {
        switch self {
        case .trusted: .trusted
        case .token: .token(try Self.authority())
        case .pinned: .pinned(try #require(UserID(Self.bob)))
        case .pinnedByToken: try .pinned(byToken: Self.token(of: Self.bob), of: try Self.authority())
        }
    }

    static func token(of user: String) -> String { TokenMint.first.token(claims: TokenMint.claims(of: user)) }

    /// The member `session` of `params` with a comma after it; empty for a pinned process.
    func session(of user: String = bob) -> String {
        switch self {
        case .trusted: #""session":{"userId":"\#(user)"},"#
        case .token: #""session":{"token":"\#(Self.token(of: user))"},"#
        case .pinned, .pinnedByToken: ""
        }
    }

    /// Sessions with which Bob tries to act as Alice, and the error codes of the refusals.
    var attempts: [(session: String, code: Int)] {
        let byId = #""session":{"userId":"kp_alice"},"#
        let byToken = #""session":{"token":"\#(Self.token(of: "kp_alice"))"},"#
        let byBoth = #""session":{"token":"\#(Self.token(of: Self.bob))","userId":"kp_alice"},"#
        return switch self {
        case .trusted: [(byToken, 401), (byBoth, 401)]
        case .token: [(byId, 401), (byBoth, 401)]
        case .pinned: [(byId, 403), (byToken, 401), (byBoth, 401)]
        case .pinnedByToken: [(byId, 403), (byToken, 403), (byBoth, 401)]
        }
    }
}

/// A store with an interview of Alice and one of Bob, behind a service that trusts user ids, and a service for Bob.
private struct House {
    let trusting: TestService
    let bobs: TestService
    let kind: SessionKind
    let aliceId: String
    let bobId: String

    init(_ kind: SessionKind) throws {
        self.kind = kind
        trusting = try TestService()
        bobs = try TestService(over: trusting.store, try kind.sessions(), Self.reviewer())
        var ids: [String] = []
        for user in ["kp_alice", "kp_bob"] {
            let created = trusting.call(
                "createVoiceInterview",
                #""session":{"userId":"\#(user)"},"technologies":["Of \#(user)"],"context":"Of \#(user)","duration":30"#
            )
            let id = String(try #require(created.firstMatch(of: /"id":"([0-9a-f-]{36})"/)).1)
            _ = trusting.call(
                "saveVoiceInterviewTranscription",
                #""session":{"userId":"\#(user)"},"interviewId":"\#(id)","transcription":"Of \#(user)","actualDuration":7"#
            )
            ids.append(id)
        }
        (aliceId, bobId) = (ids[0], ids[1])
    }

    /// With a model that cannot be reached: whoever would send it something would be told so.
    private static func reviewer() throws -> Reviewer {
        let url = try #require(ModelURL("http://127.0.0.1:1/v1"))
        let curl = Curl(at: "/usr/bin/curl", environment: [])
        return Reviewer(ChatModel(at: url, name: "m", key: nil, timeout: 1, curl: curl))
    }

    /// Answers that contain everything that a user can see.
    func sight(of user: String) -> [String] {
        let session = #""session":{"userId":"\#(user)"}"#
        return [
            trusting.call("getUserVoiceInterviews", session), trusting.call("getVoiceInterviewStats", session),
            trusting.call("getVoiceInterviewById", session + #","interviewId":"\#(aliceId)""#),
            trusting.call("getVoiceInterviewById", session + #","interviewId":"\#(bobId)""#),
            trusting.call("searchVoiceInterviews", session + #","query":"of""#),
            trusting.call("getVoiceInterviewProgress", session + #","timeZone":"UTC""#),
        ]
    }

    func call(_ method: String, _ params: String) -> String { bobs.call(method, params) }
}

/// The parameters of a method's example without `session` and `interviewId`, each preceded by a comma.
private func others(of method: Method<Transaction>) throws -> String {
    let example = try #require(method.example)
    return example.params.root.members.filter { !["session", "interviewId"].contains($0.name.string) }
        .map { #","\#($0.name.string ?? "")":\#(String(decoding: $0.value.bytes, as: UTF8.self))"# }.joined()
}

@Suite struct IsolationTests {
    static let methods = InterviewTable(.trusted).methods.filter { $0.name != "rpc.discover" }
    static let ofOneInterview = methods.filter { $0.parameters.contains { $0.name == "interviewId" } }.map(\.name)
    static let ofAll = methods.map(\.name).filter { !ofOneInterview.contains($0) }

    private func method(_ name: String) throws -> Method<Transaction> {
        try #require(Self.methods.first { $0.name == name })
    }

    @Test func `there are methods for one interview and for all`() {
        #expect(Self.ofOneInterview.count >= 3 && Self.ofAll.count >= 3)
    }

    @Test(arguments: ofOneInterview, SessionKind.allCases)
    func `another user's interview is not found, like a missing one, and stays unchanged`(
        _ name: String, _ kind: SessionKind
    ) throws {
        let house = try House(kind)
        let others = try others(of: try method(name))
        func answer(_ id: String) -> String {
            house.call(name, kind.session() + #""interviewId":"\#(id)"\#(others)"#)
        }
        let before = house.sight(of: "kp_alice") + house.sight(of: "kp_bob")
        let missing = answer("00000000-0000-7000-8000-00000000beef")
        #expect(missing.contains(#""code":404"#))
        let malformed = [
            "", " ", "x", "%", "_", "*", "' OR 1=1 --", house.bobId + " ", " " + house.bobId, house.bobId + "\\u200b",
            "{\(house.bobId)}", house.bobId.replacing("-", with: ""), String(house.bobId.dropLast()) + "_", "é",
            String(repeating: "x", count: 100_000),
        ]
        for id in [house.aliceId] + malformed { #expect(answer(id) == missing, "\(id.prefix(50))") }
        #expect(house.sight(of: "kp_alice") + house.sight(of: "kp_bob") == before)
        let own = answer(house.bobId)
        // The example may be an invalid transition of Bob's interview, or have nothing to review, which shows that it was
        // found.
        let found = [house.bobId, #""code":409"#, #""turns":1"#, #""kind":"nothingToReview""#]
        #expect(found.contains { own.contains($0) }, "\(own)")
        #expect(house.sight(of: "kp_alice") == Array(before.prefix(before.count / 2)))
    }

    @Test(arguments: SessionKind.allCases) func `a webhook of another user's conversation is one of nobody's`(
        _ kind: SessionKind
    ) throws {
        let house = try House(kind)
        for (id, user) in [(house.aliceId, "kp_alice"), (house.bobId, "kp_bob")] {
            _ = house.trusting.call(
                "appendVoiceInterviewTurns",
                #""session":{"userId":"\#(user)"},"interviewId":"\#(id)","turns":[{"key":"1","speaker":"candidate","text":"x","conversationId":"of \#(user)"}]"#
            )
        }
        let before = house.sight(of: "kp_alice")
        func answer(_ type: String, _ conversation: String, _ interview: String = "") -> String {
            let body = #"{"type":"\#(type)","data":{"conversation_id":"\#(conversation)","transcript":[]}}"#
            return house.call(
                "ingestVoiceInterviewWebhook",
                kind.session() + interview + WebhookMint.elevenLabs.parameters(body, at: 1_767_225_605_000))
        }
        for type in ["post_call_transcription", "call_initiation_failure", "post_call_audio"] {
            let unknown = answer(type, "of nobody")
            #expect(unknown.contains(#""code":404"#) || unknown.contains(#""result":{"outcome":"ignored"}"#))
            #expect(answer(type, "of kp_alice") == unknown)
            let missing = answer(type, "of nobody", #""interviewId":"missing","#)
            #expect(answer(type, "of kp_alice", #""interviewId":"\#(house.aliceId)","#) == missing)
            #expect(answer(type, "of kp_bob").contains(house.bobId))
        }
        #expect(house.sight(of: "kp_alice") == before)
        let list = house.call("getUserVoiceInterviews", kind.session() + #""conversationId":"of kp_alice""#)
        #expect(list.contains(#""voiceInterviews":[]"#))
    }

    @Test(arguments: ofAll, SessionKind.allCases)
    func `a method for all interviews reads and changes only the caller's own`(
        _ name: String, _ kind: SessionKind
    ) throws {
        let house = try House(kind)
        let before = house.sight(of: "kp_alice")
        let method = try method(name)
        let needsOthers = method.parameters.contains { $0.isRequired && $0.name != "session" }
        let parameters = needsOthers ? try others(of: method) : ""
        let answer = house.call(name, kind.session() + #""_meta":{}"# + parameters)
        #expect(answer.contains("\"result\"") && !answer.contains("alice") && !answer.contains(house.aliceId))
        #expect(house.sight(of: "kp_alice") == before)
    }

    @Test(arguments: methods.map(\.name), SessionKind.allCases)
    func `a session of another user is refused`(_ name: String, _ kind: SessionKind) throws {
        let house = try House(kind)
        let before = house.sight(of: "kp_alice") + house.sight(of: "kp_bob")
        for (session, code) in kind.attempts {
            let params = session + #""interviewId":"\#(house.aliceId)""# + (try others(of: try method(name)))
            let answer = house.call(name, params)
            #expect(answer.contains(#""code":\#(code),"#) && !answer.contains("alice"), "\(answer)")
        }
        #expect(house.sight(of: "kp_alice") + house.sight(of: "kp_bob") == before)
    }

    @Test(arguments: SessionKind.allCases) func `another user's cursor and a modified cursor are refused`(
        _ kind: SessionKind
    ) throws {
        let house = try House(kind)
        func cursor(of user: String) throws -> String {
            let session = #""session":{"userId":"\#(user)"},"#
            _ = house.trusting.call(
                "createVoiceInterview", session + #""technologies":[],"context":"","duration":1"#)
            let page = house.trusting.call("getUserVoiceInterviews", session + #""limit":1"#)
            return String(try #require(page.firstMatch(of: /"nextCursor":"([^"]+)"/)).1)
        }
        func answer(_ cursor: String) -> String {
            house.call("getUserVoiceInterviews", kind.session() + #""cursor":"\#(cursor)""#)
        }
        let own = try cursor(of: "kp_bob")
        #expect(answer(own).contains(house.bobId))
        let refused = answer("")
        #expect(refused.contains(#""path":"/cursor""#))
        #expect(answer(try cursor(of: "kp_alice")) == refused)
        for index in own.indices {
            var changed = own
            changed.replaceSubrange(index...index, with: own[index] == "A" ? "B" : "A")
            #expect(answer(changed) == refused, "\(changed)")
        }
    }

    @Test(arguments: [
        #""technology":"Of kp_alice""#, #""technology":"%""#, #""technology":"' OR '1'='1""#, #""technology":"*""#,
        #""technology":"Of kp_bob' OR owner > 0 --""#, #""startedAfter":"0001-01-01T00:00:00Z""#,
        #""startedBefore":"9999-12-31T23:59:59Z""#, #""status":["pending","active","completed","failed"]"#,
    ]) func `no filter reaches another user's interviews`(_ filter: String) throws {
        for kind in SessionKind.allCases {
            let house = try House(kind)
            let answer = house.call("getUserVoiceInterviews", kind.session() + filter)
            #expect(answer.contains("\"voiceInterviews\":[") && !answer.contains("alice"), "\(answer)")
        }
    }
}

@Suite struct UserTests {
    /// User ids that a careless comparison would confuse.
    private static let users = [
        "kp_alic\u{e9}", "kp_alice\u{301}", "kp_alice", "KP_ALICE", "Kp_alice", "kp_alice ", " kp_alice",
        "kp_alice\u{a0}", "kp_alice\u{200b}", "kp_alice\u{200d}", "\u{feff}kp_alice", "kp_alice\u{ad}",
        "kp_al\u{131}ce",
        "kp_al\u{456}ce", "\u{ff4b}p_alice", "kp_alice\u{fe0f}", "kp_alic", "kp_alicee", "kp%alice", "kp_alice%",
        "kp_\u{212b}",
        "kp_\u{c5}", "kp_A\u{30a}",
    ]

    @Test(arguments: [SessionKind.trusted, .token]) func `users with similar ids are distinguished`(
        _ kind: SessionKind
    ) throws {
        let service = try TestService(try kind.sessions())
        for user in Self.users {
            let created = service.call(
                "createVoiceInterview", kind.session(of: user) + #""technologies":[],"context":"","duration":1"#)
            #expect(created.contains("\"result\""))
        }
        for user in Self.users {
            let list = service.call("getUserVoiceInterviews", kind.session(of: user) + #""limit":10"#)
            let found = list.matches(of: /"userId":"([^"]*)"/).map { Array(String($0.1).utf8) }
            #expect(found == [Array(user.utf8)])
        }
    }
}

@Suite struct LiteralTests {
    private static let texts = [
        "'; DROP TABLE interview; --", "\\\" OR 1=1 --", "%_%", "\\\\'", "?1", ":id", "x'00'", "$1",
        "'||(SELECT group_concat(userId) FROM account)||'", "\u{1f642}\u{202e}'", "NULL", "1e5", "{\\\"a\\\":1}",
    ]

    /// The parameters in which the test below passes strings.
    private static let places: Set = [
        "technologies", "context", "conversationId", "transcription", "feedback", "interviewId", "status", "technology",
        "cursor", "startedAfter", "startedBefore", "format", "from", "timeZone", "query", "turns", "vendor", "body",
        "signature", "language",
    ]

    @Test func `all string parameters are tested`() {
        let named = IsolationTests.methods.flatMap(\.parameters).filter { $0.schema.holdsStrings }.map(\.name)
        #expect(Set(named).subtracting(["session"]) == Self.places)
    }

    @Test(arguments: texts) func `SQL in any string is only a string`(_ text: String) throws {
        let service = try TestService()
        let session = #""session":{"userId":"\#(text)"},"#
        let created = service.call(
            "createVoiceInterview", session + #""technologies":["\#(text)"],"context":"\#(text)","duration":1"#)
        let id = "00000000-0000-7000-8000-000000000001"
        let interview = session + #""interviewId":"\#(id)""#
        #expect(created.contains(#""userId":"\#(text)","technologies":["\#(text)"],"context":"\#(text)""#))
        for (method, params) in [
            ("updateVoiceInterviewStatus", #","status":"active","conversationId":"\#(text)""#),
            (
                "saveVoiceInterviewTranscription",
                #","transcription":"\#(text)","feedback":["\#(text)"],"actualDuration":1"#
            ),
            (
                "appendVoiceInterviewTurns",
                #","turns":[{"key":"\#(text)","speaker":"candidate","text":"\#(text)","conversationId":"\#(text)"}]"#
            ),
        ] { #expect(service.call(method, interview + params).contains("\"result\"")) }
        let whole = service.call("getVoiceInterviewById", interview)
        #expect(whole.contains(#""conversationId":"\#(text)""#))
        let conversations = #""conversations":[{"id":"\#(text)","startedAt":"2026-01-01T00:00:01.000Z"}]"#
        #expect(whole.contains(#""feedback":["\#(text)"],"transcription":"\#(text)",\#(conversations)}"#))
        let inConversation = service.call("getUserVoiceInterviews", session + #""conversationId":"\#(text)""#)
        #expect(inConversation.contains(id))
        let listed = service.call("getUserVoiceInterviews", session + #""technology":"\#(text)""#)
        #expect(listed.contains(id))
        for name in ["cursor", "startedAfter", "startedBefore"] {
            let answer = service.call("getUserVoiceInterviews", session + #""\#(name)":"\#(text)""#)
            #expect(answer.contains(#""path":"/\#(name)""#) && !answer.contains(id))
        }
        for (method, name) in [
            ("getVoiceInterviewProgress", "timeZone"), ("getVoiceInterviewTranscript", "format"),
            ("getVoiceInterviewTranscript", "from"), ("ingestVoiceInterviewWebhook", "vendor"),
        ] {
            let answer = service.call(method, interview + #","\#(name)":"\#(text)""#)
            #expect(answer.contains(#""path":"/\#(name)""#))
        }
        let language = service.call("generateVoiceInterviewFeedback", interview + #","language":"\#(text)""#)
        // NULL could be the name of a language.
        #expect(language.contains(#""path":"/language""#) || text == "NULL" && language.contains(#""code":501"#))
        let found = service.call("searchVoiceInterviews", session + #""query":"\#(text)""#)
        #expect(found.contains(id) || found.contains(#""path":"/query""#))
        let webhook = session + #""vendor":"elevenlabs","body":"\#(text)","signature":"\#(text)""#
        #expect(service.call("ingestVoiceInterviewWebhook", webhook).contains(#""reason":"malformed""#))
        let status = service.call("updateVoiceInterviewStatus", interview + #","status":"\#(text)""#)
        #expect(status.contains(#""path":"/status""#))
        let missing = service.call("getVoiceInterviewById", session + #""interviewId":"\#(text)""#)
        #expect(missing.contains(#""code":404"#))
        #expect(service.call("getVoiceInterviewById", interview) == whole)
    }
}

extension JSONRPC.JSONSchema {
    fileprivate var holdsStrings: Bool {
        switch self {
        case .string, .choice, .json, .object: true
        case .integer, .number, .boolean: false
        case .array(let element, _): element.holdsStrings
        case .anyOf(let schemas): schemas.contains(where: \.holdsStrings)
        case .nullable(let schema): schema.holdsStrings
        }
    }
}
