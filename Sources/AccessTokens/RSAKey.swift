// The only file that knows cryptography: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3), and SHA-256 by itself.

internal import Crypto
internal import CryptoExtras

/// A public key that checks signatures made with RS256.
struct RSAKey: Sendable {
    static let minimumBits = 2048

    private let key: _RSA.Signing.PublicKey

    /// - Parameters:
    ///   - modulus: big-endian, as a JWK's `n` says it (RFC 7518 §6.3.1).
    ///   - exponent: likewise, its `e`.
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

/// The SHA-256 of a token, by which it is remembered.
struct TokenDigest: Hashable {
    private let digest: SHA256Digest

    init(_ token: ArraySlice<UInt8>) { digest = SHA256.hash(data: token) }
}
