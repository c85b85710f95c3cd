// How the parameters of the protocol's own methods are read: what is needed strictly, what is unknown not at all.

internal import JSON
internal import JSONRPC

/// An object inside the parameters of a request, and where it lies.
struct Params {
    private let object: JSONSlice?
    private let path: String

    /// - Parameters:
    ///   - params: by name; nil where there are none.
    ///   - foreign: a member in which another judges what its strings may hold.
    init(_ params: JSONSlice?, at path: String = "", butNotIn foreign: String? = nil) throws(Fault) {
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

    /// An object; an empty one where there is none.
    func object(_ name: String) throws(Fault) -> Params { try Params(value(name), at: "\(path)/\(name)") }

    /// Its strings by their names.
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

    /// The value of a member; `null` is as if it were left out.
    func value(_ name: String) -> JSONSlice? {
        let value = object?.member(name)
        return value?.kind == .null ? nil : value
    }

    func fault(_ name: String, _ reason: String) -> Fault { Self.fault(path + JSONPointer.token(name), reason) }

    private static func fault(_ path: String, _ reason: String) -> Fault {
        .invalidParams([Problem(path: path, reason: reason)])
    }
}
