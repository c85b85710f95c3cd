// What an error answer says (JSON-RPC 2.0 §5.1), and the faults that the protocol itself knows.

public import JSON

/// The error of an answer: a code for programs, a sentence for people, and what is known about the cause.
public struct Fault: Error, Equatable, Sendable {
    /// A member of the error's `data`.
    public enum Detail: Equatable, Sendable {
        case integer(Int)
        case text(String)
        case texts([String])
        case flag(Bool)
        case problems([Problem])
    }

    public let code: Int

    /// The stable name of this kind of fault, `data.kind`.
    public let kind: String

    public let message: String
    public let details: [(name: String, value: Detail)]

    /// - Parameter details: the members of `data` beside `kind`, in order.
    public init(code: Int, kind: String, message: String, details: [(name: String, value: Detail)] = []) {
        self.code = code
        self.kind = kind
        self.message = message
        self.details = details
    }

    public static func == (left: Fault, right: Fault) -> Bool {
        left.code == right.code && left.kind == right.kind && left.message == right.message
            && left.details.elementsEqual(right.details) { $0 == $1 }
    }
}

extension Fault {
    public static func parseError(_ error: JSONSyntaxError) -> Fault {
        Fault(
            code: -32700, kind: "parseError",
            message: "The line is not JSON: at byte \(error.offset), \(error.reason.rawValue).",
            details: [("offset", .integer(error.offset))])
    }

    /// - Parameter sentence: what a request must be, and this one is not.
    public static func invalidRequest(_ sentence: String) -> Fault {
        Fault(code: -32600, kind: "invalidRequest", message: sentence)
    }

    public static let methodNotFound = Fault(
        code: -32601, kind: "methodNotFound", message: "There is no method of this name.")

    /// - Parameter problems: everything that is wrong.
    public static func invalidParams(_ problems: [Problem]) -> Fault {
        Fault(
            code: -32602, kind: "invalidParams",
            message: "The parameters are not acceptable; `problems` says where and why.",
            details: [("problems", .problems(problems))])
    }

    static func batchAnswerTooLong(limit: Int) -> Fault {
        Fault(
            code: 413, kind: "tooLarge",
            message: "The answer to this batch has grown too long; ask for the rest in another one.",
            details: [("limit", .integer(limit))])
    }

    public static let lineTooLong = Fault(
        code: 413, kind: "tooLarge",
        message: "A line may have at most \(LineSplitter.maximumLineBytes) bytes.",
        details: [("limit", .integer(LineSplitter.maximumLineBytes))])
}

extension Fault {
    func mappingProblems(_ transform: (Problem) -> Problem) -> Fault {
        Fault(
            code: code, kind: kind, message: message,
            details: details.map { name, value in
                guard case .problems(let problems) = value else { return (name, value) }
                return (name, .problems(problems.map(transform)))
            })
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("code")
        writer.integer(code)
        writer.name("message")
        writer.string(message)
        writer.name("data")
        writer.beginObject()
        writer.name("kind")
        writer.string(kind)
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
