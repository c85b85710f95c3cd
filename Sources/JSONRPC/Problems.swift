// What is wrong with the parameters of a call, gathered while they are read.

internal import JSON

/// One thing that is wrong with the parameters of a call.
public struct Problem: Equatable, Sendable {
    /// A JSON Pointer (RFC 6901) into `params`.
    public let path: String

    /// A sentence's end that says what is accepted there.
    public let reason: String

    /// Where it is and what is accepted there, for people.
    public var sentence: String {
        guard !path.isEmpty else { return "`params` \(reason)." }
        let place = String(path.unicodeScalars.prefix(Self.maximumPlaceLength))
        return "`\(place)\(place.utf8.count < path.utf8.count ? "…" : "")` \(reason)."
    }

    /// How much of a path a sentence shows, in Unicode scalars: a member that is not known may have a name of any length.
    private static let maximumPlaceLength = 200

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// All problems of a call. Paths are made from the inside out, and only where there is a problem.
public struct Problems: Sendable {
    /// A step from a value to one inside it.
    public enum Token: Sendable {
        case name(String)
        case index(Int)
    }

    /// A call with more mistakes than this was not made by hand; its answer must not outgrow it.
    public static let maximumCount = 1_000

    /// The first ones, at most `maximumCount`.
    public private(set) var all: [Problem] = []

    /// Whether what else is wrong is not told any more.
    var isFull: Bool { all.count >= Self.maximumCount }

    /// Reads what lies one step further in.
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

    /// Notes that the value at this place is not acceptable.
    public mutating func note(_ reason: String) {
        guard !isFull else { return }
        all.append(Problem(path: "", reason: reason))
    }
}

extension Problems.Token {
    /// The token's part of a JSON Pointer (RFC 6901 §3).
    var pointer: String {
        switch self {
        case .index(let index): "/\(index)"
        case .name(let name): JSONPointer.token(name)
        }
    }
}
