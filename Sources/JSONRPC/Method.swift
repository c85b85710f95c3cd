// A method as one value, from which it is executed, described and offered.
//
// What decodes and executes a call is inlinable, so that the module that declares a method gets code made for its types.

public import JSON

/// What a call of a method does to the store.
public enum Effect: String, Sendable {
    case reads
    case writes

    /// Writes, and the same call once more changes nothing further.
    case writesIdempotently

    /// Writes in place of what was stored before, and the same call once more changes nothing further.
    case replaces

    /// Deletes what was stored, irrecoverably.
    case deletes
}

/// A call of a method and its result, as the method's declaration shows them.
public struct MethodExample: Sendable {
    public let name: String

    /// An object with the parameters by name.
    public let params: JSONText
    public let result: JSONText

    public init(_ name: String, params: JSONText, result: JSONText) {
        self.name = name
        self.params = params
        self.result = result
    }
}

/// A method: its name, description, parameters, result and errors, and the function that executes it.
public struct Method<Context>: Sendable {
    public let name: String

    /// Its name for people.
    public let title: String?

    /// What it does, and when to use it.
    public let sentence: String

    /// In the order in which they are taken by position.
    public let parameters: [JSONSchema.Property]
    public let result: JSONSchema
    public let effect: Effect

    /// Its own errors, beside those that every method can have.
    public let refusals: [FaultKind]

    /// The errors of its caller parameter.
    @usableFromInline let callerRefusals: [FaultKind]
    public let example: MethodExample?

    /// Judges and decodes the parameters of a call.
    @usableFromInline typealias Preparation = @Sendable (JSONSlice?) throws(Fault) -> Invocation<Context>
    @usableFromInline let prepare: Preparation

    /// - Parameters:
    ///   - callerParameter: judged first; if it is refused, nothing is reported about the other parameters.
    ///   - parameters: in the order in which they are taken by position, after the caller parameter.
    ///   - body: gets the context, the caller, and the decoded parameters in order.
    @inlinable
    public init<Caller: Sendable, each Value: Sendable, Result>(
        _ name: String, title: String? = nil, _ sentence: String, caller callerParameter: CallerParameter<Caller>,
        _ parameters: repeat Parameter<each Value>, result: ResultType<Result>, effect: Effect,
        refusals: [FaultKind] = [],
        example: MethodExample? = nil,
        body: @escaping @Sendable (Context, Caller, repeat each Value) throws(Fault) -> Result
    ) {
        var declared: [JSONSchema.Property] = []
        var unpairedSurrogates: [UnpairedSurrogates] = []
        for parameter in repeat each parameters {
            declared.append(parameter.property)
            unpairedSurrogates.append(parameter.unpairedSurrogates)
        }
        self.name = name
        self.title = title
        self.sentence = sentence
        self.parameters = [callerParameter.property].compactMap(\.self) + declared
        self.result = result.schema
        self.effect = effect
        self.refusals = refusals
        callerRefusals = callerParameter.refusals
        self.example = example
        let layout = ParameterLayout(declared.map(\.name), unpairedSurrogates, caller: callerParameter.place)
        let (admit, write) = (callerParameter.admit, result.write)
        let reads = (repeat (each parameters).read)
        prepare = { params throws(Fault) in
            var arguments = Arguments(params, layout)
            let caller = try admit(try arguments.callerValue())
            let values: (repeat each Value)
            do throws(Unacceptable) {
                values = (repeat try arguments.read(each reads))
            } catch {
                // All of them once more, for every problem is told.
                var arguments = Arguments(params, layout)
                for read in repeat each reads { arguments.check(read) }
                throw .invalidParams(arguments.problems.all)
            }
            try arguments.requireNoProblems()
            return Invocation { context, writer in
                do throws(Fault) {
                    write(try body(context, caller, repeat each values), &writer)
                    return .result
                } catch {
                    return .error(layout.located(error, in: params))
                }
            }
        }
    }
}
