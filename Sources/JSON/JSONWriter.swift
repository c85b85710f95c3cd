// Writes JSON text on one line.

/// The name of a member as it is written, with its quotes and its colon.
public struct EncodedName: Sendable {
    fileprivate let length: Int

    /// With zeros behind it up to the end of a block, so that it can be copied by blocks.
    fileprivate let text: [UInt8]

    public init(_ name: String) {
        var writer = JSONWriter()
        writer.name(name)
        length = writer.count
        text = writer.bytes + Array(repeating: 0, count: -length & (Block.size - 1))
    }
}

/// A growing JSON text. Commas are set by themselves; names and values are the caller's order.
///
/// What it writes never holds a line break, U+0085, U+2028 or U+2029, so that a text stays one line for every reader.
public struct JSONWriter: ~Copyable {
    private var text = ByteBuffer()

    /// The next name or value in this container must be preceded by a comma.
    private var needsComma = false

    public init() {}

    public var count: Int { text.count }

    /// The text so far, as a copy.
    public var bytes: [UInt8] { withSpan { [UInt8](copying: $0) } }

    /// The text so far, in place.
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

    /// A name whose text was made beforehand.
    public mutating func name(_ name: EncodedName) {
        separate()
        text.append(blocks: name.text.span, length: name.length)
        needsComma = false
    }

    public mutating func string(_ value: String) {
        string(utf8: value.utf8.span)
    }

    /// A string whose UTF-8 is known.
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

    /// The shortest decimal that reads back as the same double; a whole number without a fraction.
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

    /// A value as it was read.
    public mutating func slice(_ value: JSONSlice) {
        separate()
        value.appendLineSafe(to: &text)
        needsComma = true
    }

    /// A JSON text that is known to be one line, such as `JSONSlice.lineSafeBytes`.
    public mutating func lineSafe(_ json: Span<UInt8>) {
        separate()
        text.append(json)
        needsComma = true
    }

    /// Ends a text; the next one begins on a line of its own.
    public mutating func endLine() {
        text.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    // MARK: - Taking back

    /// A point in the text to which the writer can return.
    public struct Mark {
        fileprivate let count: Int
        fileprivate let needsComma: Bool
    }

    public var mark: Mark { Mark(count: text.count, needsComma: needsComma) }

    /// Forgets everything that was written since `mark`.
    public mutating func rewind(to mark: Mark) {
        text.truncate(to: mark.count)
        needsComma = mark.needsComma
    }

    /// How much room is kept for the next text, in bytes; one long text must not hold its memory for ever.
    private static let keptCapacity = 4 * 1024 * 1024

    public mutating func removeAll() {
        if text.capacity > Self.keptCapacity { text = ByteBuffer() }
        text.truncate(to: 0)
        needsComma = false
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

    /// Writes the scalar, or a byte of a scalar, that does not stand for itself without a second look.
    /// - Returns: how many bytes of the content that took.
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
    /// The value as it was written, except that it fits on one line: line breaks between tokens are dropped, U+0085,
    /// U+2028 and U+2029 in strings escaped.
    /// They are shared with the text where they need no change.
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
