// Writes JSON texts, each on one line.

/// A member name encoded as JSON, with its quotes and its colon.
public struct EncodedName: Sendable {
    fileprivate let length: Int

    /// The encoded name, padded with zeros to whole blocks, so that it can be copied by blocks.
    fileprivate let text: [UInt8]

    public init(_ name: String) {
        var writer = JSONWriter()
        writer.name(name)
        length = writer.count
        text = writer.bytes + Array(repeating: 0, count: -length & (Block.size - 1))
    }
}

/// Writes a JSON text. It inserts the commas; the caller writes names and values in a valid order.
///
/// A text never contains a line break, U+0085, U+2028 or U+2029, so that it is one line for every reader.
public struct JSONWriter: ~Copyable {
    private var text = ByteBuffer()

    /// Whether a comma must precede the next name or value in this container.
    private var needsComma = false

    public init() {}

    public var count: Int { text.count }

    /// A copy of the text so far.
    public var bytes: [UInt8] { withSpan { [UInt8](copying: $0) } }

    /// Calls `body` with the text so far, without copying it.
    public borrowing func withSpan<Value>(_ body: (Span<UInt8>) -> Value) -> Value { text.withSpan(body) }

    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    public mutating func name(_ name: String) {
        string(name)
        text.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func member(_ name: String, _ value: String) {
        self.name(name)
        string(value)
    }

    /// Writes a name that was encoded beforehand.
    public mutating func name(_ name: EncodedName) {
        separate()
        text.append(blocks: name.text.span, length: name.length)
        needsComma = false
    }

    public mutating func string(_ value: String) {
        string(utf8: value.utf8.span)
    }

    /// Writes a string that is given as UTF-8.
    public mutating func string(utf8 value: Span<UInt8>) {
        separate()
        text.append(UInt8(ascii: "\""))
        appendEscaped(value)
        text.append(UInt8(ascii: "\""))
        needsComma = true
    }

    public mutating func integer(_ value: Int) {
        separate()
        appendDecimal(value)
        needsComma = true
    }

    /// Writes the shortest decimal that reads back as the same double; an integer below 10^15 is written without a
    /// fraction.
    /// - Precondition: `value` is finite.
    public mutating func number(_ value: Double) {
        precondition(value.isFinite, "JSON has no text for \(value)")
        if value.magnitude < 1e15, let whole = Int(exactly: value) { return integer(whole) }
        separate()
        text.append(value.description.utf8.span)
        needsComma = true
    }

    public mutating func bool(_ value: Bool) {
        separate()
        text.append(value ? "true" : "false")
        needsComma = true
    }

    public mutating func null() {
        separate()
        text.append("null")
        needsComma = true
    }

    /// Writes a value as it was read, on one line.
    public mutating func slice(_ value: JSONSlice) {
        separate()
        value.appendLineSafe(to: &text)
        needsComma = true
    }

    /// Writes a JSON text that is known to be one line, such as `JSONSlice.lineSafeBytes`.
    public mutating func lineSafe(_ json: Span<UInt8>) {
        separate()
        text.append(json)
        needsComma = true
    }

    /// Ends a text with a line feed.
    public mutating func endLine() {
        text.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    // MARK: - Rewinding

    /// A position in the text to which the writer can rewind.
    public struct Mark {
        /// The length of the text before it, in bytes.
        public let count: Int
        fileprivate let needsComma: Bool

        /// The same position, after `removeFirst(_:)` with this number of bytes.
        public func moved(by bytes: Int) -> Mark { Mark(count: count - bytes, needsComma: needsComma) }
    }

    public var mark: Mark { Mark(count: text.count, needsComma: needsComma) }

    /// Discards everything that was written after `mark`.
    public mutating func rewind(to mark: Mark) {
        text.truncate(to: mark.count)
        needsComma = mark.needsComma
    }

    /// The maximum capacity that is kept for the next text, in bytes, so that one long text does not occupy memory for
    /// ever.
    private static let keptCapacity = 4 * 1024 * 1024

    public mutating func removeAll() {
        if text.capacity > Self.keptCapacity { text = ByteBuffer() }
        text.truncate(to: 0)
        needsComma = false
    }

    /// Removes the first `bytes` bytes of the text, after which writing continues.
    public mutating func removeFirst(_ bytes: Int) {
        if bytes == text.count { removeAll() } else { text.removeFirst(bytes) }
    }

    // MARK: - Parts

    @inline(__always)
    private mutating func separate() {
        if needsComma { text.append(UInt8(ascii: ",")) }
    }

    @inline(__always)
    private mutating func begin(_ bracket: UInt8) {
        separate()
        text.append(bracket)
        needsComma = false
    }

    @inline(__always)
    private mutating func end(_ bracket: UInt8) {
        text.append(bracket)
        needsComma = true
    }

    private mutating func appendDecimal(_ value: Int) {
        if value < 0 { text.append(UInt8(ascii: "-")) }
        text.append(decimal: value.magnitude)
    }

    private mutating func appendEscaped(_ content: Span<UInt8>) {
        var at = 0
        while true {
            let end = text.appendPlainRun(of: content, from: at)
            guard end < content.count else { return }
            at = end + appendEscape(of: content, at: end)
        }
    }

    /// Writes the scalar at `at`, or one byte of it, and escapes it if necessary.
    /// - Returns: the number of bytes of the content that were written.
    private mutating func appendEscape(of content: Span<UInt8>, at: Int) -> Int {
        switch content[at] {
        case UInt8(ascii: "\""): text.append("\\\"")
        case UInt8(ascii: "\\"): text.append("\\\\")
        case 0x08: text.append("\\b")
        case 0x0C: text.append("\\f")
        case UInt8(ascii: "\n"): text.append("\\n")
        case UInt8(ascii: "\r"): text.append("\\r")
        case UInt8(ascii: "\t"): text.append("\\t")
        case let control where control < 0x20:
            text.append(control < 0x10 ? "\\u000" : "\\u00")
            text.append(String(control, radix: 16).utf8.span)
        case let byte:
            if let (escape, length) = content.lineSeparatorEscape(at: at) {
                text.append(escape)
                return length
            }
            text.append(byte)
        }
        return 1
    }
}

extension JSONSlice {
    /// The bytes of the value on one line: line breaks between tokens are removed, and U+0085, U+2028 and U+2029 in
    /// strings are escaped. If nothing has to change, the bytes are shared with the text.
    public var lineSafeBytes: ArraySlice<UInt8> {
        guard !text.isLineSafe else { return bytes }
        var result = ByteBuffer()
        appendLineSafe(to: &result)
        return result.withSpan { [UInt8](copying: $0) }[...]
    }

    fileprivate func appendLineSafe(to result: inout ByteBuffer) {
        let source = bytes
        let span = source.span
        guard !text.isLineSafe else { return result.append(span) }
        var at = 0
        while at < span.count {
            if span[at] == UInt8(ascii: "\n") || span[at] == UInt8(ascii: "\r") {
                at += 1
            } else if let (escape, length) = span.lineSeparatorEscape(at: at) {
                result.append(escape)
                at += length
            } else {
                result.append(span[at])
                at += 1
            }
        }
    }
}
