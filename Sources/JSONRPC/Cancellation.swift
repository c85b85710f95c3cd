// Calling off a request that waits behind others.

public import JSON

/// A wish that a request be called off which was made before and not yet carried out.
public struct Cancellation: Sendable {
    private let id: JSONSlice

    /// How it is answered then; nil if not at all.
    let answer: Fault?

    public init(_ id: JSONSlice, answer: Fault?) {
        self.id = id
        self.answer = answer
    }

    func isMeant(_ other: RequestID) -> Bool {
        guard case .value(let other) = other else { return false }
        return other.isSameValue(as: id)
    }
}

extension Exchange {
    /// Takes a request out that is to be called off, if it is one of these.
    public mutating func carryOut(_ cancellation: Cancellation) {
        guard replies.contains(where: { cancellation.isMeant($0.id) }) else { return }
        replies = replies.compactMap { reply in
            guard cancellation.isMeant(reply.id) else { return reply }
            return cancellation.answer.map { reply.failing(with: $0) }
        }
    }
}
