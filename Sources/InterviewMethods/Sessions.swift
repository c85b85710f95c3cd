// Who is calling: how a session is judged.

public import Interviews
internal import JSON
internal import JSONRPC

/// A user on whose behalf a call is made. Only `Sessions` can say so.
struct Caller: Sendable {
    let user: UserID

    fileprivate init(user: UserID) { self.user = user }
}

/// Why a session was not accepted.
enum SessionRefusal: Error {
    case missing

    /// What a session must be, as a sentence.
    case malformed(String)

    /// It names another user than the one this process serves.
    case forbidden
}

/// What a session is in this process; settled when it starts.
public enum Sessions: Sendable {
    /// `{"userId": …}`: the parent has authenticated the user.
    case trusted

    /// Every call is this user's; a session may be left out, and must not name another.
    case pinned(UserID)

    var gate: Gate<Caller> {
        let place: GatePlace =
            switch self {
            case .trusted: .first(name: "session")
            case .pinned: .named(name: "session")
            }
        let bytes = Limits.userIdBytes
        let userId = Schema.Property(
            "userId", .string(length: bytes, pattern: "^(?![\\s\\S]*[\\u0000-\\u001F\\u007F-\\u009F])"),
            "\(bytes.lowerBound) to \(bytes.upperBound) bytes of UTF-8 without control characters; opaque, compared byte"
                + " for byte.")
        return Gate(
            place, .object(title: "Session", [userId]), "Who is calling.", refusals: [.unauthenticated, .forbidden]
        ) { session throws(Fault) in
            try admit(session)
        }
    }

    private func admit(_ session: JSONSlice?) throws(Fault) -> Caller {
        do throws(SessionRefusal) { return try caller(session) } catch { throw Fault(error) }
    }

    private func caller(_ session: JSONSlice?) throws(SessionRefusal) -> Caller {
        let given = session?.kind == .null ? nil : session
        switch self {
        case .trusted:
            guard let given else { throw .missing }
            return Caller(user: try Self.user(of: given))
        case .pinned(let user):
            guard let given else { return Caller(user: user) }
            guard try Self.user(of: given) == user else { throw .forbidden }
            return Caller(user: user)
        }
    }

    private static let members = ["userId"]

    private static func user(of session: JSONSlice) throws(SessionRefusal) -> UserID {
        guard session.kind == .object else { throw .malformed("`session` must be an object.") }
        guard !session.hasUnpairedSurrogate else { throw .malformed("`session` must not hold an unpaired surrogate.") }
        var user: UserID?
        var hasOther = false
        let mayRepeat = session.forEachMember(among: Self.members) { _, value in
            user = value.string.flatMap(UserID.init)
        } others: { _, _ in
            hasOther = true
        }
        guard !mayRepeat || session.repeatedNames.isEmpty else {
            throw .malformed("`session` must not name a member twice.")
        }
        guard !hasOther else { throw .malformed("`session` takes `userId` and nothing else.") }
        guard let user else {
            let bytes = Limits.userIdBytes
            throw .malformed(
                "`session.userId` must be a string of \(bytes.lowerBound) to \(bytes.upperBound) bytes of UTF-8 without"
                    + " control characters.")
        }
        return user
    }
}
