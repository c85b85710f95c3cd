// A parameter as a method declares it.

public import JSON

/// One declared parameter: its name, what it may be, and what it is for.
public struct Parameter<Value: Sendable>: Sendable {
    public let name: String
    public let sentence: String
    public let isRequired: Bool
    let read: @Sendable (JSONSlice?, inout Problems) -> Value?

    public init(_ name: String, _ shape: Shape<Value>, _ sentence: String) {
        self.name = name
        self.sentence = sentence
        isRequired = true
        read = { slice, problems in
            guard let slice else {
                problems.note("is missing and must be \(shape.expectation)")
                return nil
            }
            return shape.read(slice, &problems)
        }
    }

    /// A parameter that may be left out; `null` is as if it were.
    public init<Wrapped>(optional name: String, _ shape: Shape<Wrapped>, _ sentence: String) where Value == Wrapped? {
        self.name = name
        self.sentence = sentence
        isRequired = false
        read = { slice, problems in
            guard let slice, slice.kind != .null else { return .some(nil) }
            return shape.read(slice, &problems).map { .some($0) }
        }
    }
}

/// Where a gate's parameter is looked for.
public enum GatePlace: Equatable, Sendable {
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

/// The parameter that is judged before all others, and says on whose behalf the body works.
public struct Gate<Caller: Sendable>: Sendable {
    /// Nil for a gate that stands open.
    let place: GatePlace?
    let sentence: String
    let admit: @Sendable (JSONSlice?) throws(Fault) -> Caller

    public init(
        _ place: GatePlace, _ sentence: String, admit: @escaping @Sendable (JSONSlice?) throws(Fault) -> Caller
    ) {
        self.place = place
        self.sentence = sentence
        self.admit = admit
    }

    var parameter: ParameterDescription? {
        switch place {
        case nil: nil
        case .first(let name): ParameterDescription(name: name, sentence: sentence, isRequired: true)
        case .named(let name): ParameterDescription(name: name, sentence: sentence, isRequired: false)
        }
    }
}

extension Gate<Void> {
    /// For methods that anybody may call; it takes no parameter.
    public static let open = Gate(place: nil, sentence: "", admit: { _ in })

    private init(place: GatePlace?, sentence: String, admit: @escaping @Sendable (JSONSlice?) throws(Fault) -> Void) {
        self.place = place
        self.sentence = sentence
        self.admit = admit
    }
}
