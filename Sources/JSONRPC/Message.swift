// Parses a line as a message (JSON-RPC 2.0 §4 and §6). It never throws, because an invalid line is a message too.

public import JSON

/// The `id` of a request as it was written; the answer returns it byte for byte.
public enum RequestID: Sendable {
    /// The request has no id: it is a notification, which is never answered (JSON-RPC 2.0 §4.1).
    case absent

    case null

    /// A string or a number.
    case value(JSONSlice)

    /// The id cannot be read, and the answer omits it.
    case omitted
}

/// A valid request object (JSON-RPC 2.0 §4).
public struct Call: Sendable {
    public let id: RequestID

    /// The name of the method, a string.
    public let name: JSONSlice
    public var method: String { name.string ?? "" }

    /// The parameters, an object or an array; nil if they are omitted or null.
    public let params: JSONSlice?
}

/// The content of a line, or of an element of a batch.
public enum Message: Sendable {
    case call(Call)

    /// An invalid request, with its id if that can be read.
    case refused(id: RequestID?, Fault)

    /// A response object (JSON-RPC 2.0 §5).
    case response

    /// The elements of a batch, none of which is a batch itself.
    case batch([Message])

    public static let maximumBatchElements = 1_000

    public init(_ line: Line) {
        guard case .text(let bytes) = line else {
            self = .refused(id: nil, .lineTooLong)
            return
        }
        do throws(JSONSyntaxError) {
            // The members of a session, the deepest values that a call reads in place, are three levels below the
            // request.
            let isBatch = bytes.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "[")
            self.init(try JSONText(bytes, outlineDepth: isBatch ? 4 : 3).root)
        } catch {
            self = .refused(id: nil, .parseError(error, in: bytes))
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
            self = .refused(id: nil, .invalidRequest("A batch must have at least one element."))
        case 1...Self.maximumBatchElements:
            self = .batch(elements.map { Message(element: $0, depth: 1) })
        default:
            let sentence = "A batch may have at most \(Self.maximumBatchElements) elements."
            self = .refused(id: nil, .invalidRequest(sentence))
        }
    }

    /// - Parameter depth: the number of arrays that contain the element.
    private init(element: JSONSlice, depth: Int) {
        guard element.kind == .object else {
            self = .refused(id: nil, .invalidRequest("A request must be an object."))
            return
        }
        let object = RequestObject(element)
        guard !object.isResponse else {
            self = .response
            return
        }
        do throws(Complaint) {
            let call = try object.call()
            guard !element.isTooDeep(below: depth) else { throw .tooDeep }
            self = .call(call)
        } catch {
            self = .refused(id: object.readableID, .invalidRequest(error.sentence))
        }
    }
}

/// The reason why a request is invalid.
private struct Complaint: Error {
    let sentence: String

    static let repeatedName = Complaint(sentence: "A request must not have duplicate members.")
    static let unpairedSurrogate = Complaint(sentence: "Strings must not contain unpaired surrogates.")
    static let badID = Complaint(sentence: "`id` must be a string, a number or null.")
    static let badVersion = Complaint(sentence: "`jsonrpc` must be \"2.0\".")
    static let badMethod = Complaint(sentence: "`method` must be a string.")
    static let badParams = Complaint(sentence: "`params` must be an object or an array.")
    static let tooDeep = Complaint(
        sentence: "Arrays and objects must not be nested deeper than \(JSONText.maximumDepth).")
}

/// The members of an object that should be a request object, before they are checked.
private struct RequestObject: ~Copyable {
    private let members: ExpectedMembers
    private let repeatedNames: [String]
    private let unpairedSurrogate: Bool

    init(_ object: JSONSlice) {
        members = object.members(among: Self.names)
        repeatedNames = members.mayRepeat ? object.repeatedNames : []
        unpairedSurrogate = object.hasUnpairedSurrogate && Self.hasUnpairedSurrogate(object)
    }

    /// Whether the object contains an unpaired surrogate outside `params`. In `params`, it is a problem of its
    /// parameter.
    private static func hasUnpairedSurrogate(_ object: JSONSlice) -> Bool {
        object.members.contains { name, value in
            name.hasUnpairedSurrogate || value.hasUnpairedSurrogate && !name.isString("params")
        }
    }

    private static let names = MemberNames(["jsonrpc", "method", "id", "params", "result", "error"])
    private var version: JSONSlice? { members[0] }
    private var method: JSONSlice? { members[1] }
    private var id: JSONSlice? { members[2] }
    private var params: JSONSlice? { members[3] }
    private var hasResult: Bool { members[4] != nil || members[5] != nil }

    var isResponse: Bool { method == nil && hasResult }

    /// The id; nil if it cannot identify the answer.
    var readableID: RequestID? {
        guard let id = id, !repeatedNames.contains("id"), !id.hasUnpairedSurrogate else { return nil }
        switch id.kind {
        case .string, .number: return .value(id)
        case .null: return .null
        case .array, .object, .true, .false: return nil
        }
    }

    func call() throws(Complaint) -> Call {
        guard repeatedNames.isEmpty else { throw .repeatedName }
        guard !unpairedSurrogate else { throw .unpairedSurrogate }
        let readableID = readableID
        guard readableID != nil || id == nil else { throw .badID }
        guard version?.isString("2.0") == true else { throw .badVersion }
        guard let method = method, method.kind == .string else { throw .badMethod }
        let params = params?.kind == .null ? nil : params
        switch params?.kind {
        case nil, .null, .array, .object: break
        case .string, .number, .true, .false: throw .badParams
        }
        return Call(id: readableID ?? .absent, name: method, params: params)
    }
}
