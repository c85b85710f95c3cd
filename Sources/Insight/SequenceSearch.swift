// Finds a sequence in another in linear time.

/// The search for a sequence of numbers in another, whose elements are given one by one (Knuth, Morris and Pratt, 1977).
public struct SequenceSearch: Sendable {
    /// The sequence that is sought.
    public let sought: [UInt32]

    /// For each length of a partial match, the length of its longest proper suffix that is also a prefix of `sought`.
    private let fallback: [Int]

    /// The length of the partial match.
    private var length = 0

    public init(for sought: [UInt32]) {
        self.sought = sought
        var fallback = [0, 0]
        for element in sought.dropFirst() {
            var length = fallback[fallback.count - 1]
            while length > 0, sought[length] != element { length = fallback[length] }
            fallback.append(sought[length] == element ? length + 1 : 0)
        }
        self.fallback = fallback
    }

    /// Whether a match ends with the next element. Matches may overlap.
    /// - Precondition: `sought` is not empty.
    @inline(__always) public mutating func ends(with element: UInt32) -> Bool {
        while length > 0, length == sought.count || sought[length] != element { length = fallback[length] }
        if sought[length] == element { length += 1 }
        return length == sought.count
    }
}
