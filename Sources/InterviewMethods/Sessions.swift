// Sessions: judges the session of a call, which says who is calling.

public import Interviews
internal import JSON
internal import JSONRPC
public import AccessTokens

/// The user for whom a call is executed. Only `Sessions` can create a caller.
struct Caller: Sendable {
    let user: UserID

    fileprivate init(user: UserID) { self.user = user }
}

/// Why a session was not accepted.
enum SessionRefusal: Error {
    case missing

    /// The session is malformed. The sentence says what it must be.
    case malformed(String)
    case token(TokenRefusal)

    /// The session names a user other than the one whom this process serves.
    case forbidden

    /// The names of all refusals except `forbidden`.
    static let reasons = ["missing"] + TokenRefusal.Reason.allCases.map(\.rawValue)
}

/// Which sessions this process accepts; it is fixed when the process starts.
public enum Sessions: Sendable {
    /// `{"userId": …}`: the parent has authenticated the user.
    case trusted

    /// `{"token": …}`: an access token of the authority says who the user is.
    case token(Authority)

    /// Every call is executed for this user. The session is optional, and must not name another user.
    case pinned(UserID)

    /// Every call is executed for the user to whom the token was issued, as long as the token is valid. The session is
    /// optional, and must not name another user.
    case pinnedByToken(ArraySlice<UInt8>, Authority)

    /// Pins the process to the user to whom a token was issued.
    /// - Throws: if the token is not valid now.
    public static func pinned(byToken token: String, of authority: Authority) throws(TokenRefusal) -> Sessions {
        let token = Array(token.utf8)[...]
        _ = try authority.user(of: token)
        return .pinnedByToken(token, authority)
    }

    var callerParameter: CallerParameter<Caller> {
        let schema = JSONSchema.object(title: "Session", properties)
        return CallerParameter(place, schema, "Who is calling.", refusals: [.unauthenticated, .forbidden]) {
            session throws(Fault) in
            try caller(session)
        }
    }

    /// The caller of a call.
    /// - Parameter session: nil if the call has none.
    func caller(_ session: JSONSlice? = nil) throws(Fault) -> Caller {
        do throws(SessionRefusal) {
            return Caller(user: try user(of: session))
        } catch {
            throw Fault(error, form: form)
        }
    }

    private var place: CallerParameterPlace {
        switch self {
        case .trusted, .token: .first(name: "session")
        case .pinned, .pinnedByToken: .named(name: "session")
        }
    }

    private func user(of session: JSONSlice?) throws(SessionRefusal) -> UserID {
        let given = session?.kind == .null ? nil : session
        switch self {
        case .trusted, .token:
            guard let given else { throw .missing }
            return try named(in: given)
        case .pinned(let user):
            return try pinned(user, given)
        case .pinnedByToken(let token, let authority):
            return try pinned(try Self.bearer(of: token, authority), given)
        }
    }

    private func pinned(_ user: UserID, _ session: JSONSlice?) throws(SessionRefusal) -> UserID {
        guard let session else { return user }
        guard try named(in: session) == user else { throw .forbidden }
        return user
    }
}

// MARK: - The session object

extension Sessions {
    private static let userIdRule =
        "\(Limits.userIdBytes.lowerBound) to \(Limits.userIdBytes.upperBound) bytes of UTF-8 without control characters"

    private var properties: [JSONSchema.Property] {
        let userId = JSONSchema.Property(
            "userId", .string(length: Limits.userIdBytes, pattern: "^[^\\x00-\\x1F\\x7F-\\x9F]*$"),
            "\(Self.userIdRule); opaque, compared byte for byte.")
        let token = JSONSchema.Property(
            "token", .string(length: 1...Authority.maximumTokenBytes),
            "An access token from Kinde: a JWT signed with RS256.")
        switch self {
        case .trusted, .pinned: return [userId]
        case .token: return [token]
        case .pinnedByToken: return [userId, token]
        }
    }

    /// A description of the sessions that are accepted, for people.
    private var form: String {
        let (userId, token) = (#"`{"userId": "kp_…"}`"#, #"`{"token": "eyJ…"}`"#)
        switch self {
        case .trusted, .pinned: return userId
        case .token: return token
        case .pinnedByToken: return "\(userId) or \(token)"
        }
    }

    /// An example of a session that is accepted, as JSON.
    var example: String {
        switch self {
        case .trusted, .pinned: #"{"userId":"kp_alice"}"#
        case .token, .pinnedByToken:
            #"{"token":"eyJhbGciOiJSUzI1NiIsImtpZCI6Ii4uLiJ9.eyJzdWIiOiJrcF9hbGljZSJ9.c2lnbmF0dXJl"}"#
        }
    }

    private static let members = MemberNames(["userId", "token"])

    private func named(in session: JSONSlice) throws(SessionRefusal) -> UserID {
        guard session.kind == .object else { throw .malformed("`session` must be an object.") }
        guard !session.hasUnpairedSurrogate else {
            throw .malformed("`session` must not contain an unpaired surrogate.")
        }
        let members = session.members(among: Self.members)
        let (userId, token) = (members[0], members[1])
        let hasOther = members.otherCount > 0
        // Without other members, `mayRepeat` means that a member is duplicate.
        guard !members.mayRepeat || hasOther else { throw .malformed("`session` must not have duplicate members.") }
        switch self {
        case .trusted, .pinned:
            guard token == nil, !hasOther else { throw .malformed("`session` must have `userId` and no other member.") }
            return try Self.user(userId)
        case .token(let authority):
            guard userId == nil, !hasOther else { throw .malformed("`session` must have `token` and no other member.") }
            return try Self.bearer(of: token, authority)
        case .pinnedByToken(_, let authority):
            guard (userId == nil) != (token == nil), !hasOther else {
                throw .malformed("`session` must have either `userId` or `token` and no other member, or be omitted.")
            }
            return userId == nil ? try Self.bearer(of: token, authority) : try Self.user(userId)
        }
    }

    private static func user(_ userId: JSONSlice?) throws(SessionRefusal) -> UserID {
        guard let user = userId?.string.flatMap(UserID.init) else {
            throw .malformed("`session.userId` must be a string of \(userIdRule).")
        }
        return user
    }

    private static func bearer(of token: JSONSlice?, _ authority: Authority) throws(SessionRefusal) -> UserID {
        guard let token, token.kind == .string else { throw .malformed("`session.token` must be a string.") }
        let written = token.bytes.dropFirst().dropLast()
        // No escape is longer than six bytes, so a token that is too long in any case is not decoded.
        let isPlain = !token.hasEscapes || written.count > 6 * Authority.maximumTokenBytes
        return try bearer(of: isPlain ? written : Array((token.string ?? "").utf8)[...], authority)
    }

    private static func bearer(of token: ArraySlice<UInt8>, _ authority: Authority) throws(SessionRefusal) -> UserID {
        do throws(TokenRefusal) { return try authority.user(of: token) } catch { throw .token(error) }
    }
}

extension Authority {
    fileprivate func user(of token: ArraySlice<UInt8>) throws(TokenRefusal) -> UserID {
        guard let user = UserID(try subject(of: token)) else {
            throw .malformed("A token's `sub` must be a user id.")
        }
        return user
    }
}
