// Scripts: conversations in the notation of the JSON-RPC 2.0 specification (§7), `-->` sent and `<--` expected.

/// A script: requests, each with its expected answers.
///
/// A line that begins with an arrow begins a message; indented lines below it continue it. All other lines are prose.
public struct Script: Sendable {
    public struct Step: Equatable, Sendable {
        /// The number of the request's first line, from 1.
        public let lineNumber: Int
        public fileprivate(set) var request: String
        public fileprivate(set) var answers: [Passage]
    }

    public private(set) var steps: [Step] = []

    /// The line numbers of answers before the first request.
    public private(set) var answersBeforeRequests: [Int] = []

    public init(_ text: String) {
        read(Self.lines(text))
    }

    /// Reads the fenced code blocks of a Markdown text (CommonMark §4.5); everything outside them is prose.
    public init(markdown text: String) {
        var block: [(number: Int, text: Substring)]?
        for (number, line) in Self.lines(text) {
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                read(block ?? [])
                block = block == nil ? [] : nil
            } else {
                block?.append((number, line))
            }
        }
    }

    /// The lines with their numbers from 1. They end with LF or CR LF; U+2028 and similar characters are part of a
    /// line.
    private static func lines(_ text: String) -> [(number: Int, text: Substring)] {
        text.drop { $0 == "\u{FEFF}" }.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .enumerated().map { (number: $0 + 1, text: $1) }
    }

    private mutating func read(_ lines: [(number: Int, text: Substring)]) {
        enum Part { case request, answer, prose }
        var part = Part.prose
        for (number, line) in lines {
            if line.hasPrefix("-->") {
                steps.append(Step(lineNumber: number, request: Self.trimmed(line.dropFirst(3)), answers: []))
                part = .request
            } else if line.hasPrefix("<--"), steps.isEmpty {
                answersBeforeRequests.append(number)
            } else if line.hasPrefix("<--") {
                let answer = Self.trimmed(line.dropFirst(3))
                if !answer.isEmpty { steps[steps.count - 1].answers.append(Passage(answer, line: number)) }
                part = .answer
            } else if line.hasPrefix(" ") || line.hasPrefix("\t"), !Self.trimmed(line).isEmpty, part != .prose {
                append(Self.trimmed(line), number, toRequest: part == .request)
            } else {
                part = .prose
            }
        }
    }

    private mutating func append(_ continuation: String, _ number: Int, toRequest: Bool) {
        let index = steps.count - 1
        if toRequest {
            if !steps[index].request.isEmpty { steps[index].request += " " }
            steps[index].request += continuation
        } else if let last = steps[index].answers.indices.last {
            steps[index].answers[last].append(continuation, line: number)
        } else {
            steps[index].answers.append(Passage(continuation, line: number))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
