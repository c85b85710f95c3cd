// The problems of the parameters of a call, collected while they are read.

internal import JSON

/// One problem of the parameters of a call.
public struct Problem: Equatable, Sendable {
    /// A JSON Pointer (RFC 6901) into `params`.
    public let path: String

    /// What is wrong or what is accepted, as the end of a sentence: "must be …".
    public let reason: String

    /// The path and the reason as a sentence for people.
    public var sentence: String {
        guard !path.isEmpty else { return "`params` \(reason)." }
        let place = String(path.unicodeScalars.prefix(Self.maximumPlaceLength))
        return "`\(place)\(place.utf8.count < path.utf8.count ? "…" : "")` \(reason)."
    }

    /// The maximum length of a path in a sentence, in Unicode scalars. An unknown member can have a name of any length.
    private static let maximumPlaceLength = 200

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// The problems of a call. Paths are built from the innermost value outwards, and only for problems.
public struct Problems: Sendable {
    /// A reference token of a path: the name or the index of a value in its container (RFC 6901 §3).
    public enum Token: Sendable {
        case name(String)
        case index(Int)
    }

    /// The maximum number of problems that are reported, so that the answer to an invalid call stays small. No call
    /// that a person has written has more.
    public static let maximumCount = 1_000

    /// The first problems, at most `maximumCount`.
    public private(set) var all: [Problem] = []

    /// Whether `maximumCount` is reached; further problems are not recorded.
    var isFull: Bool { all.count >= Self.maximumCount }

    /// Reads a value inside the current one, and prepends `token` to the paths of its problems.
    @inlinable
    public mutating func within<Value>(_ token: @autoclosure () -> Token, _ read: (inout Problems) -> Value) -> Value {
        let count = all.count
        let value = read(&self)
        if all.count > count { prefix(from: count, with: token()) }
        return value
    }

    @usableFromInline
    mutating func prefix(from index: Int, with token: Token) {
        for index in index..<all.count {
            all[index] = Problem(path: token.pointer + all[index].path, reason: all[index].reason)
        }
    }

    /// Records a problem of the current value.
    /// - Parameter reason: the end of a sentence, as in `Problem.reason`.
    public mutating func note(_ reason: String) {
        guard !isFull else { return }
        all.append(Problem(path: "", reason: reason))
    }
}

extension Problems.Token {
    /// The token in a JSON Pointer, with its leading `/` (RFC 6901 §3).
    var pointer: String {
        switch self {
        case .index(let index): "/\(index)"
        case .name(let name): JSONPointer.token(name)
        }
    }
}
