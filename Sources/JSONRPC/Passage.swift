// A message of a script, joined from its lines.

/// The text of a message, with the line numbers of its parts.
public struct Passage: Equatable, Sendable {
    /// The number of its first line, from 1.
    public let lineNumber: Int
    public private(set) var text: String

    private struct Continuation: Equatable {
        /// The offset in the text, in bytes of UTF-8.
        let offset: Int
        let lineNumber: Int
    }

    private var continuations: [Continuation] = []

    init(_ text: String, line lineNumber: Int) {
        self.text = text
        self.lineNumber = lineNumber
    }

    /// Appends a space and a line of the file.
    mutating func append(_ line: String, line lineNumber: Int) {
        if !text.isEmpty { text += " " }
        continuations.append(Continuation(offset: text.utf8.count, lineNumber: lineNumber))
        text += line
    }

    /// The number of the line that contains the byte at this offset of the text.
    func lineNumber(at offset: Int) -> Int {
        continuations.last { $0.offset <= offset }?.lineNumber ?? lineNumber
    }
}
