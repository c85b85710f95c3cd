// Finds the members of an object that its reader expects, in one pass over the object.

/// The values of the expected members of an object, by the index of their names in `MemberNames.names`.
public struct ExpectedMembers: ~Copyable, Sendable {
    /// Nil for a value without members.
    private let text: JSONText?

    /// The node of each value, by the index of its name; 0, which is the root, if the member is missing.
    private var nodes = MemberNames.Nodes(repeating: 0)
    private var isRepeated = false

    /// The number of members with other names, or of array elements without a name.
    public private(set) var otherCount = 0

    /// Creates an empty collection.
    public init() { text = nil }

    fileprivate init(_ text: JSONText) { self.text = text }

    /// The value of the last member with the name at this index; nil if there is none.
    public subscript(place: Int) -> JSONSlice? {
        let node = Int(nodes[place])
        guard node != 0, let text else { return nil }
        return JSONSlice(text: text, index: node)
    }

    /// Whether a name may occur more than once. If so, `JSONSlice.repeatedNames` lists the duplicates.
    public var mayRepeat: Bool { isRepeated || otherCount > 1 }

    fileprivate mutating func note(_ index: Int, at place: Int?) {
        guard let place else {
            otherCount += 1
            return
        }
        isRepeated = isRepeated || nodes[place] != 0
        nodes[place] = UInt32(index)
    }
}

extension JSONSlice {
    /// The members of an object that have one of these names; empty for any other kind.
    public func members(among names: MemberNames) -> ExpectedMembers {
        guard kind == .object else { return ExpectedMembers() }
        let object = unsealed
        let text = object.text
        var found = ExpectedMembers(text)
        let bytes = text.bytes
        let span = bytes.span
        let end = Int(text.nodes[object.index].next)
        var index = object.index + 1
        while index < end {
            found.note(index + 1, at: names.index(of: index, of: text, span))
            index = Int(text.nodes[index + 1].next)
        }
        return found
    }

    /// The elements of an array as members: the element at index `i` has the name at index `places[i]`. Empty for any
    /// other kind.
    public func elements(at places: [Int]) -> ExpectedMembers {
        guard kind == .array else { return ExpectedMembers() }
        let array = unsealed
        var found = ExpectedMembers(array.text)
        for (position, element) in array.elements.enumerated() {
            found.note(element.index, at: position < places.count ? places[position] : nil)
        }
        return found
    }
}

extension Span<UInt8> {
    /// The first eight bytes, or fewer, of the `count` bytes from `start`, the first as the lowest byte of the word.
    func head(at start: Int, count: Int) -> UInt64 {
        if let word = word(at: start) { return count < UInt64.size ? word & (1 << UInt64(8 * count) - 1) : word }
        var head: UInt64 = 0
        for offset in 0..<Swift.min(count, UInt64.size) { head |= UInt64(self[start + offset]) << UInt64(8 * offset) }
        return head
    }
}
