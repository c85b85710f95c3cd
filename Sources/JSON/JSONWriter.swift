// Writes JSON text on one line.

/// A growing JSON text. Commas are set by themselves; names and values are the caller's order.
///
/// What it writes never holds a line break, U+0085, U+2028 or U+2029, so that a text stays one line for every reader.
public struct JSONWriter: ~Copyable {
    public private(set) var bytes: [UInt8] = []

    /// The next name or value in this container must be preceded by a comma.
    private var needsComma = false

    public init() {}

    public var count: Int { bytes.count }

    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    public mutating func name(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A name whose text, quotes and colon were made beforehand by `JSONWriter.encodedName(_:)`.
    public mutating func name(encoded: [UInt8]) {
        separate()
        bytes.append(contentsOf: encoded)
        needsComma = false
    }

    public static func encodedName(_ name: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.name(name)
        return writer.bytes
    }

    public mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(value.utf8.span)
        bytes.append(UInt8(ascii: "\""))
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
        bytes.append(contentsOf: value.description.utf8)
        needsComma = true
    }

    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
        needsComma = true
    }

    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
        needsComma = true
    }

    /// A value as it was read.
    public mutating func slice(_ value: JSONSlice) {
        separate()
        value.appendLineSafe(to: &bytes)
        needsComma = true
    }

    /// A JSON text that is known to be one line, such as `JSONSlice.lineSafeBytes`.
    public mutating func lineSafe(_ text: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: text)
        needsComma = true
    }

    /// Ends a text; the next one begins on a line of its own.
    public mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    // MARK: - Taking back

    /// A point in the text to which the writer can return.
    public struct Mark {
        fileprivate let count: Int
        fileprivate let needsComma: Bool
    }

    public var mark: Mark { Mark(count: bytes.count, needsComma: needsComma) }

    /// Forgets everything that was written since `mark`.
    public mutating func rewind(to mark: Mark) {
        bytes.removeLast(bytes.count - mark.count)
        needsComma = mark.needsComma
    }

    /// How much room is kept for the next text, in bytes; one long text must not hold its memory for ever.
    private static let keptCapacity = 4 * 1024 * 1024

    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
        needsComma = false
    }

    // MARK: - Parts

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func appendDecimal(_ value: Int) {
        if 0..<10 ~= value {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }

    private mutating func appendEscaped(_ content: Span<UInt8>) {
        var at = 0
        while true {
            let end = content.endOfPlainRun(from: at)
            // `end` never lies beyond the content.
            unsafe content.extracting(at..<end).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
            guard end < content.count else { return }
            at = end + appendEscape(of: content, at: end)
        }
    }

    /// Writes the scalar, or a byte of a scalar, that does not stand for itself without a second look.
    /// - Returns: how many bytes of the content that took.
    private mutating func appendEscape(of content: Span<UInt8>, at: Int) -> Int {
        switch content[at] {
        case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
        case let control where control < 0x20:
            let digits = String(control, radix: 16)
            bytes.append(contentsOf: (control < 0x10 ? "\\u000" : "\\u00").utf8)
            bytes.append(contentsOf: digits.utf8)
        case let byte:
            if let (escape, length) = content.lineSeparatorEscape(at: at) {
                bytes.append(contentsOf: "\(escape)".utf8)
                return length
            }
            bytes.append(byte)
        }
        return 1
    }
}

extension JSONSlice {
    /// The value as it was written, except that it fits on one line: line breaks between tokens are dropped, U+0085,
    /// U+2028 and U+2029 in strings escaped.
    public var lineSafeBytes: [UInt8] {
        var result: [UInt8] = []
        appendLineSafe(to: &result)
        return result
    }

    fileprivate func appendLineSafe(to result: inout [UInt8]) {
        let source = bytes
        guard !text.isLineSafe else { return result.append(contentsOf: source) }
        let span = source.span
        var at = 0
        while at < span.count {
            if span[at] == UInt8(ascii: "\n") || span[at] == UInt8(ascii: "\r") {
                at += 1
            } else if let (escape, length) = span.lineSeparatorEscape(at: at) {
                result.append(contentsOf: "\(escape)".utf8)
                at += length
            } else {
                result.append(span[at])
                at += 1
            }
        }
    }
}
