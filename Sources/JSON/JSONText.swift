// Bytes that were found to be one JSON text, with the outline of what lies where.

/// One checked JSON text (RFC 8259), still as the bytes it came in.
public final class JSONText: Sendable {
    /// How deep arrays and objects may be nested before a text counts as too deep.
    public static let maximumDepth = 128

    let bytes: ArraySlice<UInt8>
    let nodes: Outline

    /// Whether a `\uD800`–`\uDFFF` escape stands without its other half somewhere in the text (RFC 8259 §8.2).
    public let hasUnpairedSurrogate: Bool

    /// Whether arrays and objects are nested more than `maximumDepth` deep (RFC 8259 §9).
    public let isTooDeep: Bool

    /// Whether the bytes can stand in one line of output as they are: no line break between tokens, and no U+0085,
    /// U+2028 or U+2029 that is not escaped.
    public let isLineSafe: Bool

    /// Checks `bytes` in one pass.
    /// - Parameters:
    ///   - bytes: UTF-8; nothing is copied.
    ///   - outlineDepth: how deep below the root values are noted; those that lie deeper are checked just as strictly,
    ///     and scanned again when somebody asks for them.
    public init(_ bytes: ArraySlice<UInt8>, outlineDepth: Int = 3) throws(JSONSyntaxError) {
        var scanner = Scanner(outlineDepth: outlineDepth)
        try scanner.scan(bytes.span)
        self.bytes = bytes
        hasUnpairedSurrogate = scanner.hasUnpairedSurrogate
        isTooDeep = scanner.isTooDeep
        isLineSafe = scanner.isLineSafe
        nodes = scanner.outline()
    }

    public convenience init(_ text: String, outlineDepth: Int = 3) throws(JSONSyntaxError) {
        try self.init(Array(text.utf8)[...], outlineDepth: outlineDepth)
    }

    public var root: JSONSlice { JSONSlice(text: self, index: 0) }
}
