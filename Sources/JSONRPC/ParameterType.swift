// Parameter types: how an argument is read and described, and which problem is reported if it is invalid.

public import JSON

/// A type of parameter: reads an argument, describes it by a schema, and reports every problem with its path.
public struct ParameterType<Value>: Sendable {
    /// Reads an argument.
    /// - Returns: nil exactly if at least one problem was recorded.
    public typealias Read = @Sendable (JSONSlice, inout Problems) -> Value?

    /// What is accepted, as the end of a sentence: "must be …".
    public let expectation: String

    public let schema: JSONSchema
    @usableFromInline let unpairedSurrogates: UnpairedSurrogates
    public let read: Read

    @inlinable
    public init(
        _ expectation: String, _ schema: JSONSchema, unpairedSurrogates: UnpairedSurrogates = .refused,
        read: @escaping Read
    ) {
        self.expectation = expectation
        self.schema = schema
        self.unpairedSurrogates = unpairedSurrogates
        self.read = read
    }

    /// Creates a type whose values are acceptable or not as a whole.
    /// - Parameter accept: returns nil for a value that is not acceptable.
    @inlinable
    public init(
        _ expectation: String, _ schema: JSONSchema, unpairedSurrogates: UnpairedSurrogates = .refused,
        accepting accept: @escaping @Sendable (JSONSlice) -> Value?
    ) {
        let reason = "must be \(expectation)"
        self.init(expectation, schema, unpairedSurrogates: unpairedSurrogates) { slice, problems in
            guard let value = accept(slice) else {
                problems.note(reason)
                return nil
            }
            return value
        }
    }
}

/// How unpaired surrogates in an argument are handled (RFC 8259 §8.2).
public enum UnpairedSurrogates: Sendable {
    /// They are reported as a problem of the parameter.
    case refused

    /// They are stored as the escapes that were written. Decoding such a string yields U+FFFD in their place.
    case kept
}

extension ParameterType where Value == String {
    /// A string without U+0000.
    /// - Parameters:
    ///   - length: the length in Unicode scalars, as JSON Schema counts it.
    ///   - blank: whether the string may consist of white space only.
    public static func string(_ length: ClosedRange<Int>, blank: Blankness = .allowed) -> ParameterType {
        let expectation =
            "a string of \(length.lowerBound) to \(length.upperBound) characters without U+0000"
            + (blank == .allowed ? "" : ", not blank")
        let pattern = blank == .allowed ? Self.withoutNUL : Self.notBlank
        return ParameterType(expectation, .string(length: length, pattern: pattern)) { slice in
            guard let text = slice.string, text.has(length) else { return nil }
            if slice.hasEscapes, text.utf8.contains(0) { return nil }
            if blank == .refused, text.isBlank { return nil }
            return text
        }
    }

    /// A pattern for strings without U+0000, in syntax that all dialects support: no look-ahead, no `\\u`.
    public static let withoutNUL = "^[^\\x00]*$"

    /// A pattern for strings without U+0000 that contain more than white space. White space is listed as Unicode
    /// defines it, because dialects disagree about it.
    private static let notBlank =
        "^[^\\x00]*[^\\x00\\x09-\\x0D\\x20\\x85\\xA0\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}]"
        + "[^\\x00]*$"
}

extension String {
    /// Whether the number of Unicode scalars is in the range. Each takes one to four bytes, so few strings must be
    /// counted.
    fileprivate func has(_ length: ClosedRange<Int>) -> Bool {
        if utf8.count <= length.upperBound, utf8.count >= 4 * length.lowerBound { return true }
        return length ~= unicodeScalars.count
    }

    /// Whether this consists of Unicode white space only. For most texts the first byte is enough to tell.
    fileprivate var isBlank: Bool {
        if let first = utf8.first, 0x21...0x7E ~= first { return false }
        return unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }
}

/// Whether a string may consist of white space only.
public enum Blankness: Sendable { case allowed, refused }

extension ParameterType where Value == Int {
    /// A number without a fractional part, in any notation: `30.0` and `3e1` are 30.
    /// - Parameter unit: the unit in the plural; nil if there is none.
    public static func integer(_ range: ClosedRange<Int>, unit: String? = nil) -> ParameterType {
        ParameterType("a whole number" + range.words(unit), .integer(range, unit: unit)) { slice in
            slice.integer.flatMap { range ~= $0 ? $0 : nil }
        }
    }
}

extension ParameterType where Value == Double {
    /// A number in a range.
    /// - Parameter unit: the unit in the plural; nil if there is none.
    public static func number(_ range: ClosedRange<Int>, unit: String? = nil) -> ParameterType {
        ParameterType("a number" + range.words(unit), .number(range, unit: unit)) { slice in
            // Adding zero turns −0 into 0.
            slice.isNumber(within: range) ? slice.double.map { $0 + 0 } : nil
        }
    }
}

extension ClosedRange<Int> {
    /// The unit and the range, to be appended to "a number".
    fileprivate func words(_ unit: String?) -> String {
        (unit.map { " of " + $0 } ?? "") + " from \(lowerBound) to \(upperBound)"
    }
}

extension ParameterType where Value == JSONSlice {
    /// Any JSON value except `null`, kept as it was written.
    /// - Parameter schema: describes the kinds of value that are expected; others are accepted, too.
    public static func json(_ schema: JSONSchema) -> ParameterType {
        ParameterType("a JSON value other than null", schema, unpairedSurrogates: .kept) { $0.kind == .null ? nil : $0 }
    }
}

extension ParameterType where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// One of a closed set of strings.
    @inlinable public static var choice: ParameterType {
        let names = Value.allCases.map(\.rawValue)
        return ParameterType("one of " + names.map { "\"\($0)\"" }.joined(separator: ", "), .choice(names)) { slice in
            Value.allCases.first { slice.isString($0.rawValue) }
        }
    }
}

extension ParameterType {
    /// An array of elements of one type.
    /// - Parameter elements: a noun for the elements, in the plural.
    @inlinable
    public static func array<Element: Sendable>(
        of element: ParameterType<Element>, _ count: ClosedRange<Int>, _ elements: String
    ) -> ParameterType where Value == [Element] {
        let expectation =
            "an array of \(count.lowerBound) to \(count.upperBound) \(elements), each \(element.expectation)"
        return ParameterType(
            expectation, .array(element.schema, count: count), unpairedSurrogates: element.unpairedSurrogates
        ) {
            [read = element.read] slice, problems in
            let length = slice.elements.count
            let isWhole = slice.kind == .array && count ~= length
            if !isWhole { problems.note("must be \(expectation)") }
            var values: [Element] = []
            values.reserveCapacity(isWhole ? length : 0)
            // No more problems than this are reported.
            for (index, child) in slice.elements.prefix(Problems.maximumCount).enumerated() {
                let value = problems.within(.index(index)) { read(child, &$0) }
                if let value { values.append(value) }
            }
            return isWhole && values.count == length ? values : nil
        }
    }
}
