// Documents a server's methods, their types and their errors as Markdown.

/// The reference of a server's methods, for people.
public struct Reference<Context>: Sendable {
    private let methods: [Method<Context>]
    private let commonFaults: [FaultKind]

    public init(methods: [Method<Context>], commonFaults: [FaultKind]) {
        self.methods = methods
        self.commonFaults = commonFaults
    }

    /// The reference as Markdown, which begins with a heading of the second level.
    public var text: String {
        let sections =
            ["## Reference"] + methods.map(section) + ["### Types"] + types.map(Self.section) + [errors]
        return sections.joined(separator: "\n\n") + "\n"
    }

    private func section(_ method: Method<Context>) -> String {
        var parts = ["### `\(method.name)`", method.sentence]
        if method.parameters.isEmpty {
            parts.append("This method has no parameters.")
        } else {
            parts.append(Self.table("parameter", method.parameters))
        }
        switch method.result {
        case .object(_, let members?, _): parts.append(Self.table("result", members))
        default: parts.append("Result: \(method.result.words).")
        }
        if !method.refusals.isEmpty {
            let kinds = method.refusals.map { "`\($0.name)` (\($0.code))" }.joined(separator: ", ")
            parts.append("Specific errors: \(kinds).")
        }
        return parts.joined(separator: "\n\n")
    }

    private static func table(_ heading: String, _ properties: [JSONSchema.Property]) -> String {
        let rows = properties.map { property in
            "| `\(property.name)`\(property.isRequired ? "" : "?") | \(words(property)) | \(property.sentence) |"
        }
        return (["| \(heading) | type | |", "| --- | --- | --- |"] + rows).joined(separator: "\n")
    }

    /// The type of a property. For an optional one, `null` is not mentioned, because the text before the reference says
    /// it once for all.
    private static func words(_ property: JSONSchema.Property) -> String {
        if !property.isRequired, case .nullable(let schema) = property.schema { return schema.words }
        return property.schema.words
    }

    /// The titled objects in parameters and results, in the order of their first occurrence.
    private var types: [(title: String, members: [JSONSchema.Property])] {
        methods.flatMap { $0.parameters.map(\.schema) + [$0.result] }.flatMap(\.titledObjects)
            .reduce(into: []) { types, type in
                if !types.contains(where: { $0.title == type.title }) { types.append(type) }
            }
    }

    private static func section(_ type: (title: String, members: [JSONSchema.Property])) -> String {
        "#### \(type.title)\n\n" + table("member", type.members)
    }

    private var errors: String {
        let kinds = FaultKind.all(of: methods, commonFaults)
        let rows = kinds.map { kind in
            let details = kind.details.map { "`\($0.name)`: \($0.schema.words)" }.joined(separator: "; ")
            return "| \(kind.code) | `\(kind.name)` | \(details) | \(kind.sentence) |"
        }
        let head = ["| code | `kind` | further members of `data` | when |", "| ---: | --- | --- | --- |"]
        return "### Errors\n\n" + (head + rows).joined(separator: "\n")
    }
}

extension JSONSchema {
    fileprivate var titledObjects: [(title: String, members: [Property])] {
        switch self {
        case .object(let title?, let members?, _): [(title, members)] + members.flatMap(\.schema.titledObjects)
        case .object(nil, let members?, _): members.flatMap(\.schema.titledObjects)
        case .array(let element, _): element.titledObjects
        case .anyOf(let schemas): schemas.flatMap(\.titledObjects)
        case .nullable(let schema): schema.titledObjects
        case .object(_, nil, _), .string, .choice, .integer, .number, .boolean, .json: []
        }
    }
}
