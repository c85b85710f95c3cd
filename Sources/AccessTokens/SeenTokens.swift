// A cache of verified tokens, so that each signature is verified once.

/// The claims of the tokens used last, in two generations: when the newer one is full, the older one is discarded.
struct SeenTokens {
    /// The number of tokens in a generation. The cache holds at most twice as many.
    static let capacity = 2048

    private var newer: [TokenDigest: Claims] = [:]
    private var older: [TokenDigest: Claims] = [:]

    var count: Int { newer.count + older.count }

    subscript(token: TokenDigest) -> Claims? {
        mutating get {
            if let claims = newer[token] { return claims }
            guard let claims = older.removeValue(forKey: token) else { return nil }
            remember(claims, of: token)
            return claims
        }
    }

    mutating func remember(_ claims: Claims, of token: TokenDigest) {
        if newer.count == Self.capacity {
            older = newer
            newer = [:]
        }
        newer[token] = claims
    }
}
