// The JSON-RPC server: judges lines, and writes the answers to their requests. No line makes it throw.
//
// It is inlinable, as methods are, so that it is specialized in the module that serves.

public import JSON
public import Synchronization

/// A request of a line (JSON-RPC 2.0 §4) that was judged and is not answered yet.
public struct PendingCall<Context>: Sendable {
    public enum Task: Sendable {
        case invocation(Invocation<Context>)
        case deferral(Deferral<Context>)

        /// The request is invalid, or its parameters are.
        case fault(Fault)

        /// The request is a notification that cancels earlier requests. It takes effect when it arrives, and nothing is
        /// left to execute.
        case cancellation(Cancellation)

        /// The request was cancelled before it was executed.
        case cancelled(Cancellation.Answer)
    }

    public let id: RequestID

    /// The name of the method; nil if there is no such method, or the request is invalid.
    public let method: String?
    @usableFromInline var task: Task

    @inlinable
    public init(id: RequestID, method: String? = nil, task: Task) {
        self.id = id
        self.method = method
        self.task = task
    }

    /// The same request, to be answered with a fault.
    @inlinable
    func failing(with fault: Fault) -> PendingCall { PendingCall(id: id, method: method, task: .fault(fault)) }

    mutating func cancel(_ answer: Cancellation.Answer) { task = .cancelled(answer) }

    /// The same call; a fault if it is a notification of a deferred method.
    @inlinable var refusedIfNotification: PendingCall {
        guard isDeferred, case .absent = id else { return self }
        return failing(with: .deferredNotification)
    }

    /// Whether the request gets an answer: a notification never does, and some cancelled requests do not.
    @inlinable var isAnswered: Bool {
        if case .cancelled(.nothing) = task { return false }
        return switch id {
        case .absent: false
        case .null, .value, .omitted: true
        }
    }

    /// Whether the call is one of a deferred method, which has not begun.
    @inlinable public var isDeferred: Bool {
        if case .deferral = task { true } else { false }
    }

    /// Whether the call is to be executed while nothing waits for a commit (`Cost`).
    @inlinable public var isCostly: Bool {
        switch task {
        case .invocation(let invocation): invocation.cost == .high
        case .deferral: true
        case .fault, .cancellation, .cancelled: false
        }
    }

    /// Executes the call, and writes the answer: a response object (JSON-RPC 2.0 §5), or nothing for a notification.
    /// - Parameter begun: gets a call whose work is to follow. Nothing is written for it.
    @inlinable
    public func answer(
        in context: Context, beginning begun: inout [BegunCall<Context>], to writer: inout JSONWriter
    ) -> Outcome {
        switch task {
        case .fault(let fault): return fail(with: fault, to: &writer)
        case .cancelled: return fail(with: .requestCancelled, to: &writer)
        case .cancellation: return .result
        case .invocation(let invocation): return answer(by: invocation, in: context, to: &writer)
        case .deferral(let deferral):
            switch deferral.begin(context) {
            case .answer(let invocation): return answer(by: invocation, in: context, to: &writer)
            case .work(let work):
                begun.append(BegunCall(self, deferral, work))
                return .deferred
            }
        }
    }

    @inlinable
    func answer(by invocation: Invocation<Context>, in context: Context, to writer: inout JSONWriter) -> Outcome {
        let mark = writer.mark
        id.beginAnswer(&writer)
        writer.name(RequestID.result)
        let outcome = invocation.run(context, &writer)
        if case .error(let fault) = outcome {
            writer.rewind(to: mark)
            return fail(with: fault, to: &writer)
        }
        if isAnswered { writer.endObject() } else { writer.rewind(to: mark) }
        return outcome
    }

    /// Writes the answer without executing anything: the request's own error, if it has one, or else `fault`.
    @inlinable
    public func refuse(with fault: Fault, to writer: inout JSONWriter) -> Outcome {
        switch task {
        case .fault(let own): fail(with: own, to: &writer)
        case .cancelled: fail(with: .requestCancelled, to: &writer)
        case .cancellation: .result
        case .invocation, .deferral: fail(with: fault, to: &writer)
        }
    }

    @inlinable
    func fail(with fault: Fault, to writer: inout JSONWriter) -> Outcome {
        if isAnswered { id.writeError(fault, to: &writer) }
        return .error(fault)
    }
}

extension RequestID {
    @usableFromInline
    func writeError(_ fault: Fault, to writer: inout JSONWriter) {
        beginAnswer(&writer)
        writer.name("error")
        fault.write(to: &writer)
        writer.endObject()
    }

    private static let version = EncodedName("jsonrpc")
    private static let id = EncodedName("id")
    @usableFromInline static let result = EncodedName("result")

    @usableFromInline
    func beginAnswer(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name(Self.version)
        writer.string("2.0")
        switch self {
        case .omitted: break
        case .absent, .null:
            writer.name(Self.id)
            writer.null()
        case .value(let id):
            writer.name(Self.id)
            writer.slice(id)
        }
    }
}

/// The requests of one line. Its answer is one line too (an object, or an array for a batch), or nothing.
public struct LineRequest<Context>: Sendable {
    public var calls: [PendingCall<Context>]
    public let isBatch: Bool

    /// The number of responses (JSON-RPC 2.0 §5) in the line. The server sends no requests, so they are not answered.
    public let responses: Int

    @inlinable
    public init(calls: [PendingCall<Context>], isBatch: Bool, responses: Int) {
        self.calls = calls
        self.isBatch = isBatch
        self.responses = responses
    }

    @inlinable var hasCancellations: Bool {
        for index in calls.indices { if case .cancellation = calls[index].task { return true } }
        return false
    }

    /// Whether the line is one notification that cancels requests. It takes effect when it arrives, and is never in
    /// flight.
    @inlinable public var isCancellation: Bool { !isBatch && hasCancellations }
}

/// A server of methods, which judges requests for them.
public final class Server<Context>: Sendable {
    @usableFromInline let names: [String]

    /// Made when it is needed: to join the names takes a tenth of a start.
    @inlinable public var methodNotFound: Fault { .methodNotFound(among: names) }

    /// Makes the method whose name stands at an index.
    @usableFromInline let make: @Sendable (Int) -> Method<Context>

    @usableFromInline let made: Mutex<Made>

    /// The methods that were made so far, each when it was first needed: a start does not wait for all of them.
    @usableFromInline
    struct Made {
        @usableFromInline var methods: [Method<Context>?]

        /// What a request needs of the same methods.
        @usableFromInline var preparations: [Prepared?]

        @inlinable
        init(count: Int) {
            methods = Array(repeating: nil, count: count)
            preparations = Array(repeating: nil, count: count)
        }
    }

    /// A function on its own in an array would be called through thunks.
    @usableFromInline
    struct Prepared {
        @usableFromInline let prepare: Method<Context>.Preparation

        @inlinable
        init(_ method: Method<Context>) { prepare = method.prepare }
    }

    /// - Parameter make: gets the index of a name.
    /// - Precondition: no two names are the same, and `make` returns the method of the name.
    @inlinable
    public init(_ names: [String], make: @escaping @Sendable (Int) -> Method<Context>) {
        // Without a set: its first use would take as long as opening the database.
        precondition(names.indices.allSatisfy { names.firstIndex(of: names[$0]) == $0 }, "no two methods have one name")
        self.names = names
        self.make = make
        made = Mutex(Made(count: names.count))
    }

    /// - Precondition: no two methods have the same name.
    @inlinable
    public convenience init(_ methods: [Method<Context>]) {
        self.init(methods.map(\.name)) { methods[$0] }
    }

    /// All methods, in the order of their names.
    @inlinable public var methods: [Method<Context>] { names.indices.map(method(at:)) }

    /// Nil if there is no method of this name.
    @inlinable
    public func method(named name: String) -> Method<Context>? { names.firstIndex(of: name).map(method(at:)) }

    @inlinable
    func method(at index: Int) -> Method<Context> {
        if let method = made.withLock({ $0.methods[index] }) { return method }
        let method = make(index)
        made.withLock {
            $0.methods[index] = method
            $0.preparations[index] = Prepared(method)
        }
        return method
    }

    @inlinable
    func prepared(at index: Int) -> Prepared {
        made.withLock { $0.preparations[index] } ?? Prepared(method(at: index))
    }

    /// Judges a line, and decodes parameters. Nothing is executed.
    @inlinable
    public func request(for line: Line) -> LineRequest<Context> {
        request(for: Message(line), idOfRefusal: { $0 ?? .null }) {
            PendingCall(id: $0.id, task: .fault(methodNotFound))
        }
    }

    /// Judges a message in the same way.
    /// - Parameters:
    ///   - idOfRefusal: gets the id of an invalid request, or nil if it could not be read, and returns the id of the
    ///     answer.
    ///   - other: judges calls of methods that this server does not have.
    @inlinable
    public func request(
        for message: Message, idOfRefusal: (RequestID?) -> RequestID, other: (Call) -> PendingCall<Context>
    ) -> LineRequest<Context> {
        func pendingCall(_ message: Message) -> PendingCall<Context>? {
            switch message {
            case .response, .batch: nil
            case .refused(let id, let fault): PendingCall(id: idOfRefusal(id), task: .fault(fault))
            case .call(let call): self.pendingCall(to: call) ?? other(call)
            }
        }
        guard case .batch(let elements) = message else {
            guard let pending = pendingCall(message) else {
                return LineRequest(calls: [], isBatch: false, responses: 1)
            }
            return LineRequest(
                calls: [pending.isDeferred ? pending.refusedIfNotification : pending], isBatch: false, responses: 0)
        }
        var calls = elements.compactMap(pendingCall)
        for index in calls.indices where calls[index].isDeferred {
            calls[index] = calls[index].failing(with: .deferredInBatch)
        }
        return LineRequest(calls: calls, isBatch: true, responses: elements.count - calls.count)
    }

    /// The index of the method with this name; nil if there is none. Comparing a few names in place costs less than
    /// hashing.
    public func index(of name: JSONSlice) -> Int? {
        for index in names.indices where name.isString(names[index]) { return index }
        return nil
    }

    /// Judges a call; nil if there is no method with its name.
    @inlinable
    func pendingCall(to call: Call) -> PendingCall<Context>? {
        guard let index = index(of: call.name) else { return nil }
        do throws(Fault) {
            let execution = try prepared(at: index).prepare(call.params)
            return PendingCall(id: call.id, method: names[index], task: .init(execution))
        } catch {
            return PendingCall(id: call.id, method: names[index], task: .fault(error))
        }
    }

    /// Judges and decodes the parameters of a method.
    /// - Throws: if the parameters are refused, or if there is no method with this name.
    public func execution(_ name: String, _ params: JSONSlice?) throws(Fault) -> Execution<Context> {
        guard let index = names.firstIndex(of: name) else { throw methodNotFound }
        return try prepared(at: index).prepare(params)
    }
}
