// The declaration of a parameter of a method.

public import JSON

/// A declared parameter: its name, its type and its description.
public struct Parameter<Value: Sendable>: Sendable {
    /// Reads an argument, which is nil if it is missing. The function throws and does not return an optional, because
    /// looking up the metadata of a generic optional type takes longer than reading most values.
    @usableFromInline typealias Read = @Sendable (JSONSlice?, inout Problems) throws(Unacceptable) -> Value

    @usableFromInline let property: JSONSchema.Property
    @usableFromInline let unpairedSurrogates: UnpairedSurrogates
    @usableFromInline let read: Read

    @inlinable
    public init(_ name: String, _ type: ParameterType<Value>, _ sentence: String) {
        property = JSONSchema.Property(name, type.schema, sentence)
        unpairedSurrogates = type.unpairedSurrogates
        let reason = "is missing and must be \(type.expectation)"
        read = { [read = type.read] slice, problems throws(Unacceptable) in
            guard let slice else {
                problems.note(reason)
                throw Unacceptable()
            }
            guard let value = read(slice, &problems) else { throw Unacceptable() }
            return value
        }
    }

    /// Creates an optional parameter; `null` is the same as omitting it.
    @inlinable
    public init<Wrapped>(optional name: String, _ type: ParameterType<Wrapped>, _ sentence: String)
    where Value == Wrapped? {
        property = JSONSchema.Property(name, .nullable(type.schema), isRequired: false, sentence)
        unpairedSurrogates = type.unpairedSurrogates
        read = { [read = type.read] slice, problems throws(Unacceptable) in
            guard let slice, slice.kind != .null else { return nil }
            guard let value = read(slice, &problems) else { throw Unacceptable() }
            return value
        }
    }
}

/// The error for an argument that is not acceptable, whose problems were recorded.
@usableFromInline
struct Unacceptable: Error {
    @inlinable
    init() {}
}

/// How the caller's parameter is passed.
public enum CallerParameterPlace: Equatable, Sendable {
    /// It is passed by name, or by position before all others.
    case first(name: String)

    /// It is optional, and passed by name only.
    case named(name: String)

    var name: String {
        switch self {
        case .first(let name), .named(let name): name
        }
    }
}

/// The parameter that names the caller. It is judged before all others.
public struct CallerParameter<Caller: Sendable>: Sendable {
    /// Nil if the method needs no caller.
    @usableFromInline let place: CallerParameterPlace?
    let schema: JSONSchema
    let sentence: String

    /// The errors with which it refuses a call.
    @usableFromInline let refusals: [FaultKind]
    @usableFromInline let admit: @Sendable (JSONSlice?) throws(Fault) -> Caller

    public init(
        _ place: CallerParameterPlace, _ schema: JSONSchema, _ sentence: String, refusals: [FaultKind],
        admit: @escaping @Sendable (JSONSlice?) throws(Fault) -> Caller
    ) {
        self.place = place
        self.schema = schema
        self.sentence = sentence
        self.refusals = refusals
        self.admit = admit
    }

    /// The parameter as it is documented; nil if it can be omitted, because then no client needs to know it.
    @usableFromInline var property: JSONSchema.Property? {
        switch place {
        case .first(let name): JSONSchema.Property(name, schema, sentence)
        case .named, nil: nil
        }
    }
}

extension CallerParameter<Void> {
    /// The caller parameter of a method that anybody may call; such a method has no parameter for the caller.
    public static let open = CallerParameter(place: nil)

    private init(place: CallerParameterPlace?) {
        self.place = place
        schema = .object(nil)
        sentence = ""
        refusals = []
        admit = { _ in }
    }
}
