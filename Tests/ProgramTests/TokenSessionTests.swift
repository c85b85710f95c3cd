// Sessions by access token, in the built program: options, key files, rotation, a token that expires.

import Foundation
import TestSupport
import Testing

/// A folder with a key set, and the options by which a program uses it.
struct KeyFolder {
    let folder: TestFolder
    var keySet: String { folder.file("jwks.json") }
    var options: [String] { ["--database", folder.file("db"), "--jwks", keySet, "--issuer", TokenMint.issuer] }

    init(_ text: String = TokenMint.keySet) throws {
        folder = try TestFolder()
        try write(text)
    }

    /// Replaces the file atomically.
    func write(_ text: String) throws { try text.write(toFile: keySet, atomically: true, encoding: .utf8) }

    func program(_ options: String..., environment: [String: String] = [:]) throws -> Program {
        try Program(arguments: self.options + options, environment: environment)
    }
}

private func stats(_ token: String) -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":{"session":{"token":"\#(token)"}}}"#
}

private let withoutSession = #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats"}"#

@Suite struct TokenSessionTests {
    @Test func `a token with the required audience is a session`() throws {
        let keys = try KeyFolder()
        let program = try keys.program("--audience", "https://api.example.com")
        #expect(try program.call(stats(TokenMint.first.token())).contains("\"result\""))
        let other = TokenMint.second.token(claims: TokenMint.claims(audience: #"["other"]"#))
        #expect(try program.call(stats(other)).contains(#""reason":"wrongAudience""#))
        let escaped = TokenMint.second.token().replacing("e", with: "\\u0065")
        #expect(try program.call(stats(escaped)).contains("\"result\""))
        #expect(try program.call(withoutSession).contains(#""reason":"missing""#))
        let byPosition = #"{"jsonrpc":"2.0","id":1,"method":"getVoiceInterviewStats","params":[{"token":7}]}"#
        #expect(try program.call(byPosition).contains(#""reason":"malformed""#))
        let discovered = try program.call(#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#)
        #expect(discovered.contains(#""token":{"#) && !discovered.contains(#""session":{"userId""#))
        try program.endInput()
        #expect(try program.status() == 0)
        let log = program.errorText()
        for reason in ["wrongAudience", "missing", "malformed"] {
            #expect(log.contains(" warning session refused ") && log.contains(" reason=\(reason)\n"))
        }
    }

    @Test func `a rotated key set is read at the next unknown key, without a restart`() throws {
        let keys = try KeyFolder(TokenMint.keySet(TokenMint.first.jwk()))
        let program = try keys.program("--log-level", "info")
        #expect(try program.call(stats(TokenMint.first.token())).contains("\"result\""))
        #expect(try program.call(stats(TokenMint.second.token())).contains(#""reason":"unknownKey""#))
        try keys.write(TokenMint.keySet(TokenMint.second.jwk(), "7"))
        #expect(try program.call(stats(TokenMint.second.token())).contains("\"result\""))
        #expect(try program.call(stats(TokenMint.first.token())).contains(#""reason":"unknownKey""#))
        try keys.write("oops")
        #expect(try program.call(stats(TokenMint.first.token())).contains(#""reason":"unknownKey""#))
        #expect(try program.call(stats(TokenMint.second.token())).contains("\"result\""))
        try program.endInput()
        #expect(try program.status() == 0)
        let log = program.errorText()
        #expect(log.matches(of: /info key set read keys=1/).count == 2)
        #expect(log.contains(#" warning key skipped path=\#(keys.keySet) place=2 reason="is not an object, or has"#))
        #expect(log.matches(of: /warning the key set cannot be read again/).count == 1)
    }

    @Test func `a process that is pinned by a token serves its user until the token expires`() throws {
        var lifetime = 2
        try inTime {
            lifetime *= 2
            return try serveUntilExpired(after: lifetime)
        }
    }

    /// - Parameter lifetime: how many seconds from now the token is valid.
    /// - Returns: false if that was too short for this machine.
    private func serveUntilExpired(after lifetime: Int) throws -> Bool {
        let keys = try KeyFolder()
        let (alices, bobs) = (TokenMint.second.token(), TokenMint.first.token(claims: TokenMint.claims(of: "kp_bob")))
        let expiration = Int(Date().timeIntervalSince1970) - 30 + lifetime
        let token = TokenMint.first.token(claims: TokenMint.claims(expiration: expiration))
        let program = try keys.program(environment: ["VOICE_INTERVIEWS_TOKEN": token])
        let creating = #"{"jsonrpc":"2.0","id":1,"method":"createVoiceInterview","params":[["Swift"],"",30]}"#
        let answers = [creating, stats(alices), stats(bobs)].map { request in
            (try? program.send(request + "\n")).flatMap { program.line() } ?? program.errorText()
        }
        guard !answers.contains(where: { $0.contains("expired") }) else { return false }
        #expect(answers[0].contains(#""userId":"kp_alice""#))
        #expect(answers[1].contains(#""total":1"#))
        #expect(answers[2].contains(#""kind":"forbidden""#))
        try wait { try program.call(withoutSession).contains(#""reason":"expired""#) }
        // A new token of the same user does not renew the pin.
        #expect(try program.call(stats(alices)).contains(#""reason":"expired""#))
        try program.endInput()
        #expect(try program.status() == 0)
        return true
    }
}

@Suite struct TokenOptionTests {
    private static let good = TokenMint.first.token()

    @Test(
        arguments: [
            (["--jwks", "KEYS"], [:], 64, "--jwks requires --issuer"),
            (["--jwks", "", "--issuer", "https://x"], [:], 64, "--jwks must not be empty."),
            (["--jwks", "KEYS", "--issuer", ""], [:], 64, "--issuer must be the URL"),
            (["--jwks", "KEYS", "--issuer", "https://"], [:], 64, "--issuer must be the URL"),
            (["--jwks", "KEYS", "--issuer", "https://example.kinde.com "], [:], 64, "--issuer must be the URL"),
            (["--jwks", "KEYS", "--issuer", "example.kinde.com"], [:], 64, "--issuer must be the URL"),
            (["--jwks", "KEYS", "--issuer", "https://x", "--audience", ""], [:], 64, "--audience must not be empty."),
            (
                ["--jwks", "KEYS", "--issuer", "https://x", "--user", "u"], [:], 64,
                "--user and --jwks are mutually exclusive."
            ),
            (
                ["--jwks", "KEYS", "--issuer", "https://x"], ["VOICE_INTERVIEWS_USER": "u"], 78,
                "VOICE_INTERVIEWS_USER and --jwks are mutually exclusive."
            ),
            (
                ["--user", "u"], ["VOICE_INTERVIEWS_JWKS": "KEYS", "VOICE_INTERVIEWS_ISSUER": "https://x"], 78,
                "--user and VOICE_INTERVIEWS_JWKS are mutually exclusive."
            ),
            (["--issuer", "https://x"], [:], 64, "--issuer requires --jwks"),
            (["--audience", "x"], [:], 64, "--audience requires --jwks"),
            (["--user", "u", "--audience", "x"], [:], 64, "--audience requires --jwks"),
            ([], ["VOICE_INTERVIEWS_ISSUER": "https://x"], 78, "VOICE_INTERVIEWS_ISSUER requires --jwks"),
            ([], ["VOICE_INTERVIEWS_AUDIENCE": ""], 78, "VOICE_INTERVIEWS_AUDIENCE requires --jwks"),
            ([], ["VOICE_INTERVIEWS_TOKEN": good], 78, "VOICE_INTERVIEWS_TOKEN requires --jwks"),
            (["--user", "u"], ["VOICE_INTERVIEWS_TOKEN": good], 78, "VOICE_INTERVIEWS_TOKEN requires --jwks"),
            ([], ["VOICE_INTERVIEWS_JWKS": ""], 78, "VOICE_INTERVIEWS_JWKS requires --issuer"),
            (
                [], ["VOICE_INTERVIEWS_JWKS": "", "VOICE_INTERVIEWS_ISSUER": "https://x"], 78,
                "VOICE_INTERVIEWS_JWKS must not be empty."
            ),
            (["ISSUED"], ["VOICE_INTERVIEWS_TOKEN": ""], 78, "VOICE_INTERVIEWS_TOKEN must not be empty."),
            (
                ["ISSUED"], ["VOICE_INTERVIEWS_TOKEN": good + "="], 78,
                "VOICE_INTERVIEWS_TOKEN is not accepted (malformed). "
            ),
            (
                ["ISSUED", "--audience", "other"], ["VOICE_INTERVIEWS_TOKEN": good], 78,
                "VOICE_INTERVIEWS_TOKEN is not accepted (wrongAudience). The token's `aud` does not contain the required audience."
            ),
            (
                ["ISSUED"],
                ["VOICE_INTERVIEWS_TOKEN": TokenMint.first.token(claims: TokenMint.claims(expiration: 1_800_000))], 78,
                "VOICE_INTERVIEWS_TOKEN is not accepted (expired). The token has expired."
            ),
        ] as [([String], [String: String], Int32, String)])
    func `token options that are incomplete or invalid end the program before it creates files`(
        _ arguments: [String], _ environment: [String: String], status: Int32, sentence: String
    ) throws {
        let keys = try KeyFolder()
        let arguments = arguments.flatMap {
            switch $0 {
            case "KEYS": [keys.keySet]
            case "ISSUED": ["--jwks", keys.keySet, "--issuer", TokenMint.issuer]
            case let argument: [argument]
            }
        }
        let program = try Program(
            arguments: ["--database", keys.folder.file("db")] + arguments,
            environment: environment.mapValues { $0 == "KEYS" ? keys.keySet : $0 })
        #expect(program.converse(withoutSession).isEmpty)
        #expect(try program.status() == status)
        let errors = program.errorText()
        #expect(errors.contains(sentence), "\(errors)")
        #expect(keys.folder.names == ["jwks.json"])
    }

    @Test(arguments: [
        ("", "is not a JWK Set: it must be a JSON object with an array `keys`."), ("{\"keys\":[]}", "contains no key."),
        ("{\"keys\":[{\"kty\":\"oct\"}]}", "contains no usable key; the first one is not an RSA key."),
    ]) func `a key set without a usable key ends the program`(_ text: String, _ sentence: String) throws {
        let keys = try KeyFolder(text)
        let program = try keys.program()
        #expect(program.converse(withoutSession).isEmpty)
        #expect(try program.status() == 78)
        #expect(program.errorText() == "voice-interviews: \(keys.keySet) \(sentence)\n")
        #expect(keys.folder.names == ["jwks.json"])
    }

    @Test func `a key set that others can write is used with a warning, and a path cannot control a terminal`() throws {
        let keys = try KeyFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: keys.keySet)
        let program = try keys.program()
        #expect(program.converse(stats(TokenMint.first.token())).count == 1)
        #expect(try program.status() == 0)
        #expect(
            program.errorText().hasSuffix(" warning the key set can be written by other users path=\(keys.keySet)\n"))
        let odd = try Program("--jwks", "a\n\u{1b}[31mb", "--issuer", TokenMint.issuer, "--database", ":memory:")
        #expect(try odd.status() == 78)
        #expect(odd.errorText().hasPrefix(#"voice-interviews: a\u000a\u001b[31mb cannot be read"#))
    }

    @Test func `a key set that is missing, or a folder, ends the program`() throws {
        let folder = try TestFolder()
        for (path, sentence) in [
            (folder.file("none"), "cannot be read: No such file or directory."),
            (folder.path, "is not a regular file."),
        ] {
            let program = try Program("--database", ":memory:", "--jwks", path, "--issuer", TokenMint.issuer)
            #expect(program.converse("").isEmpty)
            #expect(try program.status() == 78)
            #expect(program.errorText() == "voice-interviews: \(path) \(sentence)\n")
        }
    }
}
