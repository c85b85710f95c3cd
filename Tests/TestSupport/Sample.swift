// Texts with line feeds and control characters, as arguments of tests.

#if canImport(Testing)
    public import Testing
#endif

/// A text that is escaped in the output of the tests, so that it stays on one line and cannot control a terminal.
public struct Sample: ExpressibleByStringLiteral, Sendable {
    public let text: String

    public init(stringLiteral text: String) { self.text = text }

    public var testDescription: String { text.debugDescription }
}

#if canImport(Testing)
    extension Sample: CustomTestStringConvertible {}
#endif
