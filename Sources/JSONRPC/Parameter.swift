// A parameter as a method declares it.

public import JSON

/// One declared parameter: its name, what it may be, and what it is for.
public struct Parameter<Value: Sendable>: Sendable {
    /// Throws, and gives no optional: to ask for the metadata of a type that only the caller knows takes longer than to
    /// read most values.
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

    /// A parameter that may be left out; `null` is as if it were.
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

/// A parameter is not acceptable; why is noted.
@usableFromInline
struct Unacceptable: Error {
    @inlinable
    init() {}
}

/// Where the caller's parameter is expected.
public enum CallerParameterPlace: Equatable, Sendable {
    /// By name, or before all others by position.
    case first(name: String)

    /// By name only, and it may be missing.
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
    /// For methods that anybody may call; it takes no parameter.
    public static let open = CallerParameter(place: nil)

    private init(place: CallerParameterPlace?) {
        self.place = place
        schema = .object(nil)
        sentence = ""
        refusals = []
        admit = { _ in }
    }
}
