// HMAC-SHA-256 (RFC 2104). No other file of this module imports cryptography.

internal import Crypto

/// A secret that the vendor and the receiver of its webhooks share.
struct SharedSecret: Sendable {
    private let bytes: [UInt8]
    private let key: SymmetricKey

    init(_ text: String) {
        bytes = Array(text.utf8)
        key = SymmetricKey(data: bytes)
    }

    /// Whether one of `codes` is the authentication code of a message, which is computed once, and compared in constant
    /// time.
    func hasSigned(_ message: [UInt8], _ codes: [[UInt8]]) -> Bool {
        let own = HMAC<SHA256>.authenticationCode(for: message, using: key)
        return codes.contains { own == $0 }
    }

    /// Whether `text` is the secret. Their codes are compared, in constant time, whatever their lengths are.
    func isEqual(to text: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            Array(HMAC<SHA256>.authenticationCode(for: text, using: key)), authenticating: bytes, using: key)
    }
}
