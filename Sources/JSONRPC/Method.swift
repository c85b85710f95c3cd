// The declaration of a method, from which it is executed, documented and offered as a tool.
//
// The code that decodes and executes a call is inlinable, so that it is specialized in the module that declares the
// method.

public import JSON

/// The effect of a call on the stored data.
public enum Effect: String, Sendable {
    case reads
    case writes

    /// Writes; repeating the same call has no further effect.
    case writesIdempotently

    /// Replaces what was stored before; repeating the same call has no further effect.
    case replaces

    /// Deletes what was stored, irrecoverably.
    case deletes
}

/// Who is offered a method.
public enum Audience: Sendable {
    /// Programs, and language models, to which it is a tool.
    case everyone
    case programs
}

/// An example in the declaration of a method: a call and its result.
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

    /// The name for people.
    public let title: String?

    /// The description: what the method does, and when to use it.
    public let sentence: String

    /// The parameters in the order of their positions.
    public let parameters: [JSONSchema.Property]
    public let result: JSONSchema
    public let effect: Effect
    public let audience: Audience

    /// The method's own errors, besides those that every method can return.
    public let refusals: [FaultKind]

    /// The errors of the caller's parameter.
    @usableFromInline let callerRefusals: [FaultKind]
    public let example: MethodExample?

    /// Judges and decodes the parameters of a call.
    @usableFromInline typealias Preparation = @Sendable (JSONSlice?) throws(Fault) -> Invocation<Context>
    @usableFromInline let prepare: Preparation

    /// - Parameters:
    ///   - callerParameter: it is judged first; if it is refused, nothing is reported about the other parameters.
    ///   - parameters: the other parameters in the order of their positions, after the caller's.
    ///   - body: gets the context, the caller, and the decoded parameters in order.
    @inlinable
    public init<Caller: Sendable, each Value: Sendable, Result>(
        _ name: String, title: String? = nil, _ sentence: String, caller callerParameter: CallerParameter<Caller>,
        _ parameters: repeat Parameter<each Value>, result: ResultType<Result>, effect: Effect,
        audience: Audience = .everyone, refusals: [FaultKind] = [],
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
        self.audience = audience
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
                // Reading stopped at the first problem, and all problems must be reported.
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
