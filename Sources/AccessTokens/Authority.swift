// The issuer of access tokens. Its keys are read from a file; no network is used.

internal import Files
internal import Glibc
internal import Synchronization

/// A key set event for the log. It contains nothing of a token.
public enum KeySetEvent: Equatable, Sendable {
    /// A key is not used. `place` is its position in the set, counted from 1.
    case keySkipped(place: Int, KeyFlaw)

    /// The key set was read; `keys` is the number of usable keys.
    case read(keys: Int)

    /// Users other than the owner can write the file, and so could create tokens of any user.
    case writableByOthers

    /// The file can no longer be used; the keys that were read before stay in use.
    case failed(KeySetFailure)
}

/// An issuer of access tokens (RFC 7519), such as Kinde.
public final class Authority: Sendable {
    /// The greatest length of a token in bytes.
    public static let maximumTokenBytes = 16 * 1024

    /// While tokens arrive, the file is checked for changes at least this often, in seconds.
    static let checkInterval = 60.0

    private struct State {
        var content: SmallFile
        var keys: KeySet
        var seen = SeenTokens()
        var lastCheck: Double
        var lastFailure: KeySetFailure?

        /// The last content without a valid key set, so that it is not parsed again for each token with an unknown key.
        var invalid: (content: SmallFile, failure: KeySetFailure)?
    }

    /// The greatest size of the key set in bytes, far more than any needs.
    static let maximumKeySetBytes = 256 * 1024

    private let keySetPath: String
    private let issuer: String
    private let audience: String?
    private let now: @Sendable () -> Double
    private let report: @Sendable (KeySetEvent) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - keySetPath: a file with a JWK Set (RFC 7517 §5).
    ///   - issuer: the required `iss` of tokens, compared byte for byte.
    ///   - audience: an `aud` that tokens must contain; nil to accept any.
    ///   - now: returns the time in seconds since 1970.
    /// - Throws: if the file contains no usable key.
    public init(
        keySetPath: String, issuer: String, audience: String?,
        now: @escaping @Sendable () -> Double = Authority.systemTime,
        report: @escaping @Sendable (KeySetEvent) -> Void = { _ in }
    ) throws(KeySetFailure) {
        self.keySetPath = keySetPath
        self.issuer = issuer
        self.audience = audience
        self.now = now
        self.report = report
        let content = try Self.content(of: keySetPath)
        let keys = try KeySet(content.bytes)
        state = Mutex(State(content: content, keys: keys, lastCheck: now()))
        log(of: keys, content)
    }

    public static func systemTime() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The user to whom a token was issued: its `sub`, which is not empty. The signature of a token is verified once.
    public func subject(of token: ArraySlice<UInt8>) throws(TokenRefusal) -> String {
        guard token.count <= Self.maximumTokenBytes else {
            throw .malformed("A token may have at most \(Self.maximumTokenBytes) bytes.")
        }
        return try state.withLock { state throws(TokenRefusal) in
            let now = now()
            if abs(now - state.lastCheck) >= Self.checkInterval { reload(at: now, &state) }
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
        if state.keys[id] == nil { reload(at: now, &state) }
        guard let key = state.keys[id] else { throw .unknownKey }
        guard key.hasSigned(jws.signingInput, jws.signature) else { throw .badSignature }
        return try Claims(try jws.payload, issuer: issuer, audience: audience)
    }

    private static func content(of path: String) throws(KeySetFailure) -> SmallFile {
        do throws(SmallFileFailure) {
            return try SmallFile.read(path, atMost: maximumKeySetBytes)
        } catch {
            throw .file(error)
        }
    }

    /// Reads the key set again if the file has changed. An invalid file does not replace the keys.
    private func reload(at now: Double, _ state: inout State) {
        state.lastCheck = now
        do throws(KeySetFailure) {
            let content = try Self.content(of: keySetPath)
            if content != state.content {
                let keys = try keys(in: content, &state)
                state.content = content
                state.keys = keys
                state.seen = SeenTokens()
                log(of: keys, content)
            }
            state.lastFailure = nil
        } catch {
            if error != state.lastFailure { report(.failed(error)) }
            state.lastFailure = error
        }
    }

    private func keys(in content: SmallFile, _ state: inout State) throws(KeySetFailure) -> KeySet {
        if let invalid = state.invalid, invalid.content == content { throw invalid.failure }
        do throws(KeySetFailure) {
            return try KeySet(content.bytes)
        } catch {
            state.invalid = (content, error)
            throw error
        }
    }

    private func log(of keys: KeySet, _ content: SmallFile) {
        if content.isWritableByOthers { report(.writableByOthers) }
        for (place, flaw) in keys.flaws { report(.keySkipped(place: place, flaw)) }
        report(.read(keys: keys.count))
    }
}
