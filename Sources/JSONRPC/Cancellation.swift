// Calling off a request that waits behind others.

internal import JSON

extension RequestID {
    /// The same for two ids exactly if they are the same JSON value; nil where there is none to compare.
    public var key: [UInt8]? {
        guard case .value(let id) = self else { return nil }
        return id.scalarKey
    }
}

extension LineRequest {
    /// Takes requests out that are not to be carried out.
    /// - Parameter answers: by their places among the replies, how they are answered; nil if not at all.
    public mutating func cancel(_ answers: [Int: Fault?]) {
        calls = calls.enumerated().compactMap { place, pending in
            guard let answer = answers[place] else { return pending }
            return answer.map { pending.failing(with: $0) }
        }
    }
}
