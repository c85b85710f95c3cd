// The values inside a container, one after another, without a list of them.

/// The elements of an array.
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

/// The members of an object.
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

/// Goes from one child node of a container to the next.
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
