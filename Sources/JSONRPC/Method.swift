// A method as one value, from which everything that is known of it is taken.

internal import JSON

/// What a call of a method does to the store.
public enum Effect: Sendable {
    case reads
    case writes
    case writesIdempotently
}

/// A call that was judged and read, and waits to be carried out.
public struct Operation<Context>: Sendable {
    /// Carries it out and writes the result.
    let run: @Sendable (Context, inout JSONWriter) throws(Fault) -> Void
}

/// What a method declares about one parameter.
public struct ParameterDescription: Equatable, Sendable {
    public let name: String
    public let sentence: String
    public let isRequired: Bool
}

/// A method: its name, what it is for, what it takes, gives and refuses, and the line that does it.
public struct Method<Context>: Sendable {
    public let name: String
    public let summary: String
    public let parameters: [ParameterDescription]
    public let effect: Effect

    /// The kinds of faults of its own, beside those that every method can answer.
    public let refusals: [String]

    let prepare: @Sendable (JSONSlice?) throws(Fault) -> Operation<Context>

    /// - Parameters:
    ///   - gate: judged first; who is not let in learns nothing about the other parameters.
    ///   - parameters: in the order in which they are taken by position, after the gate.
    ///   - body: gets what it works on, who calls, and the values typed and in order.
    public init<Caller: Sendable, each Value: Sendable, Result>(
        _ name: String, _ summary: String, gate: Gate<Caller>, _ parameters: repeat Parameter<each Value>,
        result: Record<Result>, effect: Effect, refusals: [String] = [],
        body: @escaping @Sendable (Context, Caller, repeat each Value) throws(Fault) -> Result
    ) {
        var declared: [ParameterDescription] = []
        for parameter in repeat each parameters { declared.append(ParameterDescription(parameter)) }
        let names = declared.map(\.name)
        self.name = name
        self.summary = summary
        self.parameters = [gate.parameter].compactMap(\.self) + declared
        self.effect = effect
        self.refusals = refusals
        prepare = { params throws(Fault) in
            let arguments = Arguments(params, names: names, gate: gate.place)
            let caller = try gate.admit(arguments.gateValue)
            var reader = ArgumentReader(arguments)
            let read = (repeat reader.read(each parameters))
            try reader.finish()
            let values = (repeat try present(each read))
            return Operation { context, writer throws(Fault) in
                do throws(Fault) {
                    result.write(try body(context, caller, repeat each values), to: &writer)
                } catch {
                    throw arguments.located(error)
                }
            }
        }
    }
}

extension ParameterDescription {
    fileprivate init<Value>(_ parameter: Parameter<Value>) {
        self.init(name: parameter.name, sentence: parameter.sentence, isRequired: parameter.isRequired)
    }
}

/// A value that was read; after `ArgumentReader.finish()` none is missing.
private func present<Value>(_ value: Value?) throws(Fault) -> Value {
    guard let value else { throw .invalidParams([]) }
    return value
}
