// Reads the parameters of the protocol's own methods: expected members are checked, and unknown members are ignored.

internal import JSON
internal import JSONRPC

/// An object in the parameters of a request, with its path.
struct Params {
    private let object: JSONSlice?
    private let path: String

    /// - Parameters:
    ///   - params: the object; nil if it is missing.
    ///   - path: a JSON Pointer to the object (RFC 6901).
    ///   - foreign: the name of a member whose reader checks it for unpaired surrogates itself.
    /// - Throws: if it is not an object, has duplicate members, or contains an unpaired surrogate.
    init(_ params: JSONSlice?, at path: String = "", except foreign: String? = nil) throws(Fault) {
        if let params {
            guard params.kind == .object else { throw Self.fault(path, "must be an object") }
            for (name, value) in params.members where name.hasUnpairedSurrogate || value.hasUnpairedSurrogate {
                guard let foreign, name.isString(foreign) else {
                    throw Self.fault(path, "must not contain an unpaired surrogate")
                }
            }
            if let repeated = params.repeatedNames.first {
                throw Self.fault(path + JSONPointer.token(repeated), "is a duplicate member")
            }
        }
        object = params
        self.path = path
    }

    func string(_ name: String) throws(Fault) -> String {
        guard let string = try optionalString(name) else { throw fault(name, "is missing and must be a string") }
        return string
    }

    func optionalString(_ name: String) throws(Fault) -> String? {
        guard let value = value(name) else { return nil }
        guard let string = value.string else { throw fault(name, "must be a string") }
        return string
    }

    /// The object in a member; an empty one if it is missing.
    func object(_ name: String) throws(Fault) -> Params { try Params(value(name), at: "\(path)/\(name)") }

    /// The members by their names.
    /// - Throws: if one of them is not a string.
    var strings: [String: String] {
        get throws(Fault) {
            var strings: [String: String] = [:]
            guard let object else { return strings }
            for (name, value) in object.members {
                let name = name.string ?? ""
                guard let string = value.string else { throw fault(name, "must be a string") }
                strings[name] = string
            }
            return strings
        }
    }

    /// The value of a member; nil if it is missing or `null`.
    func value(_ name: String) -> JSONSlice? {
        let value = object?.member(name)
        return value?.kind == .null ? nil : value
    }

    /// A longer token is ignored, because it is sent again and again.
    private static let longestToken = 1_024

    /// The token of the notifications about the progress of this request (2025-11-25, progress); nil if it wants none.
    var progressToken: JSONSlice? {
        value("_meta")?.member("progressToken").flatMap { token in
            (token.kind == .string || token.kind == .number) && token.count <= Self.longestToken ? token : nil
        }
    }

    func fault(_ name: String, _ reason: String) -> Fault { Self.fault(path + JSONPointer.token(name), reason) }

    private static func fault(_ path: String, _ reason: String) -> Fault {
        .invalidParams([Problem(path: path, reason: reason)])
    }
}
