// The arrays and objects that are open during a scan.

/// The kinds of the containers that are open during a scan, one bit each, to any depth.
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
