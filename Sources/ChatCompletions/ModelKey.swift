// The key with which a server knows who asks, which no description shows.

/// An API key that can be sent in a header.
public struct ModelKey: Sendable, CustomStringConvertible, CustomReflectable {
    let text: String

    /// - Returns: nil if the text is empty, or contains a control character, such as a line feed.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        self.text = text
    }

    /// Nothing of the key.
    public var description: String { "a key" }

    /// Nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
