// Arguments that a host sends as JSON inside a string, as some do with whatever is no string.

internal import JSON
internal import JSONRPC

extension JSONSlice {
    /// An object of arguments, with each one that is JSON inside a string in place of that string. Where a parameter
    /// takes strings, a string is what was meant.
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

    /// The value whose JSON text this string is; nil where it is none that the schema can accept, or strings are.
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
