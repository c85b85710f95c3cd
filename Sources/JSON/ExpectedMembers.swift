// The members of an object that its reader expects, found in one walk through it.

/// The names of members that are expected in an object, each once, ready to be compared with bytes.
public struct MemberNames: Sendable {
    /// For each name a node.
    fileprivate typealias Nodes = [16 of UInt32]
    public static var maximumCount: Int { Nodes.count }

    public let names: [String]

    /// Of each of the names: its length, and its first eight bytes.
    private let heads: [(count: Int, bytes: UInt64)]

    /// - Precondition: there are at most `maximumCount`.
    public init(_ names: [String]) {
        precondition(names.count <= Self.maximumCount, "more members are not looked for at once")
        self.names = names
        heads = names.map { ($0.utf8.count, $0.utf8.span.head(at: 0, count: $0.utf8.count)) }
    }

    /// Where the name stands that `slice` holds; nil where it is none of them.
    public func place(of slice: JSONSlice) -> Int? {
        let bytes = slice.text.bytes
        return place(of: slice.index, of: slice.text, bytes.span)
    }

    fileprivate func place(of index: Int, of text: JSONText, _ bytes: Span<UInt8>) -> Int? {
        let node = text.nodes[index]
        guard !node.hasEscapes else { return names.firstIndex(where: JSONSlice(text: text, index: index).isString) }
        let start = Int(node.start) + 1
        let count = Int(node.end) - 1 - start
        let head = bytes.head(at: start, count: count)
        let heads = heads.span
        for place in heads.indices where heads[place].bytes == head && heads[place].count == count {
            if count <= UInt64.size || bytes.extracting(start..<start + count).equals(names[place].utf8.span) {
                return place
            }
        }
        return nil
    }
}

/// The values of expected members, each by the place of its name in the list of names.
public struct ExpectedMembers: ~Copyable, Sendable {
    /// Nil where there are none.
    private let text: JSONText?

    /// By place; 0, which is the root, stands for none.
    private var nodes = MemberNames.Nodes(repeating: 0)
    private var isRepeated = false

    /// How many members have other names.
    public private(set) var otherCount = 0

    /// None.
    public init() { text = nil }

    fileprivate init(_ text: JSONText) { self.text = text }

    /// The value of the last member of this name; nil where there is none.
    public subscript(place: Int) -> JSONSlice? {
        let node = Int(nodes[place])
        guard node != 0, let text else { return nil }
        return JSONSlice(text: text, index: node)
    }

    /// Whether a name may occur more than once; `repeatedNames` then says which.
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
    /// The members of an object that have one of these names; none for any other kind.
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
            found.note(index + 1, at: names.place(of: index, of: text, span))
            index = Int(text.nodes[index + 1].next)
        }
        return found
    }

    /// The elements of an array, as if each was the member whose name stands at the place that `places` has in its place;
    /// none for any other kind.
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
    /// Up to eight bytes of a text of `count` bytes, the first the lowest.
    fileprivate func head(at start: Int, count: Int) -> UInt64 {
        if let word = word(at: start) { return count < UInt64.size ? word & (1 << UInt64(8 * count) - 1) : word }
        var head: UInt64 = 0
        for offset in 0..<Swift.min(count, UInt64.size) { head |= UInt64(self[start + offset]) << UInt64(8 * offset) }
        return head
    }
}
