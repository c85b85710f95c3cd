// An issuer of access tokens for tests: keys, key sets, valid and invalid tokens.

internal import Crypto
internal import CryptoExtras
public import Foundation

/// A key of an issuer, which signs tokens.
public struct TokenMint: Sendable {
    public static let issuer = "https://example.kinde.com"

    /// Two keys of one issuer.
    public static let first = TokenMint(keyID: "first")
    public static let second = TokenMint(keyID: "second")

    public let keyID: String
    private let key: _RSA.Signing.PrivateKey

    private init(keyID: String) {
        self.keyID = keyID
        do { key = try _RSA.Signing.PrivateKey(keySize: .bits2048) } catch { preconditionFailure("\(error)") }
    }

    /// The modulus and the exponent of the public key, in base64url.
    public var primitives: (n: String, e: String) {
        do {
            let primitives = try key.publicKey.getKeyPrimitives()
            return (Self.base64URL(primitives.modulus), Self.base64URL(primitives.publicExponent))
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The public key as PEM, which a flawed verifier would accept as an HMAC secret.
    public var publicKeyPEM: String { key.publicKey.pemRepresentation }

    /// The public key as a JWK.
    /// - Parameter kid: an id instead of its own.
    public func jwk(kid: String? = nil, extra: String = #","use":"sig","alg":"RS256""#) -> String {
        #"{"kty":"RSA","kid":"\#(kid ?? keyID)","n":"\#(primitives.n)","e":"\#(primitives.e)"\#(extra)}"#
    }

    /// A JWK Set of these keys.
    public static func keySet(_ keys: String...) -> String { #"{"keys":[\#(keys.joined(separator: ","))]}"# }

    /// The key set of both keys.
    public static var keySet: String { keySet(first.jwk(), second.jwk()) }

    /// The header of a valid token.
    public var header: String { #"{"alg":"RS256","typ":"JWT","kid":"\#(keyID)"}"# }

    /// The claims of a valid token of Kinde.
    public static func claims(
        of user: String = "kp_alice", audience: String = #"["https://api.example.com"]"#,
        expiration: Int = 4_000_000_000
    ) -> String {
        #"{"aud":\#(audience),"azp":"app","exp":\#(expiration),"iat":1700000000,"iss":"\#(issuer)","jti":"1","#
            + #""scp":["openid"],"sub":"\#(user)"}"#
    }

    /// A signed token, valid by default.
    public func token(header: String? = nil, claims: String = Self.claims()) -> String {
        let input = "\(Self.base64URL(Data((header ?? self.header).utf8))).\(Self.base64URL(Data(claims.utf8)))"
        do {
            let signature = try key.signature(for: SHA256.hash(data: Data(input.utf8)), padding: .insecurePKCS1v1_5)
            return "\(input).\(Self.base64URL(signature.rawRepresentation))"
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// A token signed by HMAC with SHA-256.
    public static func token(header: String, claims: String = Self.claims(), secret: Data) -> String {
        let input = "\(base64URL(Data(header.utf8))).\(base64URL(Data(claims.utf8)))"
        let code = HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: SymmetricKey(data: secret))
        return "\(input).\(base64URL(Data(code)))"
    }

    public static func base64URL(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
