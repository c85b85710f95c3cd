// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3), and SHA-256. No other file imports cryptography.

internal import Crypto
internal import CryptoExtras

/// A public key that verifies RS256 signatures.
struct RSAKey: Sendable {
    static let minimumBits = 2048

    private let key: _RSA.Signing.PublicKey

    /// - Parameters:
    ///   - modulus: the decoded `n` of a JWK, big-endian (RFC 7518 §6.3.1).
    ///   - exponent: the decoded `e`, likewise.
    init(modulus: [UInt8], exponent: [UInt8]) throws(KeyFlaw) {
        let digits = modulus.drop { $0 == 0 }
        guard digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0) >= Self.minimumBits else { throw .tooShort }
        do { key = try _RSA.Signing.PublicKey(n: modulus, e: exponent) } catch { throw .notAnRSAKey }
    }

    func hasSigned(_ input: ArraySlice<UInt8>, _ signature: [UInt8]) -> Bool {
        key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: input),
            padding: .insecurePKCS1v1_5)
    }
}

/// The SHA-256 of a token, the key of `SeenTokens`.
struct TokenDigest: Hashable {
    private let digest: SHA256Digest

    init(_ token: ArraySlice<UInt8>) { digest = SHA256.hash(data: token) }
}
