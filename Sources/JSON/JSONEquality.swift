// When two JSON values are the same value.

extension JSONSlice {
    /// Whether both are the same JSON value: members in any order, strings by their scalars however they are escaped,
    /// numbers by their exact decimal value. A name that occurs twice must occur twice in both, in the same order.
    public func isSameValue(as other: JSONSlice) -> Bool {
        guard kind == other.kind else { return false }
        switch kind {
        case .true, .false, .null: return true
        case .number: return JSONDecimal(bytes) == JSONDecimal(other.bytes)
        case .string: return other.string.map(isString) ?? false
        case .array:
            let (ours, theirs) = (Array(elements), Array(other.elements))
            return ours.count == theirs.count && zip(ours, theirs).allSatisfy { $0.isSameValue(as: $1) }
        case .object:
            let (ours, theirs) = (membersByName, other.membersByName)
            return ours.count == theirs.count
                && zip(ours, theirs).allSatisfy { $0.name == $1.name && $0.value.isSameValue(as: $1.value) }
        }
    }

    private var membersByName: [(name: [UInt8], value: JSONSlice)] {
        members.map { (name: Array(($0.name.string ?? "").utf8), value: $0.value) }
            .enumerated()
            .sorted {
                $0.element.name == $1.element.name
                    ? $0.offset < $1.offset
                    : $0.element.name.lexicographicallyPrecedes($1.element.name)
            }
            .map(\.element)
    }
}

extension JSONSlice {
    /// Of a string or a number, the same bytes for the same value, and others for any other; nil for all other kinds.
    public var scalarKey: [UInt8]? {
        switch kind {
        case .string: [UInt8(ascii: "\"")] + Array((string ?? "").utf8)
        case .number: JSONDecimal(bytes).key
        case .array, .object, .true, .false, .null: nil
        }
    }
}
