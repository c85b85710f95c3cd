// The tokens that were found good, so that none is checked twice.

/// What is known of the tokens seen last, in two halves: when the newer one is full, the older one is forgotten.
struct SeenTokens {
    /// How many are remembered at least, once there were so many; twice as many at most.
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
