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

/// When a method answers.
public enum Answering: Sendable {
    /// In the order of the requests.
    case inOrder

    /// When its work is done; other requests are answered meanwhile.
    case deferred
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
    public let answering: Answering

    /// The method's own errors, besides those that every method can return.
    public let refusals: [FaultKind]

    /// The errors of the caller's parameter.
    @usableFromInline let callerRefusals: [FaultKind]
    public let example: MethodExample?

    /// Judges and decodes the parameters of a call.
    @usableFromInline typealias Preparation = @Sendable (JSONSlice?) throws(Fault) -> Execution<Context>
    @usableFromInline let prepare: Preparation

    /// - Parameters:
    ///   - callerParameter: it is judged first; if it is refused, nothing is reported about the other parameters.
    ///   - parameters: the other parameters in the order of their positions, after the caller's.
    ///   - body: gets the context, the caller, and the decoded parameters in order.
    @inlinable
    public init<Caller: Sendable, each Value: Sendable, Result>(
        _ name: String, title: String? = nil, _ sentence: String, caller callerParameter: CallerParameter<Caller>,
        _ parameters: repeat Parameter<each Value>, result: ResultType<Result>, effect: Effect,
        cost: Cost = .low, audience: Audience = .everyone, refusals: [FaultKind] = [],
        example: MethodExample? = nil,
        body: @escaping @Sendable (Context, Caller, repeat each Value) throws(Fault) -> Result
    ) {
        let layout = ParameterLayout(of: repeat each parameters, caller: callerParameter.place)
        let (admit, write) = (callerParameter.admit, result.write)
        let reads = (repeat (each parameters).read)
        self.init(
            name, title: title, sentence, callerParameter.property, repeat each parameters, result: result.schema,
            effect: effect, audience: audience, .inOrder, refusals: refusals, callerParameter.refusals, example
        ) { params throws(Fault) in
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
            return .immediate(
                Invocation(cost) { context, writer in
                    do throws(Fault) {
                        write(try body(context, caller, repeat each values), &writer)
                        return .result
                    } catch {
                        return .error(layout.located(error, in: params))
                    }
                })
        }
    }

    /// A deferred method. It decodes its parameters as the other initializer does: Swift 6.3 crashes where a function returns
    /// the values of a parameter pack.
    /// - Parameters:
    ///   - begin: reads in a transaction, and returns the work of the call, or throws the error that answers it.
    ///   - finish: gets what the work has returned, in a later transaction.
    @inlinable
    public init<Caller: Sendable, each Value: Sendable, Product: Sendable, Result>(
        deferred name: String, title: String? = nil, _ sentence: String,
        caller callerParameter: CallerParameter<Caller>,
        _ parameters: repeat Parameter<each Value>, result: ResultType<Result>, effect: Effect,
        audience: Audience = .everyone, refusals: [FaultKind] = [],
        example: MethodExample? = nil,
        begin: @escaping @Sendable (Context, Caller, repeat each Value) throws(Fault) -> BlockingWork<Product>,
        finish: @escaping @Sendable (Context, Caller, Product) throws(Fault) -> Result
    ) {
        let layout = ParameterLayout(of: repeat each parameters, caller: callerParameter.place)
        let (admit, write) = (callerParameter.admit, result.write)
        let reads = (repeat (each parameters).read)
        self.init(
            name, title: title, sentence, callerParameter.property, repeat each parameters, result: result.schema,
            effect: effect, audience: audience, .deferred, refusals: refusals, callerParameter.refusals, example
        ) { params throws(Fault) in
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
            return .deferred(
                Deferral { context in
                    do throws(Fault) {
                        let work = try begin(context, caller, repeat each values)
                        return .work(work) { context, product, writer throws(Fault) in
                            write(try finish(context, caller, product), &writer)
                        }
                    } catch {
                        return .answer(.failing(layout.located(error, in: params)))
                    }
                })
        }
    }

    @inlinable
    init<each Value>(
        _ name: String, title: String?, _ sentence: String, _ callerProperty: JSONSchema.Property?,
        _ parameters: repeat Parameter<each Value>, result: JSONSchema, effect: Effect, audience: Audience,
        _ answering: Answering, refusals: [FaultKind], _ callerRefusals: [FaultKind], _ example: MethodExample?,
        prepare: @escaping Preparation
    ) {
        var declared: [JSONSchema.Property] = []
        for parameter in repeat each parameters { declared.append(parameter.property) }
        self.name = name
        self.title = title
        self.sentence = sentence
        self.parameters = [callerProperty].compactMap(\.self) + declared
        self.result = result
        self.effect = effect
        self.audience = audience
        self.answering = answering
        self.refusals = refusals
        self.callerRefusals = callerRefusals
        self.example = example
        self.prepare = prepare
    }
}
