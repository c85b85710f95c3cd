// Decodes arguments that a host sends as a string of JSON, as some hosts do for all values that are not strings.

internal import JSON
internal import JSONRPC

extension JSONSlice {
    /// This object of arguments, in which each string of JSON is replaced by the value that it encodes. A string is
    /// kept if its parameter accepts strings.
    func decodingArguments(of parameters: [JSONSchema.Property]) -> JSONSlice {
        let members = Array(members)
        let decoded = members.map { name, value in
            parameters.first { name.isString($0.name) }.flatMap { value.decoded(for: $0.schema) }
        }
        guard decoded.contains(where: { $0 != nil }) else { return self }
        var writer = JSONWriter()
        writer.beginObject()
        for ((name, value), decoded) in zip(members, decoded) {
            writer.name(name.string ?? "")
            writer.slice(decoded ?? value)
        }
        writer.endObject()
        do { return try JSONText(writer.bytes[...]).root } catch {
            preconditionFailure("parts of checked texts are a text")
        }
    }

    /// The value that this string encodes as JSON; nil if the schema accepts strings, or cannot accept that value.
    private func decoded(for schema: JSONSchema) -> JSONSlice? {
        guard kind == .string, !schema.admits(.string), !hasUnpairedSurrogate, let string else { return nil }
        do {
            let text = try JSONText(string, outlineDepth: 0)
            return schema.admits(text.root.kind) && !text.isTooDeep ? text.root : nil
        } catch {
            return nil
        }
    }
}
