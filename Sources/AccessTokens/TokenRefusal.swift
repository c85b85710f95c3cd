// Why a token is refused.

/// The refusal of a token (RFC 7519, RFC 8725): a reason for programs, and a sentence for people.
public struct TokenRefusal: Error, Equatable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        /// Not a JSON Web Token of the supported kind.
        case malformed
        case unknownKey, badSignature, expired, notYetValid, wrongIssuer, wrongAudience, noSubject
    }

    public let reason: Reason

    /// It contains nothing of the token.
    public let sentence: String

    private init(_ reason: Reason, _ sentence: String) {
        self.reason = reason
        self.sentence = sentence
    }

    /// - Parameter sentence: the requirement that the token does not meet.
    public static func malformed(_ sentence: String) -> TokenRefusal { TokenRefusal(.malformed, sentence) }

    static let unknownKey = TokenRefusal(.unknownKey, "The key set has no key with the `kid` of the token.")
    static let badSignature = TokenRefusal(.badSignature, "The token's signature is invalid.")
    static let expired = TokenRefusal(.expired, "The token has expired.")
    static let notYetValid = TokenRefusal(.notYetValid, "The token is not valid yet.")
    static let wrongIssuer = TokenRefusal(.wrongIssuer, "The token's `iss` is not the required issuer.")
    static let wrongAudience = TokenRefusal(.wrongAudience, "The token's `aud` does not contain the required audience.")
    static let noSubject = TokenRefusal(.noSubject, "The token names no user: its `sub` is missing or empty.")
}
