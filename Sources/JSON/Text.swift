// A type for text that is passed on without being decoded.

/// A text as a range of shared UTF-8 bytes. Converting it to a `String` copies them.
@frozen
public struct Text: Sendable {
    @usableFromInline let bytes: [UInt8]
    @usableFromInline let start: Int
    @usableFromInline let end: Int

    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - range: the text in `bytes`; it must not split a scalar.
    @inlinable
    public init(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(0 <= range.lowerBound && range.upperBound <= bytes.count)
        (self.bytes, start, end) = (bytes, range.lowerBound, range.upperBound)
    }

    public init(_ string: String) {
        bytes = Array(string.utf8)
        (start, end) = (0, bytes.count)
    }

    /// The length in bytes.
    @inlinable public var count: Int { end - start }

    public var string: String { withSpan { String(decoding: [UInt8](copying: $0), as: UTF8.self) } }

    @inlinable
    public func withSpan<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        body(bytes.span.extracting(start..<end))
    }
}

extension Text: Equatable {
    public static func == (left: Text, right: Text) -> Bool {
        left.withSpan { left in right.withSpan { right in left.isEqual(to: right) } }
    }
}

extension Span<UInt8> {
    public func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}

extension JSONWriter {
    public mutating func string(_ text: Text) {
        text.withSpan { span in string(utf8: span) }
    }

    /// Writes a JSON text that is known to be one line.
    public mutating func lineSafe(_ json: Text) {
        json.withSpan { span in lineSafe(span) }
    }
}
