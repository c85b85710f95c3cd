// What a token says: of whom, from whom, for whom, and for how long (RFC 7519 §4.1).

internal import JSON

/// The claims of a token that was meant for us, whatever the time is.
struct Claims {
    let subject: String

    /// From this time on, in seconds since 1970.
    private let begin: Double

    /// Before this time.
    private let end: Double

    /// OpenID Connect Core 1.0 §2.
    static let maximumSubjectBytes = 255

    /// By how much clocks may disagree, in seconds.
    static let leeway = 30.0

    /// - Parameters:
    ///   - payload: of a token whose signature is right.
    ///   - audience: nil to accept a token for anybody.
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
    /// The seconds from 1970 to the end of 9999, the last year that RFC 3339 can write.
    private static let times = 0.0...253_402_300_799.0

    /// A NumericDate (RFC 7519 §2); nil where there is none.
    fileprivate func time(_ name: String) throws(TokenRefusal) -> Double? {
        guard let claim = self[name] else { return nil }
        guard let time = claim.double, Self.times.contains(time) else {
            throw .malformed("A token's `\(name)` must be a number of seconds from 1970 to 9999.")
        }
        return time
    }

    /// For whom the token is; none where nobody is named.
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

    /// Nil where nobody is named.
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
