// A JWK Set (RFC 7517): the keys that verify tokens.

internal import JSON

/// Why a key of a set is not used. The raw value is the end of a sentence.
public enum KeyFlaw: String, Error, Sendable {
    case notAnObject = "is not an object, or has duplicate members"
    case notRSA = "is not an RSA key"
    case notForSignatures = "is not for signatures"
    case notRS256 = "is not for RS256"
    case noID = "has no kid"
    case repeatedID = "has the kid of an earlier key"
    case notAnRSAKey = "is not a valid RSA public key"
    case tooShort = "is shorter than 2048 bits"
}

/// The usable keys of a set by id. Other keys are skipped and reported in `flaws`.
struct KeySet: Sendable {
    /// By their `kid` in UTF-8.
    private var keys: [[UInt8]: RSAKey] = [:]

    /// The skipped keys, with their positions in the set, counted from 1.
    private(set) var flaws: [(place: Int, flaw: KeyFlaw)] = []

    var count: Int { keys.count }

    init(_ bytes: [UInt8]) throws(KeySetFailure) {
        guard let set = StrictObject(bytes), let list = set["keys"], list.kind == .array else { throw .notAKeySet }
        for (index, element) in list.elements.enumerated() {
            do throws(KeyFlaw) { try add(element) } catch { flaws.append((index + 1, error)) }
        }
        guard !keys.isEmpty else { throw .noUsableKey(firstFlaw: flaws.first?.flaw) }
    }

    subscript(id: JSONSlice) -> RSAKey? { id.string.flatMap { keys[Array($0.utf8)] } }

    private mutating func add(_ element: JSONSlice) throws(KeyFlaw) {
        guard let jwk = StrictObject(element) else { throw .notAnObject }
        guard jwk["kty"]?.isString("RSA") == true else { throw .notRSA }
        guard jwk["use"]?.isString("sig") != false else { throw .notForSignatures }
        if let operations = jwk["key_ops"] {
            guard operations.elements.contains(where: { $0.isString("verify") }) else { throw .notForSignatures }
        }
        guard jwk["alg"]?.isString("RS256") != false else { throw .notRS256 }
        guard let id = jwk["kid"]?.string else { throw .noID }
        guard let modulus = jwk["n"]?.base64URL, let exponent = jwk["e"]?.base64URL else { throw .notAnRSAKey }
        let key = try RSAKey(modulus: modulus, exponent: exponent)
        guard keys[Array(id.utf8)] == nil else { throw .repeatedID }
        keys[Array(id.utf8)] = key
    }
}

extension JSONSlice {
    fileprivate var base64URL: [UInt8]? { string.flatMap { [UInt8](base64URL: Array($0.utf8)[...]) } }
}
