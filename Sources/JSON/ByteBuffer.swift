// Bytes that are only ever added at the end.

/// A growing run of bytes: an array without its questions before every element.
@safe struct ByteBuffer: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init() { unsafe storage = .allocate(byteCount: 256, alignment: 1) }

    deinit { unsafe storage.deallocate() }

    var capacity: Int { unsafe storage.count }

    mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        unsafe storage[count] = byte
        count += 1
    }

    mutating func append(_ bytes: Span<UInt8>) {
        makeRoom(for: bytes.count)
        // There is room for them behind `count`, and they lie elsewhere.
        unsafe bytes.withUnsafeBytes { source in
            guard let start = unsafe storage.baseAddress, let from = source.baseAddress else { return }
            unsafe (start + count).copyMemory(from: from, byteCount: source.count)
        }
        count += bytes.count
    }

    mutating func append(_ literal: StaticString) {
        // A StaticString's bytes live as long as the program.
        append(unsafe Span(_unsafeStart: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Forgets what lies behind the first `newCount` bytes.
    mutating func truncate(to newCount: Int) {
        precondition(0...count ~= newCount)
        count = newCount
    }

    borrowing func withSpan<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        // The first `count` bytes are initialized, and nothing is added while `body` looks at them.
        unsafe UnsafeRawBufferPointer(rebasing: storage[..<count]).withMemoryRebound(to: UInt8.self) {
            body(unsafe $0.span)
        }
    }

    @inline(__always)
    private mutating func makeRoom(for more: Int) {
        if capacity - count < more { grow(for: more) }
    }

    private mutating func grow(for more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(capacity * 2, count + more), alignment: 1)
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
        unsafe storage.deallocate()
        unsafe storage = larger
    }
}
