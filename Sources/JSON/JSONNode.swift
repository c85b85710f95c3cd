// The notes that a scan leaves behind: what kind of value begins and ends where.

/// The seven things a JSON value can be (RFC 8259 §3).
public enum JSONKind: UInt8, Sendable {
    case object, array, string, number, `true`, `false`, null
}

/// One value, or one member name, of a scanned text.
///
/// Nodes lie in the order of the text; the children of a container follow it, a member's name before its value.
struct JSONNode {
    var kind: JSONKind

    /// A string in which at least one backslash stands.
    var hasEscapes = false

    /// A container that lies at the edge of the outline: its children were checked, and left no nodes.
    var isSealed = false

    /// Bytes from the beginning of the text, the end exclusive; a string's quotes are included.
    var start: UInt32
    var end: UInt32

    /// The node after this value and everything in it. While a container is still open: its parent.
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
        // There is room for it, and a node needs no care but its bytes.
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

// The nodes belong to this value alone, and change only through `mutating` functions.
extension Outline: @unchecked Sendable {}

/// The kinds of the containers that are open while a text is scanned, one bit each, to any depth.
struct ContainerStack {
    private(set) var depth = 0
    private var innermost: UInt64 = 0
    private var outer: [UInt64] = []

    mutating func push(_ kind: JSONKind) {
        if depth & 63 == 0, depth > 0 { outer.append(innermost) }
        innermost = innermost << 1 | (kind == .object ? 1 : 0)
        depth += 1
    }

    mutating func pop() {
        innermost >>= 1
        depth -= 1
        if depth & 63 == 0, let word = outer.popLast() { innermost = word }
    }

    var isInObject: Bool { innermost & 1 == 1 }
}
