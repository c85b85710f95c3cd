// The names of the members that are expected in an object.

/// The distinct names of the members that are expected in an object, prepared for comparison with bytes.
public struct MemberNames: Sendable {
    /// The index of a node for each name.
    typealias Nodes = [16 of UInt32]
    public static var maximumCount: Int { Nodes.count }

    public let names: [String]

    /// The length in bytes and the first eight bytes of each name.
    private let heads: [(count: Int, bytes: UInt64)]

    /// - Precondition: there are at most `maximumCount` names.
    public init(_ names: [String]) {
        precondition(names.count <= Self.maximumCount, "more members are not looked for at once")
        self.names = names
        heads = names.map { ($0.utf8.count, $0.utf8.span.head(at: 0, count: $0.utf8.count)) }
    }

    /// The index of the string `slice` in `names`; nil if it is not one of them.
    public func index(of slice: JSONSlice) -> Int? {
        let bytes = slice.text.bytes
        return index(of: slice.index, of: slice.text, bytes.span)
    }

    /// The same for the string at a node of a text.
    func index(of nodeIndex: Int, of text: JSONText, _ bytes: Span<UInt8>) -> Int? {
        let node = text.nodes[nodeIndex]
        guard !node.hasEscapes else {
            return names.firstIndex(where: JSONSlice(text: text, index: nodeIndex).isString)
        }
        let start = Int(node.start) + 1
        let count = Int(node.end) - 1 - start
        let head = bytes.head(at: start, count: count)
        let heads = heads.span
        for index in heads.indices where heads[index].bytes == head && heads[index].count == count {
            if count <= UInt64.size || bytes.extracting(start..<start + count).equals(names[index].utf8.span) {
                return index
            }
        }
        return nil
    }
}
