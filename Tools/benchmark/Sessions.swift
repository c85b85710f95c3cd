// `sessions`: what it costs to find out who is calling.

internal import ArgumentParser
internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import ToolSupport

struct Sessions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure what each kind of session costs, valid or not, with the cheapest request.",
        discussion: """
            Each row sends the same request (`getVoiceInterviewStats` of a user without interviews) as fast as the \
            program reads it, with another kind of session; the difference from the first row is the cost of the \
            session. The log goes to /dev/null; each refused session adds a line to it.
            """)

    @OptionGroup var place: Place

    @Option(help: "The number of requests in each row.")
    var requests = 4_000

    @Option(help: "The number of rounds; the table shows medians.")
    var rounds = 5

    /// How many tokens are seen before.
    private static let seen = 1_000

    func validate() throws {
        guard requests > 0, rounds > 0 else { throw ValidationError("--requests and --rounds must be at least 1.") }
    }

    func run() throws {
        let issuer = try Issuer()
        let seen = try (0..<Self.seen).map { try issuer.token(number: $0) }
        let new = try (0..<requests).map { try issuer.token(number: Self.seen + $0) }
        let rows: [(name: String, isTrusted: Bool, session: (Int) -> String)] = [
            ("user id, trusted", true, { _ in #"{"userId":"kp_1"}"# }),
            ("token, seen before", false, Self.token { _ in seen[0] }),
            ("token, seen before, of 1,000", false, Self.token { seen[$0 % Self.seen] }),
            ("token, new each time", false, Self.token { new[$0] }),
            ("signature of another token", false, Self.token { Self.forged(new[$0], seen[0]) }),
            ("unknown key", false, Self.token { _ in issuer.ofUnknownKey }),
            ("expired", false, Self.token { _ in issuer.expired }),
            ("no token at all", false, Self.token { "garbage \($0)" }),
            ("17 KiB of garbage", false, Self.token { _ in String(repeating: "A", count: 17 * 1_024) }),
            ("16 KiB in three parts", false, Self.token { _ in Self.longest }),
        ]
        var times = [[Double]](repeating: [], count: rows.count)
        try place.withFolder { folder in
            try issuer.keySet.write(toFile: folder + "/jwks.json", atomically: true, encoding: .utf8)
            for round in 0..<rounds {
                for (index, row) in rows.enumerated() {
                    let options = row.isTrusted ? [] : ["--jwks", folder + "/jwks.json", "--issuer", Issuer.url]
                    let server = try LineServer(
                        ["/bin/sh", "-c", #"exec "$0" "$@" 2>/dev/null"#] + place.server(":memory:") + options)
                    // What is seen before is seen here.
                    let warming = row.isTrusted ? row.session : Self.token { seen[$0] }
                    try server.pipeline(Self.load(Self.seen, warming)) { try Answer.check($1, id: $0) }
                    times[index].append(try Self.microseconds(server, Self.load(requests, row.session)))
                    try server.finish()
                }
                printToStandardError("round \(round + 1) of \(rounds)")
            }
        }
        var table = Table(["session", "µs a request", "more than a user id, µs"])
        let base = times[0].median
        for (row, times) in zip(rows, times) {
            table.add(row.name, times.median.shown, (times.median - base).shown)
        }
        print(table.text)
        print("\(try place.machine()); server and benchmark on any core.")
    }

    private static func token(_ token: @escaping (Int) -> String) -> (Int) -> String {
        { #"{"token":"\#(token($0))"}"# }
    }

    /// Header and claims of one token with the signature of another.
    private static func forged(_ token: String, _ other: String) -> String {
        let signature = other.split(separator: ".").last ?? ""
        return token.split(separator: ".").prefix(2).joined(separator: ".") + "." + signature
    }

    /// As much as is looked at, with a header that is none.
    private static let longest = "e30." + String(repeating: "A", count: 16 * 1_024 - 8) + ".AAA"

    private static func load(_ requests: Int, _ session: (Int) -> String) -> Load {
        Load(
            lines: (0..<requests).map {
                #"{"jsonrpc":"2.0","id":\#($0),"method":"getVoiceInterviewStats","params":{"session":\#(session($0))}}"#
                    + "\n"
            })
    }

    private static func microseconds(_ server: LineServer, _ load: Load) throws -> Double {
        let (written, answered) = try server.pipeline(load) { _, _ in }
        return Double(answered[answered.count - 1] - written[0]) / 1e3 / Double(load.count)
    }
}

/// Signs tokens as Kinde does.
private struct Issuer {
    static let url = "https://example.kinde.com"

    private let key: _RSA.Signing.PrivateKey
    let keySet: String
    let ofUnknownKey: String
    let expired: String

    init() throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        self.key = key
        let primitives = try key.publicKey.getKeyPrimitives()
        keySet = """
            {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"one","n":"\(Self.base64URL(primitives.modulus))",
            "e":"\(Self.base64URL(primitives.publicExponent))"}]}
            """
        ofUnknownKey = try Self.token(key, keyID: "two", number: 0, expiration: 4_000_000_000)
        expired = try Self.token(key, keyID: "one", number: 0, expiration: 1)
    }

    func token(number: Int) throws -> String {
        try Self.token(key, keyID: "one", number: number, expiration: 4_000_000_000)
    }

    private static func token(
        _ key: _RSA.Signing.PrivateKey, keyID: String, number: Int, expiration: Int
    ) throws -> String {
        let header = #"{"alg":"RS256","kid":"\#(keyID)","typ":"JWT"}"#
        let claims = #"""
            {"aud":["https://api.example.com"],"azp":"2f1b7c","exp":\#(expiration),"iat":1700000000,"iss":"\#(url)",\#
            "jti":"5c1e8a5e-4f0e-4b0e-8f0a-\#(number)","org_code":"org_1","permissions":[],\#
            "scp":["openid","profile","email","offline"],"sub":"kp_\#(number)"}
            """#
        let input = base64URL(Data(header.utf8)) + "." + base64URL(Data(claims.utf8))
        let signature = try key.signature(for: SHA256.hash(data: Data(input.utf8)), padding: .insecurePKCS1v1_5)
        return input + "." + base64URL(signature.rawRepresentation)
    }

    private static func base64URL(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
