// Texts with line feeds, controls and the like, as arguments of tests.

public import Testing

/// A text that is escaped in the output of the tests: it stays on its line, and steers no terminal.
public struct Sample: ExpressibleByStringLiteral, CustomTestStringConvertible, Sendable {
    public let text: String

    public init(stringLiteral text: String) { self.text = text }

    public var testDescription: String { text.debugDescription }
}
