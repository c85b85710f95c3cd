// Sequences of the elements of an array and the members of an object, without allocating a list.

/// The elements of an array, in the order of the text.
public struct JSONElements: Sequence, Sendable {
    private let children: Children

    init(_ array: JSONSlice?) { children = Children(array) }

    public struct Iterator: IteratorProtocol {
        fileprivate var children: Children

        public mutating func next() -> JSONSlice? { children.next() }
    }

    public func makeIterator() -> Iterator { Iterator(children: children) }

    public var count: Int { children.reduce(0) { count, _ in count + 1 } }
}

/// The members of an object in the order of the text, including duplicates.
public struct JSONMembers: Sequence, Sendable {
    public typealias Member = (name: JSONSlice, value: JSONSlice)

    private let children: Children

    init(_ object: JSONSlice?) { children = Children(object) }

    public struct Iterator: IteratorProtocol {
        fileprivate var children: Children

        public mutating func next() -> Member? {
            guard let name = children.next(), let value = children.next() else { return nil }
            return (name, value)
        }
    }

    public func makeIterator() -> Iterator { Iterator(children: children) }

    public var count: Int { children.reduce(0) { count, _ in count + 1 } / 2 }
}

/// Iterates over the child nodes of a container.
private struct Children: Sequence, IteratorProtocol, Sendable {
    private let text: JSONText?
    private var index: Int
    private let end: Int

    init(_ container: JSONSlice?) {
        text = container?.text
        index = (container?.index ?? 0) + 1
        end = container.map { Int($0.text.nodes[$0.index].next) } ?? 0
    }

    mutating func next() -> JSONSlice? {
        guard let text, index < end else { return nil }
        defer { index = Int(text.nodes[index].next) }
        return JSONSlice(text: text, index: index)
    }
}
