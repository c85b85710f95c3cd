// Resources, prompts and completions of the Model Context Protocol: only the pinned user's interviews.

import Foundation
import JSON
import JSONRPC
import Synchronization
import TestSupport
import Testing

@testable import InterviewMethods
@testable import Interviews
@testable import AccessTokens

@Suite struct OfferTests {
    private let trusting: TestService
    private let hosts: TestService
    private let ids: (alice: String, bob: String)

    init() throws {
        (trusting, hosts, ids) = try Self.services(.pinned)
    }

    /// A service that trusts user ids, a service for Bob, and an interview of each of Alice and Bob.
    private static func services(
        _ kind: SessionKind
    ) throws -> (trusting: TestService, hosts: TestService, ids: (alice: String, bob: String)) {
        let trusting = try TestService(.trusted, .system)
        var ids: [String] = []
        for user in ["kp_alice", SessionKind.bob] {
            let created = trusting.call(
                "createVoiceInterview",
                #""session":{"userId":"\#(user)"},"technologies":["Of \#(user)"],"context":"","duration":30"#)
            ids.append(String(try #require(created.firstMatch(of: /"id":"([0-9a-f-]{36})"/)).1))
        }
        return (trusting, try TestService(over: trusting.store, try kind.sessions()), (ids[0], ids[1]))
    }

    private static func uri(_ id: String) -> String { #""uri":"voice-interview:///\#(id)""# }

    @Test(arguments: [SessionKind.pinned, .pinnedByToken])
    func `resources, prompts and completions are of the caller's interviews`(_ kind: SessionKind) throws {
        let (_, hosts, ids) = try Self.services(kind)
        let list = hosts.call("resources/list", "")
        #expect(list.contains(ids.bob) && !list.contains(ids.alice) && !list.contains("alice"))
        #expect(list.contains(#""title":"Of kp_bob (pending, "#))
        #expect(hosts.call("resources/read", Self.uri(ids.bob)).contains(#"\"id\":\"\#(ids.bob)\""#))
        let review = #""name":"review-interview","arguments":{"interviewId":"\#(ids.bob)"}"#
        #expect(hosts.call("prompts/get", review).contains("nothing to review yet"))
        let common = ids.bob.commonPrefix(with: ids.alice)
        for prefix in ["", common, ids.bob] {
            for reference in [
                #"{"type":"ref/resource","uri":"voice-interview:///{id}"},"argument":{"name":"id","#,
                #"{"type":"ref/prompt","name":"review-interview"},"argument":{"name":"interviewId","#,
            ] {
                let answer = hosts.call("completion/complete", #""ref":\#(reference)"value":"\#(prefix)"}"#)
                #expect(answer.contains(#""completion":{"values":["\#(ids.bob)"],"hasMore":false}"#))
            }
        }
    }

    @Test func `another user's interview is not found, like a missing one`() {
        let missing = "00000000-0000-7000-8000-00000000beef"
        for id in [
            ids.alice, "", "../" + ids.bob, ids.bob + "/", ids.bob + "?x", ids.bob.uppercased() + "X", "\\u0000",
        ] {
            let answer = hosts.call("resources/read", Self.uri(id))
            #expect(answer == hosts.call("resources/read", Self.uri(missing)).replacing(missing, with: id), "\(id)")
            #expect(answer.contains(#""code":-32002"#))
            let arguments = #""name":"review-interview","arguments":{"interviewId":""#
            #expect(
                hosts.call("prompts/get", arguments + id + "\"}")
                    == hosts.call("prompts/get", arguments + missing + "\"}"))
        }
        for uri in [
            "file:///etc/passwd", "voice-interview://x/\(ids.bob)", "VOICE-INTERVIEW:///\(ids.bob)", ids.bob, "",
        ] {
            #expect(hosts.call("resources/read", #""uri":"\#(uri)""#).contains(#""code":-32002"#))
        }
    }

    @Test func `no argument of a model selects another user`() {
        let sight = { self.trusting.call("getUserVoiceInterviews", #""session":{"userId":"kp_alice"}"#) }
        let before = sight()
        let alice = #""session":{"userId":"kp_alice"}"#
        for tool in IsolationTests.methods.filter({ $0.audience == .everyone }).map(\.name) {
            for arguments in [
                alice, #""userId":"kp_alice""#, #""_meta":{"userId":"kp_alice"},\#(alice)"#,
                #""session":{"userId":"kp_bob"},\#(alice)"#, #""session":"kp_alice""#,
            ] {
                let params =
                    #""name":"\#(tool)","arguments":{\#(arguments),"interviewId":"\#(ids.alice)"},"session":{"userId":"kp_alice"}"#
                let answer = hosts.call("tools/call", params)
                #expect(answer.contains(#""isError":true"#) && !answer.contains(ids.alice), "\(answer)")
            }
        }
        #expect(sight() == before)
        for method in ["resources/list", "prompts/list"] {
            #expect(hosts.call(method, alice) == hosts.call(method, ""))
        }
    }

    @Test func `an expired token of the process is a protocol error, not a tool result`() throws {
        let clock = Mutex(1_800_000_000.0)
        let folder = try TestFolder()
        try TokenMint.keySet.write(toFile: folder.file("jwks.json"), atomically: true, encoding: .utf8)
        let authority = try Authority(
            keySetPath: folder.file("jwks.json"), issuer: TokenMint.issuer, audience: nil,
            now: { clock.withLock { $0 } })
        let service = try TestService(.pinned(byToken: SessionKind.token(of: "kp_bob"), of: authority))
        #expect(service.call("tools/call", #""name":"getVoiceInterviewStats""#).contains("structuredContent"))
        clock.withLock { $0 = 4_000_000_030 }
        for (method, params) in [
            ("tools/call", #""name":"getVoiceInterviewStats""#), ("resources/list", ""),
            ("resources/read", Self.uri(ids.bob)), ("getVoiceInterviewStats", ""),
        ] { #expect(service.call(method, params).contains(#""error":{"code":401,"message":"The token has expired.""#)) }
    }

    @Test func `schemas require a session, except in a pinned process`() throws {
        #expect(!hosts.call("tools/list", "").contains("session"))
        for kind in [SessionKind.trusted, .token] {
            let service = try TestService(try kind.sessions())
            let list = try JSONText(service.call("tools/list", ""), outlineDepth: 16).root
            for tool in try #require(list["result"]?["tools"]).elements {
                #expect(tool["inputSchema"]?["required"]?.elements.first?.string == "session")
            }
            for method in ["resources/list", "resources/read", "prompts/list", "prompts/get", "completion/complete"] {
                #expect(service.call(method, "").contains(#""code":-32601"#))
            }
            let missing = service.call("tools/call", #""name":"getVoiceInterviewStats""#)
            #expect(
                missing.contains("`session` is missing and must say who is calling: ") && missing.contains("isError"))
        }
    }

    @Test func `resources come in pages, newest first, with the cursors of the list`() throws {
        for _ in 0..<250 {
            _ = trusting.call(
                "createVoiceInterview", #""session":{"userId":"kp_bob"},"technologies":[],"context":"","duration":1"#)
        }
        var (found, cursor, pages): ([String], String?, Int) = ([], nil, 0)
        repeat {
            let page = hosts.call("resources/list", cursor.map { #""cursor":"\#($0)""# } ?? "")
            found += page.matches(of: /"uri":"voice-interview:\/\/\/([^"]*)"/).map { String($0.1) }
            cursor = page.firstMatch(of: /"nextCursor":"([^"]*)"/).map { String($0.1) }
            pages += 1
        } while cursor != nil
        #expect(pages == 3 && found.count == 251 && found == found.sorted(by: >))
        #expect(hosts.call("resources/list", #""cursor":"x""#).contains(#""code":-32602"#))
        let completed = hosts.call(
            "completion/complete",
            #""ref":{"type":"ref/resource","uri":"voice-interview:///{id}"},"argument":{"name":"id","value":""}"#)
        #expect(completed.matches(of: /"[0-9a-f-]{36}"/).count == 100 && completed.contains(#""hasMore":true"#))
    }

    @Test func `a page of long contexts ends early, and no resource is lost`() throws {
        let context = String(repeating: "x", count: 100_000)
        for _ in 0..<25 {
            _ = trusting.call(
                "createVoiceInterview",
                #""session":{"userId":"kp_bob"},"technologies":[],"context":"\#(context)","duration":1"#)
        }
        var (found, cursor): (Set<String>, String?) = ([], nil)
        repeat {
            let page = hosts.call("resources/list", cursor.map { #""cursor":"\#($0)""# } ?? "")
            found.formUnion(page.matches(of: /"uri":"voice-interview:\/\/\/([^"]*)"/).map { String($0.1) })
            cursor = page.firstMatch(of: /"nextCursor":"([^"]*)"/).map { String($0.1) }
        } while cursor != nil
        #expect(found.count == 26)
        let completed = hosts.call(
            "completion/complete",
            #""ref":{"type":"ref/resource","uri":"voice-interview:///{id}"},"argument":{"name":"id","value":""}"#)
        #expect(completed.contains(#""hasMore":true"#))
    }

    @Test(arguments: ["g", "0g", "%", "_", "", "FF", "ffffffff", "\\u0000", "é"])
    func `a prefix that no id has completes to nothing`(_ prefix: String) {
        let answer = hosts.call(
            "completion/complete",
            #""ref":{"type":"ref/resource","uri":"voice-interview:///{id}"},"argument":{"name":"id","value":"\#(prefix)"}"#
        )
        #expect(answer.contains(#""values":[]"#) == !prefix.isEmpty, "\(answer)")
    }

    @Test func `the review prompt contains the interview and says how to save feedback`() throws {
        _ = trusting.call(
            "saveVoiceInterviewTranscription",
            #""session":{"userId":"kp_bob"},"interviewId":"\#(ids.bob)","transcription":"B-trees.","actualDuration":7"#)
        let review = hosts.call(
            "prompts/get", #""name":"review-interview","arguments":{"interviewId":"\#(ids.bob)"}"#)
        #expect(
            review.contains(#"\"transcription\":\"B-trees.\""#) && review.contains("saveVoiceInterviewFeedback"))
        #expect(review.contains(#""resource":{"uri":"voice-interview:///\#(ids.bob)","mimeType":"application/json""#))
        let prepare = hosts.call(
            "prompts/get", #""name":"prepare-interview","arguments":{"technologies":"Swift","context":"Senior."}"#)
        #expect(prepare.contains("about: Swift.") && prepare.contains("The context: Senior."))
    }
}
