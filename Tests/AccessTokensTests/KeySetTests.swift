// Key sets: which keys are used, and how a changed file is handled.

import Files
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import AccessTokens

/// A key set file, and an authority that reads it.
private final class Rotation {
    let folder: TestFolder
    let clock = TestClock(1_800_000_000)
    private let recorded = Recorded()
    private let authority: Authority

    var path: String { folder.file("jwks.json") }

    /// The events after the first reading of the file.
    var events: [KeySetEvent] { Array(recorded.events.withLock { $0 }.dropFirst(beginning)) }
    private let beginning: Int

    private final class Recorded: Sendable {
        let events = Mutex<[KeySetEvent]>([])
    }

    init(_ keySet: String) throws {
        folder = try TestFolder()
        try keySet.write(toFile: folder.file("jwks.json"), atomically: false, encoding: .utf8)
        authority = try Authority(
            keySetPath: folder.file("jwks.json"), issuer: TokenMint.issuer, audience: nil,
            now: { [clock] in clock.time },
            report: { [recorded] event in recorded.events.withLock { $0.append(event) } })
        beginning = recorded.events.withLock { $0.count }
    }

    func write(_ text: String) throws { try text.write(toFile: path, atomically: false, encoding: .utf8) }

    func outcome(_ token: String) -> String {
        do throws(TokenRefusal) {
            return try authority.subject(of: Array(token.utf8)[...])
        } catch {
            return error.reason.rawValue
        }
    }
}

@Suite struct KeySetTests {
    private static let good = TokenMint.first.jwk()

    private func flaws(_ keySet: String) throws -> [KeyFlaw] { try KeySet(Array(keySet.utf8)).flaws.map(\.flaw) }

    private static func jwk(_ n: String, _ e: String = "AQAB") -> String {
        #"{"kty":"RSA","kid":"k","n":"\#(n)","e":"\#(e)"}"#
    }

    private static let n = TokenMint.second.primitives.n

    @Test(
        arguments: [
            ("7", .notAnObject), ("null", .notAnObject), ("[]", .notAnObject), ("{}", .notRSA),
            (#"{"kty":"oct","kid":"k","k":"AAAA"}"#, .notRSA), (#"{"kty":"EC","kid":"k"}"#, .notRSA),
            (#"{"kty":"rsa","kid":"k","n":"\#(n)","e":"AQAB"}"#, .notRSA),
            (#"{"kty":"RSA","kty":"RSA","kid":"k","n":"\#(n)","e":"AQAB"}"#, .notAnObject),
            (TokenMint.second.jwk(extra: #","use":"enc""#), .notForSignatures),
            (TokenMint.second.jwk(extra: #","use":7"#), .notForSignatures),
            (TokenMint.second.jwk(extra: #","key_ops":["encrypt"]"#), .notForSignatures),
            (TokenMint.second.jwk(extra: #","key_ops":"verify""#), .notForSignatures),
            (TokenMint.second.jwk(extra: #","alg":"RS512""#), .notRS256),
            (TokenMint.second.jwk(extra: #","alg":null"#), .notRS256),
            (#"{"kty":"RSA","n":"\#(n)","e":"AQAB"}"#, .noID),
            (#"{"kty":"RSA","kid":7,"n":"\#(n)","e":"AQAB"}"#, .noID),
            (TokenMint.second.jwk(kid: "first"), .repeatedID), (good, .repeatedID),
            (jwk(n, ""), .notAnRSAKey), (jwk(n, "AQ"), .notAnRSAKey), (jwk(n, "AA"), .notAnRSAKey),
            (jwk(n, "AQAC"), .notAnRSAKey), (jwk(n, "AQAB=="), .notAnRSAKey), (jwk(n, "AQAAAAAAAAAB"), .notAnRSAKey),
            (jwk(n + "!"), .notAnRSAKey), (#"{"kty":"RSA","kid":"k","e":"AQAB"}"#, .notAnRSAKey),
            (jwk(""), .tooShort), (jwk(String(n.prefix(340))), .tooShort), (jwk("AAAA" + n.prefix(336)), .tooShort),
            (jwk(String(repeating: "_", count: 4_000)), .notAnRSAKey),
        ] as [(String, KeyFlaw)])
    func `an unusable key is skipped at any position, and the others are used`(_ key: String, _ flaw: KeyFlaw) throws {
        let rotation = try Rotation(TokenMint.keySet(Self.good, key))
        #expect(rotation.outcome(TokenMint.first.token()) == "kp_alice")
        #expect(try flaws(TokenMint.keySet(Self.good, key)) == [flaw])
        guard flaw != .repeatedID else { return }
        #expect(try flaws(TokenMint.keySet(key, Self.good)) == [flaw])
        #expect(throws: KeySetFailure.noUsableKey(firstFlaw: flaw)) { try KeySet(Array(TokenMint.keySet(key).utf8)) }
    }

    @Test(arguments: [
        "", #","use":"sig""#, #","alg":"RS256""#, #","key_ops":["verify"]"#,
        #","x5c":["x"],"x5t":"y","other":{"a":[1]}"#,
    ]) func `optional and unknown members of a key are accepted`(_ extra: String) throws {
        let rotation = try Rotation(TokenMint.keySet(TokenMint.first.jwk(extra: extra)))
        #expect(rotation.outcome(TokenMint.first.token()) == "kp_alice")
    }

    @Test func `key ids are compared byte for byte`() throws {
        let rotation = try Rotation(
            TokenMint.keySet(TokenMint.first.jwk(kid: "\u{e9}"), TokenMint.second.jwk(kid: "e\u{301}")))
        for (mint, id) in [(TokenMint.first, "\u{e9}"), (.second, "e\u{301}")] {
            #expect(rotation.outcome(mint.token(header: #"{"alg":"RS256","kid":"\#(id)"}"#)) == "kp_alice")
        }
    }

    @Test(arguments: [
        "", "{}", "[]", "7", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}", "{\"keys\":[]", "\u{0}", "keys",
    ])
    func `an invalid key set is refused`(_ text: String) {
        #expect(throws: KeySetFailure.notAKeySet) { try Rotation(text) }
    }

    @Test func `an empty set, a missing file, a folder, a FIFO and a file that is too large are refused`() throws {
        #expect(throws: KeySetFailure.noUsableKey(firstFlaw: nil)) { try Rotation("{\"keys\":[]}") }
        let folder = try TestFolder()
        func failure(_ path: String) -> KeySetFailure? {
            do throws(KeySetFailure) {
                _ = try Authority(keySetPath: path, issuer: TokenMint.issuer, audience: nil)
                return nil
            } catch {
                return error
            }
        }
        #expect(failure(folder.file("none")) == .file(.unreadable("No such file or directory")))
        #expect(failure(folder.path) == .file(.notARegularFile))
        let made = unsafe mkfifo(folder.file("fifo"), 0o600)
        #expect(made == 0)
        #expect(failure(folder.file("fifo")) == .file(.notARegularFile))
        #expect(failure("/dev/zero") == .file(.notARegularFile))
        let padding = String(repeating: " ", count: Authority.maximumKeySetBytes)
        try (TokenMint.keySet + padding).write(toFile: folder.file("large"), atomically: false, encoding: .utf8)
        #expect(failure(folder.file("large")) == .file(.tooLarge(limit: Authority.maximumKeySetBytes)))
    }
}

@Suite struct RotationTests {
    private static let keySets = [TokenMint.first, .second].map { TokenMint.keySet($0.jwk()) }

    @Test func `an added key is found when a token first names it`() throws {
        let rotation = try Rotation(Self.keySets[0])
        #expect(rotation.outcome(TokenMint.second.token()) == "unknownKey")
        try rotation.write(TokenMint.keySet)
        #expect(rotation.outcome(TokenMint.second.token()) == "kp_alice")
        #expect(rotation.outcome(TokenMint.first.token()) == "kp_alice")
        #expect(rotation.events == [.read(keys: 2)])
    }

    @Test func `a removed key is no longer used after the next check, also for a token that was accepted before`()
        throws
    {
        let rotation = try Rotation(Self.keySets[0])
        #expect(rotation.outcome(TokenMint.first.token()) == "kp_alice")
        try rotation.write(Self.keySets[1])
        #expect(rotation.outcome(TokenMint.second.token()) == "kp_alice")
        #expect(rotation.outcome(TokenMint.first.token()) == "unknownKey")
    }

    @Test func `the file is checked after a minute, even if all tokens have known keys`() throws {
        let rotation = try Rotation(Self.keySets[0])
        #expect(rotation.outcome(TokenMint.first.token()) == "kp_alice")
        try rotation.write(Self.keySets[1])
        rotation.clock.time += 59
        #expect(rotation.outcome(TokenMint.first.token()) == "kp_alice")
        rotation.clock.time += 1
        #expect(rotation.outcome(TokenMint.first.token()) == "unknownKey")
    }

    @Test func `a file that has become invalid is reported once, and the keys stay in use`() throws {
        let rotation = try Rotation(Self.keySets[0])
        for (text, failure) in [
            ("{\"keys\":", KeySetFailure.notAKeySet), ("{\"keys\":[]}", .noUsableKey(firstFlaw: nil)),
        ] {
            try rotation.write(text)
            for _ in 0..<3 { #expect(rotation.outcome(TokenMint.second.token()) == "unknownKey") }
            #expect(rotation.events.last == .failed(failure))
        }
        try FileManager.default.removeItem(atPath: rotation.path)
        for _ in 0..<3 { #expect(rotation.outcome(TokenMint.second.token()) == "unknownKey") }
        #expect(rotation.outcome(TokenMint.first.token()) == "kp_alice")
        #expect(rotation.events.count == 3)
        try rotation.write(Self.keySets[1])
        #expect(rotation.outcome(TokenMint.second.token()) == "kp_alice")
        #expect(rotation.events.dropFirst(3) == [.read(keys: 1)])
    }
}

@Suite struct SeenTokensTests {
    private static func digest(_ number: Int) -> TokenDigest { TokenDigest(Array("\(number)".utf8)[...]) }

    private static func claims(of user: String) throws -> Claims {
        try Claims(Array(TokenMint.claims(of: user).utf8), issuer: TokenMint.issuer, audience: nil)
    }

    @Test func `the cache is bounded, and tokens in use stay in it`() throws {
        var seen = SeenTokens()
        seen.remember(try Self.claims(of: "used"), of: Self.digest(-1))
        let others = try Self.claims(of: "other")
        for number in 0..<5 * SeenTokens.capacity {
            seen.remember(others, of: Self.digest(number))
            if number % 1_000 == 0 { #expect(seen[Self.digest(-1)]?.subject == "used") }
            #expect(seen.count <= 2 * SeenTokens.capacity)
        }
        #expect(seen[Self.digest(5 * SeenTokens.capacity - 1)]?.subject == "other")
        #expect(seen[Self.digest(0)] == nil)
    }
}
