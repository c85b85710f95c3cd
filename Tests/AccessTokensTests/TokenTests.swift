// Which tokens are accepted, and the reasons why others are refused.

import Files
import Foundation
import TestSupport
import Testing

@testable import AccessTokens

@Suite struct TokenTests {
    private static let now = 1_800_000_000
    private static let audience = "https://api.example.com"

    /// An authority that has both keys.
    private static func authority(audience: String? = Self.audience, now: Int = Self.now) throws -> Authority {
        let folder = try TestFolder()
        try TokenMint.keySet.write(toFile: folder.file("jwks.json"), atomically: true, encoding: .utf8)
        return try Authority(
            keySetPath: folder.file("jwks.json"), issuer: TokenMint.issuer, audience: audience, now: { Double(now) })
    }

    /// The user of a token, or the reason of the refusal.
    private func outcome(_ token: String, of authority: Authority) -> String {
        do throws(TokenRefusal) {
            return try authority.subject(of: Array(token.utf8)[...])
        } catch {
            return error.reason.rawValue
        }
    }

    private func outcome(_ token: String) throws -> String { outcome(token, of: try Self.authority()) }

    @Test func `a valid token gives its user, with either key, each time`() throws {
        let authority = try Self.authority()
        for mint in [TokenMint.first, .second, .first] {
            #expect(outcome(mint.token(), of: authority) == "kp_alice")
        }
    }

    /// The claims of a valid token with one of them replaced or removed.
    private static func claims(_ name: String, _ value: String?) -> String {
        var claims = [
            "aud": #"["\#(audience)"]"#, "exp": "\(now + 60)", "iat": "\(now)", "iss": "\"\(TokenMint.issuer)\"",
            "sub": #""kp_alice""#,
        ]
        claims[name] = value
        return "{" + claims.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    @Test(
        arguments: [
            ("exp", "\(now - 29)", "kp_alice"), ("exp", "\(now - 30)", "expired"), ("exp", "0", "expired"),
            ("exp", "\(now + 1).5", "kp_alice"), ("exp", "1.8e9", "kp_alice"), ("exp", "253402300799", "kp_alice"),
            ("exp", nil, "malformed"), ("exp", "\"\(now + 60)\"", "malformed"), ("exp", "1e300", "malformed"),
            ("exp", "1e999", "malformed"), ("exp", "-1", "malformed"), ("exp", "253402300800", "malformed"),
            ("exp", "null", "malformed"), ("exp", "true", "malformed"), ("exp", "[\(now + 60)]", "malformed"),
            ("nbf", "\(now + 30)", "kp_alice"), ("nbf", "\(now + 31)", "notYetValid"), ("nbf", "0", "kp_alice"),
            ("nbf", "\"0\"", "malformed"), ("nbf", "-1", "malformed"), ("nbf", "1e300", "malformed"),
            ("nbf", "null", "malformed"),
            ("iat", "\(now + 30)", "kp_alice"), ("iat", "\(now + 31)", "notYetValid"), ("iat", nil, "kp_alice"),
            ("iat", "{}", "malformed"), ("iat", "-0.5", "malformed"),
            ("iss", "\"https://example.kinde.com/\"", "wrongIssuer"),
            ("iss", "\"https://Example.kinde.com\"", "wrongIssuer"),
            ("iss", "\"https://example.kinde.com.evil.com\"", "wrongIssuer"),
            ("iss", "\"http://example.kinde.com\"", "wrongIssuer"),
            ("iss", "\"https:\\/\\/example\\u002ekinde.com\"", "kp_alice"),
            ("iss", nil, "wrongIssuer"), ("iss", "7", "wrongIssuer"), ("iss", "null", "wrongIssuer"),
            ("iss", "[\"https://example.kinde.com\"]", "wrongIssuer"),
            ("aud", "\"\(audience)\"", "kp_alice"), ("aud", "[\"other\",\"\(audience)\"]", "kp_alice"),
            ("aud", "[]", "wrongAudience"), ("aud", nil, "wrongAudience"), ("aud", "\"other\"", "wrongAudience"),
            ("aud", "[\"\(audience)/\"]", "wrongAudience"), ("aud", "\"\"", "wrongAudience"),
            ("aud", "7", "malformed"), ("aud", "null", "malformed"), ("aud", "[\"\(audience)\",7]", "malformed"),
            ("aud", "{\"\(audience)\":1}", "malformed"), ("aud", "[[\"\(audience)\"]]", "malformed"),
            ("sub", nil, "noSubject"), ("sub", "\"\"", "noSubject"), ("sub", "null", "noSubject"),
            ("sub", "7", "malformed"), ("sub", "[\"kp_alice\"]", "malformed"), ("sub", "\"\\ud800\"", "malformed"),
            ("sub", "\"\(String(repeating: "x", count: 256))\"", "malformed"),
            ("sub", "\"a\\u0000b\"", "malformed"), ("sub", "\"a\\u009bb\"", "malformed"),
            ("sub", "\"e\\u0301 \\u200b\"", "e\u{301} \u{200b}"),
            ("exp\":1,\"exp", "\(now + 60)", "malformed"), ("e\\u0078p", "\(now + 60)", "malformed"),
            ("deep", String(repeating: "[", count: 200) + String(repeating: "]", count: 200), "malformed"),
            ("amr", "[{\"a\":1}]", "kp_alice"),
        ] as [(String, String?, String)])
    func `claims are checked`(_ name: String, _ value: String?, _ expected: String) throws {
        let token = TokenMint.first.token(claims: Self.claims(name, value))
        #expect(try outcome(token) == expected)
    }

    /// Malformed claims are reported before wrong ones, and those before expiry.
    @Test(
        arguments: [
            (#""iss":"other","exp":1,"sub":7"#, "malformed"), (#""iss":"other","aud":7,"exp":1"#, "malformed"),
            (#""iss":"other","aud":[],"exp":1"#, "wrongIssuer"),
            (#""iss":"\#(TokenMint.issuer)","aud":[],"exp":1"#, "wrongAudience"),
            (#""iss":"\#(TokenMint.issuer)","aud":["\#(audience)"],"exp":1"#, "noSubject"),
            (#""iss":"\#(TokenMint.issuer)","aud":["\#(audience)"],"exp":1,"sub":"a","nbf":4e9"#, "expired"),
            (#""iss":"\#(TokenMint.issuer)","aud":["\#(audience)"],"exp":5e9,"sub":"a","nbf":4e9"#, "notYetValid"),
        ]) func `the first of several errors is reported`(_ members: String, _ expected: String) throws
    {
        #expect(try outcome(TokenMint.first.token(claims: "{\(members)}")) == expected)
        let forged = TokenMint.first.token(header: TokenMint.second.header, claims: "{\(members)}")
        #expect(try outcome(forged) == "badSignature")
    }

    @Test(arguments: [nil, "[]", "\"other\"", "7", "null", "[7]"] as [String?])
    func `without a required audience, any is accepted`(_ audience: String?) throws {
        let token = TokenMint.first.token(claims: Self.claims("aud", audience))
        #expect(outcome(token, of: try Self.authority(audience: nil)) == "kp_alice")
    }

    @Test(arguments: ["", "[]", "7", "{", "null", "{\"exp\":1,}", "\u{feff}{}"])
    func `claims that are not an object are malformed`(_ claims: String) throws {
        #expect(try outcome(TokenMint.first.token(claims: claims)) == "malformed")
    }

    @Test(
        arguments: [
            (#""alg":"RS256","kid":"first""#, "kp_alice"), (#""alg":"RS256","kid":"f\u0069rst""#, "kp_alice"),
            (#""alg":"RS256","kid":"first","typ":"at+JWT","x5t":"x","other":{}"#, "kp_alice"),
            (#""alg":"RS256","kid":"second""#, "badSignature"), (#""alg":"RS256","kid":"third""#, "unknownKey"),
            (#""alg":"RS256","kid":"first ""#, "unknownKey"), (#""alg":"RS256","kid":"""#, "unknownKey"),
            (#""alg":"RS256""#, "unknownKey"), (#""alg":"RS256","kid":1"#, "malformed"),
            (#""alg":"RS256","kid":null"#, "malformed"), (#""alg":"RS256","kid":["first"]"#, "malformed"),
            (#""alg":"RS256","kid":1e300"#, "malformed"),
            (#""alg":"none","kid":"first""#, "malformed"), (#""alg":"None","kid":"first""#, "malformed"),
            (#""alg":"rs256","kid":"first""#, "malformed"), (#""alg":"RS512","kid":"first""#, "malformed"),
            (#""alg":"PS256","kid":"first""#, "malformed"), (#""alg":"HS256","kid":"first""#, "malformed"),
            (#""alg":"ES256","kid":"first""#, "malformed"), (#""alg":["RS256"],"kid":"first""#, "malformed"),
            (#""alg":1e300,"kid":"first""#, "malformed"), (#""kid":"first""#, "malformed"),
            (#""alg":"none","alg":"RS256","kid":"first""#, "malformed"),
            (#""alg":"RS256","kid":"first","k\u0069d":"first""#, "malformed"),
            (#""alg":"RS256","kid":"first","crit":["exp"]"#, "malformed"),
            (#""alg":"RS256","kid":"first","crit":[]"#, "malformed"),
            (#""alg":"RS256","kid":"first","jku":"https://evil.example/jwks""#, "malformed"),
            (#""alg":"RS256","kid":"first","x5u":"file:///etc/passwd""#, "malformed"),
            (#""alg":"RS256","kid":"first","x5c":[]"#, "malformed"),
            (#""alg":"RS256","kid":"first","jwk":{"kty":"RSA"}"#, "malformed"),
            (#""alg":"RS256","kid":"first","typ":"dpop+jwt""#, "malformed"),
            (#""alg":"RS256","kid":"first","typ":7"#, "malformed"),
            (#""alg":"RS256","kid":"first","typ":"\ud800""#, "malformed"),
        ])
    func `the header is checked`(_ members: String, _ expected: String) throws {
        #expect(try outcome(TokenMint.first.token(header: "{\(members)}")) == expected)
    }

    @Test func `a key in the header of a token is refused`() throws {
        let header = #"{"alg":"RS256","kid":"first","jwk":\#(TokenMint.second.jwk(kid: "first"))}"#
        #expect(try outcome(TokenMint.second.token(header: header)) == "malformed")
    }

    @Test func `a token signed by HMAC with the public key, or not signed, is refused`() throws {
        let secrets = [Data(TokenMint.first.publicKeyPEM.utf8), Data(TokenMint.first.primitives.n.utf8), Data()]
        for secret in secrets {
            for (algorithm, expected) in [("HS256", "malformed"), ("RS256", "badSignature")] {
                let header = #"{"alg":"\#(algorithm)","kid":"first"}"#
                #expect(try outcome(TokenMint.token(header: header, secret: secret)) == expected)
            }
        }
        let unsigned = TokenMint.first.token().split(separator: ".").dropLast().joined(separator: ".") + "."
        #expect(try outcome(unsigned) == "badSignature")
    }

    @Test(
        arguments: [
            "", ".", "..", "...", "a.b", "a.b.c.d", "a.b.c", "=.=.=", "é.é.é", "\u{0}", " ", "Bearer x.y.z",
            "e30.e30.e30",
            "ey..", ".ey.", String(repeating: ".", count: 10_000),
        ]) func `a text that is not a token is malformed`(_ text: String) throws
    {
        #expect(try outcome(text) == "malformed")
    }

    @Test func `padding and other invalid characters are malformed at any position`() throws {
        let token = TokenMint.first.token()
        for character in ["=", "+", "/", " ", "\n", "%", "é", "\u{0}", "\"", "."] {
            for offset in [0, 5, 60, 200, token.count - 3, token.count] {
                var changed = token
                changed.insert(contentsOf: character, at: token.index(token.startIndex, offsetBy: offset))
                #expect(try outcome(changed) == "malformed", "\(character) at \(offset)")
            }
        }
    }

    @Test func `a token with any character changed or removed, or truncated anywhere, is refused`() throws {
        let authority = try Self.authority()
        let token = Array(TokenMint.first.token().utf8)
        for index in token.indices {
            for change in [[token[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")], []] {
                var changed = token
                changed.replaceSubrange(index...index, with: change)
                // Removing either of two equal characters gives the same token.
                guard changed != token else { continue }
                let outcome = outcome(String(decoding: changed, as: UTF8.self), of: authority)
                #expect(outcome != "kp_alice", "\(index)")
            }
            #expect(outcome(String(decoding: token[..<index], as: UTF8.self), of: authority) != "kp_alice")
        }
    }

    @Test(arguments: 1...8) func `a truncated signature is a bad signature`(_ count: Int) throws {
        #expect(try outcome(String(TokenMint.first.token().dropLast(count))) == "badSignature")
    }

    @Test func `a last character with unused bits that are not zero is refused`() throws {
        let token = TokenMint.first.token()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(token.last.flatMap(alphabet.firstIndex))
        // The last character of 256 bytes in base64url has two bits, and four unused ones that are zero.
        #expect(last % 16 == 0)
        for other in 1...15 {
            #expect(try outcome(token.dropLast() + String(alphabet[last + other])) == "badSignature")
        }
    }

    @Test func `a token may have at most 16 KiB`() throws {
        func token(padding count: Int) -> String {
            TokenMint.first.token(claims: Self.claims("pad", "\"\(String(repeating: "x", count: count))\""))
        }
        // Three bytes of claims are four characters of a token.
        let longest = (11_000...12_500).lazy.map(token).last { $0.utf8.count <= Authority.maximumTokenBytes }
        let token = try #require(longest)
        #expect(token.utf8.count > Authority.maximumTokenBytes - 4)
        #expect(try outcome(token) == "kp_alice")
        #expect(try outcome(token + String(repeating: "A", count: 4)) == "malformed")
        #expect(try outcome(String(repeating: "A", count: 10_000_000)) == "malformed")
    }

    @Test func `a token that was accepted is refused when it has expired`() throws {
        let folder = try TestFolder()
        try TokenMint.keySet.write(toFile: folder.file("jwks.json"), atomically: true, encoding: .utf8)
        let clock = TestClock(Double(Self.now))
        let authority = try Authority(
            keySetPath: folder.file("jwks.json"), issuer: TokenMint.issuer, audience: nil, now: { clock.time })
        let token = TokenMint.first.token(claims: Self.claims("nbf", "\(Self.now)"))
        for (time, expected) in [
            (0, "kp_alice"), (89, "kp_alice"), (90, "expired"), (89, "kp_alice"), (-31, "notYetValid"),
            (-30, "kp_alice"),
        ] {
            clock.time = Double(Self.now + time)
            #expect(outcome(token, of: authority) == expected, "\(time)")
        }
    }
}
