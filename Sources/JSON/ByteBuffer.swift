// The buffer of the JSON writer, to which bytes are appended.

/// A growable byte buffer. It checks its capacity once for each append; an array also checks every element's bounds and
/// its own uniqueness.
@safe struct ByteBuffer: ~Copyable {
    private var start: UnsafeMutableRawPointer
    private(set) var capacity = 256
    private(set) var count = 0

    init() { unsafe start = .allocate(byteCount: capacity, alignment: 1) }

    deinit { unsafe start.deallocate() }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        makeRoom(for: bytes.count)
        // There is room for them after `count`, and `bytes` cannot overlap it.
        unsafe bytes.withUnsafeBytes { source in
            guard let from = source.baseAddress else { return }
            unsafe (start + count).copyMemory(from: from, byteCount: source.count)
        }
        count &+= bytes.count
    }

    /// Appends the first `length` bytes of `text`, copying whole blocks.
    /// - Precondition: `text` has at least `length` bytes, rounded up to whole blocks.
    @inline(__always)
    mutating func append(blocks text: Span<UInt8>, length: Int) {
        makeRoom(for: text.count)
        let target = unsafe start + count
        var at = 0
        while at < length, let block = text.block(at: at) {
            // There is room for the whole text, and the bytes copied beyond `length` are not counted.
            unsafe target.storeBytes(of: block, toByteOffset: at, as: Block.self)
            at &+= Block.size
        }
        precondition(at >= length)
        count &+= length
    }

    mutating func append(_ literal: StaticString) {
        // A StaticString's bytes live as long as the program.
        append(unsafe Span(_unsafeStart: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    mutating func append(decimal value: UInt) {
        if value >= 10 { append(decimal: value / 10) }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
    }

    /// Appends the bytes of `text` from `first` on, up to the first byte that is not ASCII or must be escaped in a JSON
    /// string.
    ///
    /// Bytes are copied while they are examined, because most strings are too short for a separate pass.
    /// - Returns: the index of that byte, or `text.count` if there is none.
    mutating func appendPlainRun(of text: Span<UInt8>, from first: Int) -> Int {
        makeRoom(for: text.count &- first &+ Block.size)
        // There is room for the rest of the text and one block more.
        let target = unsafe start + count
        var at = first
        while let block = text.block(at: at) {
            // The bytes copied beyond the run are not counted.
            unsafe target.storeBytes(of: block, toByteOffset: at &- first, as: Block.self)
            if let offset = block.special.firstMarked {
                at &+= offset
                count &+= at &- first
                return at
            }
            at &+= Block.size
        }
        if let word = text.word(at: at) {
            unsafe target.storeBytes(of: word.littleEndian, toByteOffset: at &- first, as: UInt64.self)
            at &+= word.special.firstMarked ?? UInt64.size
        }
        if let half = text.halfWord(at: at) {
            unsafe target.storeBytes(of: half.littleEndian, toByteOffset: at &- first, as: UInt32.self)
            // The other half of the word is filled with plain bytes.
            at &+= (UInt64(half) | 0x3030_3030 << 32).special.firstMarked ?? UInt64.size / 2
        }
        while at < text.count, text[at].isPlainInString {
            unsafe target.storeBytes(of: text[at], toByteOffset: at &- first, as: UInt8.self)
            at &+= 1
        }
        count &+= at &- first
        return at
    }

    /// Discards all bytes after the first `newCount`.
    mutating func truncate(to newCount: Int) {
        precondition(0...count ~= newCount)
        count = newCount
    }

    /// Removes the first `removed` bytes, and moves the others to the beginning.
    mutating func removeFirst(_ removed: Int) {
        precondition(0...count ~= removed)
        // Both ranges lie within the first `count` bytes; memmove(3) allows them to overlap.
        unsafe start.copyMemory(from: start + removed, byteCount: count - removed)
        count -= removed
    }

    borrowing func withSpan<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        // The first `count` bytes are initialized, and nothing is appended while `body` reads them.
        unsafe UnsafeRawBufferPointer(start: start, count: count).withMemoryRebound(to: UInt8.self) {
            body(unsafe $0.span)
        }
    }

    @inline(__always)
    private mutating func makeRoom(for more: Int) {
        if capacity &- count < more { grow(for: more) }
    }

    @inline(never)
    private mutating func grow(for more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        unsafe larger.copyMemory(from: start, byteCount: count)
        unsafe start.deallocate()
        unsafe start = larger
    }
}
