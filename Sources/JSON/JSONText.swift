// A checked JSON text and the outline of its values.

/// A JSON text (RFC 8259) that was checked, stored as the bytes that were read.
public final class JSONText: Sendable {
    /// The maximum nesting depth of arrays and objects; a deeper text is accepted with `isTooDeep`.
    public static let maximumDepth = 128

    let bytes: ArraySlice<UInt8>
    let nodes: Outline

    /// Whether the text contains an unpaired surrogate as an escape, `\uD800` to `\uDFFF` (RFC 8259 §8.2).
    public let hasUnpairedSurrogate: Bool

    /// Whether arrays and objects are nested deeper than `maximumDepth` (RFC 8259 §9).
    public let isTooDeep: Bool

    /// Whether the bytes can be written as one line without change: they contain no line break between tokens, and no
    /// unescaped U+0085, U+2028 or U+2029.
    public let isLineSafe: Bool

    /// Checks `bytes` in one pass.
    /// - Parameters:
    ///   - bytes: the text in UTF-8; it is not copied.
    ///   - outlineDepth: the depth below the root to which values get nodes. Deeper values are checked just as
    ///     strictly, and scanned again when they are read.
    public convenience init(_ bytes: ArraySlice<UInt8>, outlineDepth: Int = 3) throws(JSONSyntaxError) {
        var scanner = Scanner(outlineDepth: outlineDepth)
        try scanner.scan(bytes.span)
        self.init(bytes, scanner)
    }

    /// Checks `bytes` in one pass, in which every value and every name gets a node.
    /// - Parameters:
    ///   - bytes: the text in UTF-8; it is not copied.
    ///   - mostNodes: how many values and names the text may have.
    /// - Returns: nil if it has more; what follows was not checked.
    public convenience init?(_ bytes: ArraySlice<UInt8>, mostNodes: Int) throws(JSONSyntaxError) {
        var scanner = Scanner(outlineDepth: .max, mostNodes: mostNodes)
        try scanner.scan(bytes.span)
        guard !scanner.isOverfull else { return nil }
        self.init(bytes, scanner)
    }

    private init(_ bytes: ArraySlice<UInt8>, _ scanner: consuming Scanner) {
        self.bytes = bytes
        hasUnpairedSurrogate = scanner.hasUnpairedSurrogate
        isTooDeep = scanner.isTooDeep
        isLineSafe = scanner.isLineSafe
        nodes = scanner.outline()
    }

    /// The number of values and names that have nodes.
    public var nodeCount: Int { nodes.count }

    public convenience init(_ text: String, outlineDepth: Int = 3) throws(JSONSyntaxError) {
        try self.init(Array(text.utf8)[...], outlineDepth: outlineDepth)
    }

    public var root: JSONSlice { JSONSlice(text: self, index: 0) }
}
