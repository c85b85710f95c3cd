// A message of a script, put together from its lines.

/// The text of a message, and the lines of the file on which its parts stand.
public struct Passage: Equatable, Sendable {
    /// The first of its lines, counted from 1.
    public let lineNumber: Int
    public private(set) var text: String

    private struct Continuation: Equatable {
        /// Where it begins in the text, in bytes of UTF-8.
        let offset: Int
        let lineNumber: Int
    }

    private var continuations: [Continuation] = []

    init(_ text: String, line lineNumber: Int) {
        self.text = text
        self.lineNumber = lineNumber
    }

    /// Goes on with a line of the file, behind a space.
    mutating func append(_ line: String, line lineNumber: Int) {
        if !text.isEmpty { text += " " }
        continuations.append(Continuation(offset: text.utf8.count, lineNumber: lineNumber))
        text += line
    }

    /// The line on which a byte of the text stands.
    func lineNumber(at offset: Int) -> Int {
        continuations.last { $0.offset <= offset }?.lineNumber ?? lineNumber
    }
}
