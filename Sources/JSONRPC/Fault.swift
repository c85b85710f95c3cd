// Error objects (JSON-RPC 2.0 §5.1), and the errors that the protocol itself defines.

internal import JSON

/// A kind of error: its code, its stable name, and the members of its `data`.
public struct FaultKind: Hashable, Sendable {
    public let code: Int

    /// The stable name, which is the error's `data.kind`.
    public let name: String

    /// A description of when the error occurs.
    public let sentence: String

    /// The members of `data` besides `kind`.
    public let details: [JSONSchema.Property]

    public init(_ code: Int, _ name: String, _ sentence: String, _ details: JSONSchema.Property...) {
        self.code = code
        self.name = name
        self.sentence = sentence
        self.details = details
    }
}

/// An error as it is answered: a code for programs, a message for people, and details of the cause.
public struct Fault: Error, Equatable, Sendable {
    /// A member of the error's `data`.
    public enum Detail: Equatable, Sendable {
        case integer(Int)
        case text(String)
        case texts([String])
        case flag(Bool)
        case problems([Problem])
    }

    /// The content, behind one reference: an optional fault is passed through every step of a call, and must be small.
    private final class Content: Sendable {
        let kind: FaultKind
        let message: String
        let details: [(name: String, value: Detail)]

        init(_ kind: FaultKind, _ message: String, _ details: [(name: String, value: Detail)]) {
            self.kind = kind
            self.message = message
            self.details = details
        }
    }

    private let content: Content
    public var kind: FaultKind { content.kind }
    public var message: String { content.message }
    public var details: [(name: String, value: Detail)] { content.details }

    /// - Parameter details: the members of `data` besides `kind`, in order.
    public init(_ kind: FaultKind, _ message: String, _ details: [(name: String, value: Detail)] = []) {
        content = Content(kind, message, details)
    }

    public static func == (left: Fault, right: Fault) -> Bool {
        left.kind == right.kind && left.message == right.message
            && left.details.elementsEqual(right.details) { $0 == $1 }
    }
}

extension FaultKind {
    public static let parseError = FaultKind(
        -32700, "parseError", "The line is not JSON.",
        .init("offset", .integer(), "The position of the error in the line, in bytes from 0."))

    public static let invalidRequest = FaultKind(
        -32600, "invalidRequest", "The line, or an element of a batch, is not a valid request object.")

    public static let methodNotFound = FaultKind(-32601, "methodNotFound", "The method does not exist.")

    public static let invalidParams = FaultKind(
        -32602, "invalidParams", "Parameters are missing, unknown or invalid.",
        .init(
            "problems",
            .array(
                .object([
                    .init("path", .string(), "A JSON Pointer into `params`."),
                    .init("reason", .string(), "What is wrong there, or what is expected."),
                ])), "All problems."))

    public static let tooLarge = FaultKind(
        413, "tooLarge", "A line, a value, or the answer to a batch is too long.",
        .init("limit", .integer(), "The limit in bytes."))

    public static let requestCancelled = FaultKind(
        -32800, "requestCancelled", "The request was cancelled by `$/cancelRequest`.")

    /// The errors that the protocol itself can return, whatever the methods are.
    public static let ofProtocol = [
        parseError, invalidRequest, methodNotFound, invalidParams, tooLarge, requestCancelled,
    ]
}

extension Fault {
    static func parseError(_ error: JSONSyntaxError, in line: ArraySlice<UInt8>) -> Fault {
        let advice = error.isOfLineBreaks(in: line) ? "; write one request per line" : ""
        return Fault(
            .parseError, "The line is not JSON: at byte \(error.offset), \(error.reason.rawValue)\(advice).",
            [("offset", .integer(error.offset))])
    }

    /// - Parameter sentence: the rule that the request violates.
    public static func invalidRequest(_ sentence: String) -> Fault { Fault(.invalidRequest, sentence) }

    @usableFromInline static let deferredInBatch = Fault(
        .invalidRequest, "This method answers later than others; call it outside of a batch.")

    @usableFromInline static let deferredNotification = Fault(
        .invalidRequest, "This method answers later than others; call it with an id.")

    public static let requestCancelled = Fault(.requestCancelled, "The request was cancelled.")

    /// - Parameter names: the names of the existing methods.
    @usableFromInline
    static func methodNotFound(among names: [String]) -> Fault {
        Fault(.methodNotFound, "There is no method with this name. The methods are: \(names.joined(separator: ", ")).")
    }

    /// - Parameter problems: all problems. The message contains the first, because many clients show only the message.
    public static func invalidParams(_ problems: [Problem]) -> Fault {
        let first = problems.first?.sentence ?? "The parameters are invalid."
        let rest = problems.count > 1 ? " `problems` lists \(problems.count - 1) more." : ""
        return Fault(.invalidParams, first + rest, [("problems", .problems(problems))])
    }

    @usableFromInline
    static func batchAnswerTooLong(limit: Int) -> Fault {
        Fault(
            .tooLarge,
            "The answer to this batch exceeds \(limit) bytes; send the remaining requests in another batch.",
            [("limit", .integer(limit))])
    }

    static let lineTooLong = Fault(
        .tooLarge, "A line may have at most \(Line.maximumBytes) bytes.",
        [("limit", .integer(Line.maximumBytes))])
}

extension JSONSyntaxError {
    /// Whether the cause may be a misplaced line break: the line contains more than one text, or only part of one.
    fileprivate func isOfLineBreaks(in line: ArraySlice<UInt8>) -> Bool {
        switch reason {
        case .endOfText, .afterValue: true
        case .expectedValue:
            // The line begins with a token that can only continue a text from an earlier line.
            line.prefix(offset).allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                && line.dropFirst(offset).first.map { "]},".utf8.contains($0) } ?? false
        case .expectedName, .expectedColon, .expectedCommaOrEnd, .controlCharacter, .badEscape, .badNumber, .badUTF8:
            false
        }
    }
}

extension Fault {
    /// The same fault with its problems transformed.
    func mappingProblems(_ transform: (Problem) -> Problem) -> Fault {
        for case (_, .problems(let problems)) in details { return .invalidParams(problems.map(transform)) }
        return self
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("code")
        writer.integer(kind.code)
        writer.name("message")
        writer.string(message)
        writer.name("data")
        writer.beginObject()
        writer.name("kind")
        writer.string(kind.name)
        for (name, value) in details {
            writer.name(name)
            value.write(to: &writer)
        }
        writer.endObject()
        writer.endObject()
    }
}

extension Fault.Detail {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .integer(let value): writer.integer(value)
        case .text(let value): writer.string(value)
        case .flag(let value): writer.bool(value)
        case .texts(let values):
            writer.beginArray()
            for value in values { writer.string(value) }
            writer.endArray()
        case .problems(let problems):
            writer.beginArray()
            for problem in problems {
                writer.beginObject()
                writer.name("path")
                writer.string(problem.path)
                writer.name("reason")
                writer.string(problem.reason)
                writer.endObject()
            }
            writer.endArray()
        }
    }
}
