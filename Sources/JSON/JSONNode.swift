// The outline of a scanned text: the kind and extent of each value.

/// The kinds of JSON values (RFC 8259 §3).
public enum JSONKind: UInt8, Sendable {
    case object, array, string, number, `true`, `false`, null
}

/// One value, or one member name, of a scanned text.
///
/// Nodes are in the order of the text: the children of a container follow it, a member's name before its value.
struct JSONNode {
    var kind: JSONKind

    /// Whether this is a string that contains a backslash.
    var hasEscapes = false

    /// Whether this is a container at the maximum depth of the outline: its children were checked, and have no nodes.
    var isSealed = false

    /// The extent in bytes from the beginning of the text, including a string's quotes. `end` is exclusive.
    var start: UInt32
    var end: UInt32

    /// The index of the node after this value and its children. While a container is open, the index of its parent.
    var next: UInt32
}

/// The nodes of a text, in its order.
@safe struct Outline: ~Copyable {
    private var start: UnsafeMutablePointer<JSONNode>
    private var capacity = 32
    private(set) var count = 0

    init() { unsafe start = .allocate(capacity: capacity) }

    deinit { unsafe start.deallocate() }

    @inline(__always)
    subscript(index: Int) -> JSONNode {
        get {
            precondition(index >= 0 && index < count)
            return unsafe start[index]
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe start[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ node: JSONNode) {
        if count == capacity { grow() }
        // There is room for it, and nodes are trivial values, which need no deinitialization.
        unsafe (start + count).initialize(to: node)
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        capacity *= 2
        let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity)
        unsafe larger.update(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = larger
    }
}

// Unchecked because a pointer is not Sendable: only this value owns the nodes, which change in `mutating` functions alone.
extension Outline: @unchecked Sendable {}
