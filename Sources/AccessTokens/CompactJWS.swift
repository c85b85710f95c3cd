// The parts of a token (RFC 7515 §7.1), before its signature is verified.

internal import JSON

/// A JSON Web Signature in compact serialization. It must use RS256, and must not contain or link its key.
struct CompactJWS {
    /// The `kid` of the header, a string; nil if it is missing.
    let keyID: JSONSlice?

    /// The encoded header and payload, as they were signed.
    let signingInput: ArraySlice<UInt8>

    /// Empty if it is not valid base64url; an empty signature is never valid.
    let signature: [UInt8]

    private let encodedPayload: ArraySlice<UInt8>

    /// The decoded payload. Read it only after the signature has been verified.
    var payload: [UInt8] {
        get throws(TokenRefusal) {
            guard let payload = [UInt8](base64URL: encodedPayload) else { throw .notInParts }
            return payload
        }
    }

    init(_ token: ArraySlice<UInt8>) throws(TokenRefusal) {
        let dots = try Self.dots(token)
        guard let header = [UInt8](base64URL: token[..<dots.first]) else { throw .notInParts }
        keyID = try Self.keyID(header)
        encodedPayload = token[(dots.first + 1)..<dots.second]
        signingInput = token[..<dots.second]
        signature = [UInt8](base64URL: token[(dots.second + 1)...]) ?? []
    }

    /// The positions of the two dots. All other characters must be of the base64url alphabet.
    private static func dots(_ token: ArraySlice<UInt8>) throws(TokenRefusal) -> (first: Int, second: Int) {
        let values = Base64URL.values
        var dots: [Int] = []
        for index in token.indices where values[Int(token[index])] == Base64URL.invalid {
            guard token[index] == UInt8(ascii: "."), dots.count < 2 else { throw .notInParts }
            dots.append(index)
        }
        guard dots.count == 2 else { throw .notInParts }
        return (dots[0], dots[1])
    }

    /// Members that contain or link a key, or require extensions (RFC 7515 §4.1; RFC 8725 §3.10).
    private static let refusedMembers = ["crit", "jku", "jwk", "x5u", "x5c"]

    private static func keyID(_ bytes: [UInt8]) throws(TokenRefusal) -> JSONSlice? {
        guard let header = StrictObject(bytes) else {
            throw .malformed("A token's header must be a JSON object without duplicate members.")
        }
        guard header["alg"]?.isString("RS256") == true else { throw .malformed("A token must be signed with RS256.") }
        guard refusedMembers.allSatisfy({ header[$0] == nil }) else {
            throw .malformed("A token's header must not contain \(refusedMembers.joined(separator: ", ")).")
        }
        guard header["typ"].map(isAccessToken) != false else {
            throw .malformed("A token's `typ` must be \"JWT\" or \"at+jwt\".")
        }
        guard let keyID = header["kid"] else { return nil }
        guard keyID.kind == .string else { throw .malformed("A token's `kid` must be a string.") }
        return keyID
    }

    /// Media types are compared case-insensitively (RFC 7519 §5.1, RFC 9068 §2.1).
    private static func isAccessToken(_ type: JSONSlice) -> Bool {
        switch type.string?.lowercased() {
        case "jwt", "at+jwt", "application/at+jwt": true
        default: false
        }
    }
}

extension TokenRefusal {
    fileprivate static let notInParts = malformed(
        "A token must have three parts in base64url without padding, separated by dots.")
}
