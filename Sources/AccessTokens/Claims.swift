// The claims of a token (RFC 7519 §4.1): `sub`, `iss`, `aud`, `exp`, `nbf`, `iat`.

internal import JSON

/// The claims of a token with the required issuer and audience. Whether it is valid now is checked separately.
struct Claims {
    let subject: String

    /// The first time at which the token is valid, in seconds since 1970.
    private let begin: Double

    /// The time from which the token has expired, in seconds since 1970.
    private let end: Double

    /// The limit of OpenID Connect Core 1.0 §2.
    static let maximumSubjectBytes = 255

    /// The permitted difference between clocks, in seconds.
    static let leeway = 30.0

    /// - Parameters:
    ///   - payload: the payload of a token whose signature has been verified.
    ///   - audience: nil to accept any.
    init(_ payload: [UInt8], issuer: String, audience: String?) throws(TokenRefusal) {
        guard let claims = StrictObject(payload) else {
            throw .malformed("A token's claims must be a JSON object without duplicate members.")
        }
        guard let expiration = try claims.time("exp") else { throw .malformed("A token must have `exp`.") }
        begin = max(try claims.time("nbf") ?? 0, try claims.time("iat") ?? 0) - Self.leeway
        end = expiration + Self.leeway
        let subject = try claims.subject
        let names = audience == nil ? [] : try claims.audience
        guard claims["iss"]?.isString(issuer) == true else { throw .wrongIssuer }
        if let audience, !names.contains(where: { $0.isString(audience) }) { throw .wrongAudience }
        guard let subject else { throw .noSubject }
        self.subject = subject
    }

    func requireValidity(at now: Double) throws(TokenRefusal) {
        guard now < end else { throw .expired }
        guard now >= begin else { throw .notYetValid }
    }
}

extension StrictObject {
    /// From 1970 to the end of 9999, the last year that RFC 3339 can write.
    private static let times = 0.0...253_402_300_799.0

    /// A NumericDate (RFC 7519 §2); nil if the claim is missing.
    fileprivate func time(_ name: String) throws(TokenRefusal) -> Double? {
        guard let claim = self[name] else { return nil }
        guard let time = claim.double, Self.times.contains(time) else {
            throw .malformed("A token's `\(name)` must be a number of seconds from 1970 to 9999.")
        }
        return time
    }

    /// The elements of `aud`; empty if it is missing.
    fileprivate var audience: [JSONSlice] {
        get throws(TokenRefusal) {
            guard let claim = self["aud"] else { return [] }
            let names = claim.kind == .array ? Array(claim.elements) : [claim]
            guard names.allSatisfy({ $0.kind == .string }) else {
                throw .malformed("A token's `aud` must be a string or an array of strings.")
            }
            return names
        }
    }

    /// Nil if `sub` is missing, null or empty.
    fileprivate var subject: String? {
        get throws(TokenRefusal) {
            guard let claim = self["sub"], claim.kind != .null else { return nil }
            guard let subject = claim.string, subject.utf8.count <= Claims.maximumSubjectBytes,
                !subject.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else {
                throw .malformed(
                    "A token's `sub` must be a string of at most \(Claims.maximumSubjectBytes) bytes without control"
                        + " characters.")
            }
            return subject.isEmpty ? nil : subject
        }
    }
}
