// What one line says (JSON-RPC 2.0 §4 and §6). Reading never throws: a line that is no request is a message too.

public import JSON

/// The `id` of a request, kept as it was written, to be given back byte for byte.
public enum RequestID: Sendable {
    /// There is none: a notification, which is never answered.
    case absent

    /// `null`, or an id that cannot be read.
    case null

    /// A string or a number.
    case value(JSONSlice)
}

/// A request or a notification whose envelope is in order.
public struct Call: Sendable {
    public let id: RequestID
    public let method: String

    /// An object or an array.
    public let params: JSONSlice?
}

/// A line, or an element of a batch.
public enum Message: Sendable {
    case call(Call)
    case refused(id: RequestID, Fault)

    /// An answer to something that nobody here has asked.
    case response

    /// The elements, none of them a batch.
    case batch([Message])

    public static let maximumBatchElements = 1_000

    public init(_ line: Line) {
        guard case .text(let bytes) = line else {
            self = .refused(id: .null, .lineTooLong)
            return
        }
        do throws(JSONSyntaxError) {
            // The members of a session, the deepest that a method looks at, lie three below a request.
            let isBatch = bytes.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "[")
            self.init(try JSONText(bytes, outlineDepth: isBatch ? 4 : 3).root)
        } catch {
            self = .refused(id: .null, .parseError(error))
        }
    }

    private init(_ root: JSONSlice) {
        guard root.kind == .array else {
            self.init(element: root, depth: 0)
            return
        }
        let elements = root.elements
        switch elements.count {
        case 0:
            self = .refused(id: .null, .invalidRequest("A batch must have at least one element."))
        case 1...Self.maximumBatchElements:
            self = .batch(elements.map { Message(element: $0, depth: 1) })
        default:
            let sentence = "A batch may have at most \(Self.maximumBatchElements) elements."
            self = .refused(id: .null, .invalidRequest(sentence))
        }
    }

    /// - Parameter depth: in how many arrays the element lies.
    private init(element: JSONSlice, depth: Int) {
        guard element.kind == .object else {
            self = .refused(id: .null, .invalidRequest("A request must be an object."))
            return
        }
        let envelope = Envelope(element)
        if envelope.isResponse {
            self = .response
        } else if let sentence = envelope.complaint ?? Self.complaint(tooDeep: element, depth) {
            self = .refused(id: envelope.readableID ?? .null, .invalidRequest(sentence))
        } else {
            self = .call(
                Call(
                    id: envelope.id == nil ? .absent : envelope.readableID ?? .null,
                    method: envelope.method?.string ?? "", params: envelope.structuredParams))
        }
    }

    private static func complaint(tooDeep element: JSONSlice, _ depth: Int) -> String? {
        element.isTooDeep(below: depth)
            ? "Arrays and objects may be nested at most \(JSONText.maximumDepth) deep." : nil
    }
}

/// The members of a request object, before it is known whether it is one.
private struct Envelope {
    var version: JSONSlice?
    var method: JSONSlice?
    var params: JSONSlice?
    var id: JSONSlice?
    var hasResult = false
    var unpairedSurrogate = false
    let repeatedNames: [String]

    init(_ object: JSONSlice) {
        for (name, value) in object.members {
            switch name.string {
            case "jsonrpc": version = value
            case "method": method = value
            case "params": params = value
            case "id": id = value
            case "result", "error": hasResult = true
            default: break
            }
            if !name.isString("params"), value.hasUnpairedSurrogate { unpairedSurrogate = true }
            if name.hasUnpairedSurrogate { unpairedSurrogate = true }
        }
        repeatedNames = object.repeatedNames
    }

    var isResponse: Bool { method == nil && hasResult }

    /// The id, or nil where no answer could be told apart by it.
    var readableID: RequestID? {
        guard let id, !repeatedNames.contains("id"), !id.hasUnpairedSurrogate else { return nil }
        switch id.kind {
        case .string, .number: return .value(id)
        case .null: return .null
        case .array, .object, .true, .false: return nil
        }
    }

    var structuredParams: JSONSlice? {
        params?.kind == .null ? nil : params
    }

    /// What is wrong with the envelope, as a sentence; nil if nothing is.
    var complaint: String? {
        if !repeatedNames.isEmpty { return "A request must not name a member twice." }
        if unpairedSurrogate { return "Strings must not hold unpaired surrogates." }
        if id != nil, readableID == nil { return "`id` must be a string, a number or null." }
        guard let version, version.isString("2.0") else { return "`jsonrpc` must be \"2.0\"." }
        guard let method, method.kind == .string else { return "`method` must be a string." }
        switch structuredParams?.kind {
        case nil, .array, .object: return nil
        case .string, .number, .true, .false, .null: return "`params` must be an object or an array."
        }
    }
}
