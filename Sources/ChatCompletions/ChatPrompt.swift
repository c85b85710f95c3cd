// What a model is asked, as the body of a request.

internal import JSON

/// A question to a model.
public struct ChatPrompt: Sendable {
    /// What the model shall do.
    public let system: String

    /// With what it shall do that.
    public let user: String

    /// The name of the form of the answer: letters, digits, `_` and `-`, at most 64.
    public let schemaName: String

    /// A JSON Schema for the answer: a JSON text on one line.
    public let schema: [UInt8]

    public init(system: String, user: String, schemaName: String, schema: [UInt8]) {
        self.system = system
        self.user = user
        self.schemaName = schemaName
        self.schema = schema
    }

    /// The JSON text of a request.
    func request(to model: String, _ format: ResponseFormat) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("model", model)
        writer.name("messages")
        writer.beginArray()
        for (role, content) in [("system", system), ("user", user)] {
            writer.beginObject()
            writer.member("role", role)
            writer.member("content", content)
            writer.endObject()
        }
        writer.endArray()
        write(format, to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private func write(_ format: ResponseFormat, to writer: inout JSONWriter) {
        switch format {
        case .schema:
            writer.name("response_format")
            writer.beginObject()
            writer.member("type", "json_schema")
            writer.name("json_schema")
            writer.beginObject()
            writer.member("name", schemaName)
            writer.name("strict")
            writer.bool(true)
            writer.name("schema")
            writer.lineSafe(schema.span)
            writer.endObject()
            writer.endObject()
        case .object:
            writer.name("response_format")
            writer.beginObject()
            writer.member("type", "json_object")
            writer.endObject()
        case .nothing: break
        }
    }
}

/// What the server is asked to guarantee of the answer: the member `response_format` of a request.
enum ResponseFormat {
    /// That it conforms to the schema.
    case schema

    /// That it is a JSON object.
    case object

    /// Nothing.
    case nothing

    /// What is asked of a server that refuses this; nil if nothing is left.
    var next: ResponseFormat? {
        switch self {
        case .schema: .object
        case .object: .nothing
        case .nothing: nil
        }
    }
}
