// When two JSON values are the same value, and where they are not.

/// One place at which an actual value is not the expected one.
public struct JSONDifference: Sendable {
    /// A JSON Pointer (RFC 6901); empty for the whole.
    public let path: String

    /// Nil for a member or an element that was not expected.
    public let expected: JSONSlice?

    /// Nil for a member or an element that is missing.
    public let actual: JSONSlice?

    /// The expected value, or where there is none the one in which it would stand.
    public let place: JSONSlice
}

extension JSONSlice {
    /// Whether both are the same JSON value: members in any order, strings by their scalars however they are escaped,
    /// numbers by their exact decimal value. A name that occurs twice must occur twice in both, in the same order.
    public func isSameValue(as other: JSONSlice) -> Bool { differences(from: other).isEmpty }

    /// Every innermost place at which `actual` is not the same value as this one, in the order of this one; what only
    /// `actual` has comes behind.
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

    /// Compares values inside this one in pairs.
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
    /// Of a string or a number, the same bytes for the same value, and others for any other; nil for all other kinds.
    public var scalarKey: [UInt8]? {
        switch kind {
        case .string: [UInt8(ascii: "\"")] + exactBytes
        case .number: JSONDecimal(bytes).key
        case .array, .object, .true, .false, .null: nil
        }
    }
}

/// A place in a JSON text (RFC 6901).
public enum JSONPointer {
    /// The part of a pointer that leads to a member, escaped (RFC 6901 §3).
    public static func token(_ name: String) -> String {
        name.unicodeScalars.reduce(into: "/") { result, scalar in
            switch scalar {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
