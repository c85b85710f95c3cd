// Schemas in fewer words, for models, which are charged by the word.

extension JSONSchema.Property {
    /// A parameter with what a caller must know of it: no titles, no patterns, and no `null` where leaving out does.
    public var brief: JSONSchema.Property {
        var schema = schema
        if !isRequired, case .nullable(let wrapped) = schema { schema = wrapped }
        let limit = schema.uncountedLength.map { " At most \($0) characters." } ?? ""
        return JSONSchema.Property(name, schema.brief, isRequired: isRequired, sentence + limit)
    }
}

extension JSONSchema {
    /// How long a string of this parameter may be, where a brief schema leaves that to the description: the grammars
    /// by which llama.cpp keeps a model to a schema count to less than 2,000 (ggml-org/llama.cpp#26613), and one that
    /// cannot be made makes all tools useless.
    fileprivate var uncountedLength: Int? {
        guard case .string(let length?, _, _) = self, length.upperBound > 1_000 else { return nil }
        return length.upperBound
    }

    fileprivate var brief: JSONSchema {
        switch self {
        case .string(let length, _, let format): .string(length: uncountedLength == nil ? length : nil, format: format)
        case .choice, .integer, .number, .boolean, .json: self
        case .anyOf(let schemas): .anyOf(schemas.map(\.brief))
        case .array(let element, let count): .array(element.brief, count: count)
        case .object(_, let members, _):
            .object(
                members?.map { Property($0.name, $0.schema.outline, isRequired: $0.isRequired, "") }, others: .accepted)
        case .nullable(let schema): .nullable(schema.brief)
        }
    }

    /// The names and types of the members of a result, and of theirs. All else, a result shows by itself.
    public var outline: JSONSchema { outline(levels: 2) }

    private func outline(levels: Int) -> JSONSchema {
        switch self {
        case .string, .choice: .string()
        case .integer: .integer()
        case .number: .number()
        case .boolean, .json: self
        case .anyOf(let schemas): .anyOf(schemas.map { $0.outline(levels: levels) })
        case .array(let element, _): .array(element.outline(levels: levels))
        case .object(_, let members?, _) where levels > 0:
            .object(
                members.map { Property($0.name, $0.schema.outline(levels: levels - 1), isRequired: false, "") },
                others: .accepted)
        case .object: .object(nil)
        case .nullable(let schema): .nullable(schema.outline(levels: levels))
        }
    }
}
