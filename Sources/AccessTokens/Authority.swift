// Who vouches for users: the issuer of access tokens, known by a file with its keys. Nothing is asked over a network.

internal import Glibc
internal import Synchronization

/// Something for the log about the key set; it holds nothing of a token.
public enum KeySetEvent: Equatable, Sendable {
    /// A key is not used. Places are counted from 1.
    case keySkipped(place: Int, KeyFlaw)

    /// The key set was read, with so many usable keys.
    case read(keys: Int)

    /// Others than the owner of the file can write it, and so be any user.
    case writableByOthers

    /// The file has become useless; the keys that were read before stay in use.
    case failed(KeySetFailure)
}

/// An issuer of access tokens (RFC 7519), such as Kinde, whose keys stand in a file.
public final class Authority: Sendable {
    /// How long a token may be, in bytes.
    public static let maximumTokenBytes = 16 * 1024

    /// After so many seconds the file is looked at again, even if no token needs it.
    static let longestTrust = 60.0

    private struct State {
        var content: KeySetFile.Content
        var keys: KeySet
        var seen = SeenTokens()
        var lastLook: Double
        var lastFailure: KeySetFailure?

        /// What the file held last that gave no key set, which is not parsed again with every token of an unknown key.
        var useless: (content: KeySetFile.Content, failure: KeySetFailure)?
    }

    private let file: KeySetFile
    private let issuer: String
    private let audience: String?
    private let now: @Sendable () -> Double
    private let report: @Sendable (KeySetEvent) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - keySetPath: a file with a JWK Set (RFC 7517 §5).
    ///   - issuer: what a token's `iss` must be, byte for byte.
    ///   - audience: what a token's `aud` must hold; nil to accept tokens for anybody.
    ///   - now: in seconds since 1970.
    public init(
        keySetPath: String, issuer: String, audience: String?,
        now: @escaping @Sendable () -> Double = Authority.systemTime,
        report: @escaping @Sendable (KeySetEvent) -> Void = { _ in }
    ) throws(KeySetFailure) {
        file = KeySetFile(path: keySetPath)
        self.issuer = issuer
        self.audience = audience
        self.now = now
        self.report = report
        let content = try file.read()
        let keys = try KeySet(content.bytes)
        state = Mutex(State(content: content, keys: keys, lastLook: now()))
        tell(of: keys, content)
    }

    public static func systemTime() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The user to whom a token was given: its `sub`, not empty. A token that was seen before is not checked again.
    public func subject(of token: ArraySlice<UInt8>) throws(TokenRefusal) -> String {
        guard token.count <= Self.maximumTokenBytes else {
            throw .malformed("A token may have at most \(Self.maximumTokenBytes) bytes.")
        }
        return try state.withLock { state throws(TokenRefusal) in
            let now = now()
            if abs(now - state.lastLook) >= Self.longestTrust { look(at: now, &state) }
            let digest = TokenDigest(token)
            if let claims = state.seen[digest] {
                try claims.requireValidity(at: now)
                return claims.subject
            }
            let claims = try check(token, at: now, &state)
            try claims.requireValidity(at: now)
            state.seen.remember(claims, of: digest)
            return claims.subject
        }
    }

    private func check(_ token: ArraySlice<UInt8>, at now: Double, _ state: inout State) throws(TokenRefusal) -> Claims
    {
        let jws = try CompactJWS(token)
        guard let id = jws.keyID else { throw .unknownKey }
        if state.keys[id] == nil { look(at: now, &state) }
        guard let key = state.keys[id] else { throw .unknownKey }
        guard key.hasSigned(jws.signingInput, jws.signature) else { throw .badSignature }
        return try Claims(try jws.payload, issuer: issuer, audience: audience)
    }

    /// Takes the key set anew if the file was changed. A file that has become useless changes nothing.
    private func look(at now: Double, _ state: inout State) {
        state.lastLook = now
        do throws(KeySetFailure) {
            let content = try file.read()
            if content != state.content {
                let keys = try keys(in: content, &state)
                state.content = content
                state.keys = keys
                state.seen = SeenTokens()
                tell(of: keys, content)
            }
            state.lastFailure = nil
        } catch {
            if error != state.lastFailure { report(.failed(error)) }
            state.lastFailure = error
        }
    }

    private func keys(in content: KeySetFile.Content, _ state: inout State) throws(KeySetFailure) -> KeySet {
        if let useless = state.useless, useless.content == content { throw useless.failure }
        do throws(KeySetFailure) {
            return try KeySet(content.bytes)
        } catch {
            state.useless = (content, error)
            throw error
        }
    }

    private func tell(of keys: KeySet, _ content: KeySetFile.Content) {
        if content.isWritableByOthers { report(.writableByOthers) }
        for (place, flaw) in keys.flaws { report(.keySkipped(place: place, flaw)) }
        report(.read(keys: keys.count))
    }
}
