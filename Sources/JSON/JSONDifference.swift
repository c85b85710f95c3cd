// Compares JSON values, and reports where they differ.

/// A difference between an expected and an actual value.
public struct JSONDifference: Sendable {
    /// A JSON Pointer (RFC 6901) to the values that differ; empty for the root.
    public let path: String

    /// The expected value; nil if a member or an element was not expected.
    public let expected: JSONSlice?

    /// The actual value; nil if a member or an element is missing.
    public let actual: JSONSlice?

    /// The expected value, or, if there is none, the value that would contain it.
    public let place: JSONSlice
}

extension JSONSlice {
    /// Whether both are the same JSON value. The order of members is ignored, strings are compared by their scalars
    /// however they are escaped, and numbers by their exact decimal value. The values of a duplicate name must be
    /// the same in the same order.
    public func isSameValue(as other: JSONSlice) -> Bool { differences(from: other).isEmpty }

    /// The innermost differences of `actual` from this value, in the order of this value; in each container, members
    /// and elements that only `actual` has come last.
    public func differences(from actual: JSONSlice) -> [JSONDifference] {
        switch (kind, actual.kind) {
        case (.array, .array): differences("", Array(elements), Array(actual.elements), by: { "/\($0)" })
        case (.object, .object): memberDifferences(from: actual)
        case (.true, .true), (.false, .false), (.null, .null): []
        case (.string, .string) where scalarKey == actual.scalarKey: []
        case (.number, .number) where scalarKey == actual.scalarKey: []
        default: [JSONDifference(path: "", expected: self, actual: actual, place: self)]
        }
    }

    private func memberDifferences(from actual: JSONSlice) -> [JSONDifference] {
        let ours = Dictionary(grouping: members) { $0.name.scalarKey }
        let theirs = Dictionary(grouping: actual.members) { $0.name.scalarKey }
        var seen: Set<[UInt8]?> = []
        return (Array(members) + Array(actual.members)).flatMap { member -> [JSONDifference] in
            let key = member.name.scalarKey
            guard seen.insert(key).inserted else { return [] }
            let path = JSONPointer.token(member.name.string ?? "")
            return differences(
                path, (ours[key] ?? []).map(\.value), (theirs[key] ?? []).map(\.value), by: { _ in "" })
        }
    }

    /// Compares two lists of values in pairs; `expected` are values inside this one.
    /// - Parameter token: the part of the path for the values at an index.
    private func differences(
        _ path: String, _ expected: [JSONSlice], _ actual: [JSONSlice], by token: (Int) -> String
    ) -> [JSONDifference] {
        (0..<max(expected.count, actual.count)).flatMap { index -> [JSONDifference] in
            let pair = (
                index < expected.count ? expected[index] : nil, index < actual.count ? actual[index] : nil
            )
            let inside =
                switch pair {
                case (let expected?, let actual?): expected.differences(from: actual)
                case (let expected, let actual):
                    [JSONDifference(path: "", expected: expected, actual: actual, place: expected ?? self)]
                }
            return inside.map {
                JSONDifference(
                    path: path + token(index) + $0.path, expected: $0.expected, actual: $0.actual, place: $0.place)
            }
        }
    }
}

extension JSONSlice {
    /// A key for a string or a number, which is equal exactly for equal values; nil for any other kind.
    public var scalarKey: [UInt8]? {
        switch kind {
        case .string: [UInt8(ascii: "\"")] + exactBytes
        case .number: JSONDecimal(bytes).key
        case .array, .object, .true, .false, .null: nil
        }
    }
}
