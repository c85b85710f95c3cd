// Describes a server as an OpenRPC 1.4 document (spec.open-rpc.org), made from the declarations of its methods.

public import JSON

/// The OpenRPC document of a server.
public struct OpenRPC<Context>: Sendable {
    private let title: String
    private let version: String
    private let sentence: String
    private let methods: [Method<Context>]
    private let commonFaults: [FaultKind]

    /// - Parameter commonFaults: the errors that every method can return, besides those of the protocol itself.
    public init(
        title: String, version: String, _ sentence: String, methods: [Method<Context>], commonFaults: [FaultKind]
    ) {
        self.title = title
        self.version = version
        self.sentence = sentence
        self.methods = methods
        self.commonFaults = commonFaults
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("openrpc", "1.4.0")
        writer.name("info")
        writer.beginObject()
        writer.member("title", title)
        writer.member("version", version)
        writer.member("description", sentence)
        writer.endObject()
        writer.name("methods")
        writer.beginArray()
        for method in methods { write(method, to: &writer) }
        writer.endArray()
        writeComponents(to: &writer)
        writer.endObject()
    }

    private func write(_ method: Method<Context>, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", method.name)
        if let title = method.title { writer.member("summary", title) }
        writer.member("description", method.sentence)
        writer.member("paramStructure", "either")
        writer.name("params")
        writer.beginArray()
        for parameter in method.parameters {
            writer.beginObject()
            writer.member("name", parameter.name)
            writer.member("description", parameter.sentence)
            writer.name("required")
            writer.bool(parameter.isRequired)
            writer.name("schema")
            parameter.schema.write(to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.name("result")
        writer.beginObject()
        writer.member("name", "result")
        writer.name("schema")
        method.result.write(to: &writer)
        writer.endObject()
        writer.name("errors")
        writer.beginArray()
        for kind in faults(of: method) { write(kind, to: &writer) }
        writer.endArray()
        if let example = method.example { write(example, of: method, to: &writer) }
        writer.member("x-effect", method.effect.rawValue)
        writer.endObject()
    }

    /// The errors of a method, its own first. Of errors with the same code, only the first is listed.
    private func faults(of method: Method<Context>) -> [FaultKind] {
        let protocolFaults: [FaultKind] = [.invalidRequest, .invalidParams, .tooLarge]
        return (method.refusals + method.callerRefusals + commonFaults + protocolFaults).reduce(into: []) {
            kinds, kind in
            if !kinds.contains(where: { $0.code == kind.code }) { kinds.append(kind) }
        }
    }

    /// Writes an Error Object. Its `data` has the kind, and refers to the schema of `data` in an answer.
    private func write(_ kind: FaultKind, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("code")
        writer.integer(kind.code)
        writer.member("message", kind.sentence)
        writer.name("data")
        writer.beginObject()
        writer.member("kind", kind.name)
        writer.name("schema")
        writer.beginObject()
        writer.member("$ref", "#/components/schemas/\(kind.name)")
        writer.endObject()
        writer.endObject()
        writer.endObject()
    }

    private func write(_ example: MethodExample, of method: Method<Context>, to writer: inout JSONWriter) {
        writer.name("examples")
        writer.beginArray()
        writer.beginObject()
        writer.member("name", example.name)
        writer.name("params")
        writer.beginArray()
        for parameter in method.parameters {
            guard let value = example.params.root.members.first(where: { $0.name.isString(parameter.name) })?.value
            else { continue }
            write(parameter.name, value, to: &writer)
        }
        writer.endArray()
        writer.name("result")
        write("result", example.result.root, to: &writer)
        writer.endObject()
        writer.endArray()
    }

    private func write(_ name: String, _ value: JSONSlice, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.name("value")
        writer.slice(value)
        writer.endObject()
    }

    /// Writes the Components Object: every kind of error, and the schema of its `data`.
    private func writeComponents(to writer: inout JSONWriter) {
        let kinds = FaultKind.all(of: methods, commonFaults)
        writer.name("components")
        writer.beginObject()
        writer.name("schemas")
        writer.beginObject()
        for kind in kinds {
            let property = JSONSchema.Property("kind", .choice([kind.name]), kind.sentence)
            writer.name(kind.name)
            JSONSchema.object(title: kind.name, [property] + kind.details).write(to: &writer)
        }
        writer.endObject()
        writer.name("errors")
        writer.beginObject()
        for kind in kinds {
            writer.name(kind.name)
            write(kind, to: &writer)
        }
        writer.endObject()
        writer.endObject()
    }
}

extension FaultKind {
    /// All kinds of errors that the methods and the protocol itself can return, sorted by code and name.
    static func all<Context>(of methods: [Method<Context>], _ commonFaults: [FaultKind]) -> [FaultKind] {
        Set(ofProtocol + commonFaults + methods.flatMap { $0.refusals + $0.callerRefusals }).sorted {
            ($0.code, $0.name) < ($1.code, $1.name)
        }
    }
}
