// A token taken apart (RFC 7515 §7.1): nothing in it is believed yet.

internal import JSON

/// A JSON Web Signature in its compact serialization, of the one kind that is accepted: RS256, with a key that is named
/// and not brought along.
struct CompactJWS {
    /// The header's `kid`, a string; nil where there is none.
    let keyID: JSONSlice?

    /// Header and payload as they were signed.
    let signingInput: ArraySlice<UInt8>
    let payload: [UInt8]

    /// Empty where the text cannot be one, which no key has signed.
    let signature: [UInt8]

    init(_ token: ArraySlice<UInt8>) throws(TokenRefusal) {
        let parts = token.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy { $0.base64URLValue != nil } }),
            let header = [UInt8](base64URL: parts[0]), let payload = [UInt8](base64URL: parts[1])
        else { throw .malformed("A token must be three parts of base64url without padding, with a dot between.") }
        keyID = try Self.keyID(header)
        signingInput = token[token.startIndex..<parts[1].endIndex]
        self.payload = payload
        signature = [UInt8](base64URL: parts[2]) ?? []
    }

    /// Members that bring a key along, or demand what is not understood (RFC 7515 §4.1; RFC 8725 §3.10).
    private static let refusedMembers = ["crit", "jku", "jwk", "x5u", "x5c"]

    private static func keyID(_ bytes: [UInt8]) throws(TokenRefusal) -> JSONSlice? {
        guard let header = StrictObject(bytes) else {
            throw .malformed("A token's header must be a JSON object that names no member twice.")
        }
        guard header["alg"]?.isString("RS256") == true else { throw .malformed("A token must be signed with RS256.") }
        guard refusedMembers.allSatisfy({ header[$0] == nil }) else {
            throw .malformed("A token's header must not hold \(refusedMembers.joined(separator: ", ")).")
        }
        guard header["typ"].map(isAccessToken) != false else {
            throw .malformed("A token's `typ` must be \"JWT\" or \"at+jwt\".")
        }
        guard let keyID = header["kid"] else { return nil }
        guard keyID.kind == .string else { throw .malformed("A token's `kid` must be a string.") }
        return keyID
    }

    /// A media type, whose case does not matter (RFC 7519 §5.1, RFC 9068 §2.1).
    private static func isAccessToken(_ type: JSONSlice) -> Bool {
        switch type.string?.lowercased() {
        case "jwt", "at+jwt", "application/at+jwt": true
        default: false
        }
    }
}
