// Writes the page piece by piece.

/// Collects pieces of HTML, and passes them on as soon as there are enough, so that the page is never held as a whole.
final class PageWriter {
    /// In bytes.
    private static let most = 64 * 1024

    private let pass: (Span<UInt8>) throws -> Void
    private var pieces = HTML()

    /// - Parameter pass: is called with the bytes of the page, in order.
    init(_ pass: @escaping (Span<UInt8>) throws -> Void) { self.pass = pass }

    func write(_ html: HTML) throws {
        pieces += html
        if pieces.bytes.count >= Self.most { try flush() }
    }

    /// Writes a text of any length, escaped.
    func write(text: String) throws {
        for scalar in text.unicodeScalars {
            pieces.append(escaped: scalar)
            if pieces.bytes.count >= Self.most { try flush() }
        }
    }

    /// Passes on what has been collected.
    func flush() throws {
        let bytes = pieces.bytes
        pieces = HTML()
        try pass(bytes.span)
    }
}
