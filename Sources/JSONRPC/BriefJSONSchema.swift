// Shorter JSON Schemas for language models, whose use is charged by the token.

extension JSONSchema.Property {
    /// The parameter with what a model must know: no titles, no patterns, and no `null` if it can be omitted.
    public var brief: JSONSchema.Property {
        var schema = schema
        if !isRequired, case .nullable(let wrapped) = schema { schema = wrapped }
        let limit = schema.uncountedLength.map { " At most \($0) characters." } ?? ""
        return JSONSchema.Property(name, schema.brief, isRequired: isRequired, sentence + limit)
    }
}

extension JSONSchema {
    /// The maximum length of a string if the description states it instead of a brief schema: the grammars with which
    /// llama.cpp constrains a model to a schema count to less than 2,000 (ggml-org/llama.cpp#26613), and if one of them
    /// cannot be built, no tool can be called.
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
                members?.map { Property($0.name, $0.schema.short, isRequired: $0.isRequired, "") }, others: .accepted)
        case .nullable(let schema): .nullable(schema.brief)
        }
    }

    /// The type of a member of a parameter, with its choices.
    private var short: JSONSchema {
        switch self {
        case .choice: self
        case .nullable(let schema): schema.short
        case .string, .integer, .number, .boolean, .json, .anyOf, .array, .object: outline
        }
    }

    /// The names and types of the members of a result, and of those in them. Results show the rest.
    public var outline: JSONSchema { outline(levels: 2) }

    /// - Parameter levels: how many levels of members are named.
    public func outline(levels: Int) -> JSONSchema {
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
