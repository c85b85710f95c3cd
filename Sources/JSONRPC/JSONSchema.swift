// JSON Schemas of parameters and results, written as JSON or in words for people.

public import JSON

/// A JSON Schema, limited to keywords that draft-07 and 2020-12 define alike.
public indirect enum JSONSchema: Hashable, Sendable {
    /// - Parameters:
    ///   - length: the length in Unicode scalars.
    ///   - pattern: a regular expression of ECMA-262.
    ///   - format: such as `date-time`.
    case string(length: ClosedRange<Int>? = nil, pattern: String? = nil, format: String? = nil)

    /// One of these strings.
    case choice([String])

    /// A number without a fractional part, in any notation. The unit is for people, in the plural; the sentence of a
    /// property names it, too.
    case integer(ClosedRange<Int>? = nil, unit: String? = nil)
    case number(ClosedRange<Int>? = nil, unit: String? = nil)
    case boolean

    /// Any JSON value.
    case json

    /// A value that matches at least one of these schemas.
    case anyOf([JSONSchema])
    case array(JSONSchema, count: ClosedRange<Int>? = nil)

    /// An object with these members, or with any members if the list is nil.
    case object(title: String? = nil, [Property]?, others: Others = .refused)
    case nullable(JSONSchema)

    /// Whether an object may have members that are not listed.
    public enum Others: Sendable { case refused, accepted }

    /// A member of an object.
    public struct Property: Hashable, Sendable {
        public let name: String
        public let schema: JSONSchema
        public let isRequired: Bool
        public let sentence: String

        public init(_ name: String, _ schema: JSONSchema, isRequired: Bool = true, _ sentence: String) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.sentence = sentence
        }
    }
}

extension JSONSchema {
    /// Whether a value of this kind can match the schema.
    public func admits(_ kind: JSONKind) -> Bool {
        switch self {
        case .string, .choice: kind == .string
        case .integer, .number: kind == .number
        case .boolean: kind == .true || kind == .false
        case .json: true
        case .anyOf(let schemas): schemas.contains { $0.admits(kind) }
        case .array: kind == .array
        case .object: kind == .object
        case .nullable(let schema): kind == .null || schema.admits(kind)
        }
    }
}

// MARK: - As JSON Schema

extension JSONSchema {
    /// Writes the schema as JSON.
    /// - Parameter description: the schema's `description`, for people; it is omitted if it is empty.
    public func write(to writer: inout JSONWriter, description: String = "") {
        writer.beginObject()
        if !description.isEmpty { writer.member("description", description) }
        writeKeywords(to: &writer)
        writer.endObject()
    }

    private func writeKeywords(to writer: inout JSONWriter, isNullable: Bool = false) {
        switch self {
        case .string(let length, let pattern, let format):
            writer.type("string", orNull: isNullable)
            writer.bounds("minLength", "maxLength", length, least: 0)
            if let pattern { writer.member("pattern", pattern) }
            if let format { writer.member("format", format) }
        case .choice(let names):
            writer.type("string", orNull: isNullable)
            writer.name("enum")
            writer.strings(names, orNull: isNullable)
        case .integer(let range, _):
            writer.type("integer", orNull: isNullable)
            writer.bounds("minimum", "maximum", range)
        case .number(let range, _):
            writer.type("number", orNull: isNullable)
            writer.bounds("minimum", "maximum", range)
        case .boolean:
            writer.type("boolean", orNull: isNullable)
        case .json: break
        case .anyOf(let schemas):
            writer.name("anyOf")
            writer.beginArray()
            for schema in schemas { schema.write(to: &writer) }
            if isNullable {
                writer.beginObject()
                writer.type("null")
                writer.endObject()
            }
            writer.endArray()
        case .array(let element, let count):
            writer.type("array", orNull: isNullable)
            writer.name("items")
            element.write(to: &writer)
            writer.bounds("minItems", "maxItems", count, least: 0)
        case .object(let title, let properties, let others):
            if let title { writer.member("title", title) }
            writer.type("object", orNull: isNullable)
            if let properties { write(properties, others, to: &writer) }
        case .nullable(let schema):
            schema.writeKeywords(to: &writer, isNullable: true)
        }
    }

    private func write(_ properties: [Property], _ others: Others, to writer: inout JSONWriter) {
        writer.name("properties")
        writer.beginObject()
        for property in properties {
            writer.name(property.name)
            property.schema.write(to: &writer, description: property.sentence)
        }
        writer.endObject()
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty {
            writer.name("required")
            writer.strings(required)
        }
        if others == .refused {
            writer.name("additionalProperties")
            writer.bool(false)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func type(_ name: String, orNull isNullable: Bool = false) {
        self.name("type")
        if isNullable { strings([name, "null"]) } else { string(name) }
    }

    fileprivate mutating func strings(_ values: [String], orNull isNullable: Bool = false) {
        beginArray()
        for value in values { string(value) }
        if isNullable { null() }
        endArray()
    }

    /// - Parameter least: the default lower bound, which is not written.
    fileprivate mutating func bounds(
        _ lower: String, _ upper: String, _ range: ClosedRange<Int>?, least: Int? = nil
    ) {
        guard let range else { return }
        if range.lowerBound != least {
            name(lower)
            integer(range.lowerBound)
        }
        name(upper)
        integer(range.upperBound)
    }
}

// MARK: - For people

extension JSONSchema {
    /// A short description for a table.
    var words: String {
        switch self {
        case .string(_, _, "date-time"): "string, RFC 3339 date-time"
        case .string(_, _, "date"): "string, RFC 3339 full-date"
        case .string(let length?, _, _): "string of \(length.words) characters"
        case .string: "string"
        case .choice(let names): names.map { "`\"\($0)\"`" }.joined(separator: ", ")
        case .integer(let range?, let unit):
            "integer, " + [range.words, unit].compactMap(\.self).joined(separator: " ")
        case .number(let range?, let unit): "number, " + [range.words, unit].compactMap(\.self).joined(separator: " ")
        case .integer(nil, _): "integer"
        case .number(nil, _): "number"
        case .boolean: "boolean"
        case .json: "any JSON"
        case .anyOf(let schemas): schemas.map(\.words).joined(separator: ", or ")
        case .array(let element, let count?): "array of \(count.words) elements: \(element.words)"
        case .array(let element, nil): "array of \(element.words)"
        case .object(let title?, _, _): title
        case .object(nil, let properties?, _):
            "`{" + properties.map { $0.name + ($0.isRequired ? "" : "?") }.joined(separator: ", ") + "}`"
        case .object(nil, nil, _): "object"
        case .nullable(let schema): schema.words + " or `null`"
        }
    }
}

extension ClosedRange<Int> {
    fileprivate var words: String { "\(lowerBound) to \(upperBound)" }
}
