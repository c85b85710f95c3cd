// Turns lines into answers. It never throws, and knows nothing of what its methods do.
//
// It is inlinable, as methods are, so that the module that serves gets code made for its context.

public import JSON

/// One call or refusal of a line, judged and read, and not yet carried out.
public struct PendingCall<Context>: Sendable {
    public enum Task: Sendable {
        case invocation(Invocation<Context>)
        case fault(Fault)
    }

    public let id: RequestID

    /// The name of the method that is called; nil where there is none of that name, or no call.
    public let method: String?
    @usableFromInline let task: Task

    @inlinable
    public init(id: RequestID, method: String? = nil, task: Task) {
        self.id = id
        self.method = method
        self.task = task
    }

    /// The same, answered with a fault.
    @inlinable
    func failing(with fault: Fault) -> PendingCall { PendingCall(id: id, method: method, task: .fault(fault)) }

    @inlinable var isAnswered: Bool {
        switch id {
        case .absent: false
        case .null, .value, .omitted: true
        }
    }

    /// Executes the call, and writes the answer: a response object (JSON-RPC 2.0 §5), nothing for a notification.
    @inlinable
    public func answer(in context: Context, to writer: inout JSONWriter) -> Outcome {
        switch task {
        case .fault(let fault): return fail(with: fault, to: &writer)
        case .invocation(let invocation):
            let mark = writer.mark
            id.beginAnswer(&writer)
            writer.name("result")
            let outcome = invocation.run(context, &writer)
            if case .error(let fault) = outcome {
                writer.rewind(to: mark)
                return fail(with: fault, to: &writer)
            }
            if isAnswered { writer.endObject() } else { writer.rewind(to: mark) }
            return outcome
        }
    }

    /// Writes the answer without executing anything: the call's own fault, if it has one, or else `fault`.
    @inlinable
    public func refuse(with fault: Fault, to writer: inout JSONWriter) -> Outcome {
        switch task {
        case .fault(let own): fail(with: own, to: &writer)
        case .invocation: fail(with: fault, to: &writer)
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

    @usableFromInline
    func beginAnswer(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("jsonrpc")
        writer.string("2.0")
        switch self {
        case .omitted: break
        case .absent, .null:
            writer.name("id")
            writer.null()
        case .value(let id):
            writer.name("id")
            writer.slice(id)
        }
    }
}

/// What one line asks for, and how its answer is laid out: one object, an array, or nothing.
public struct LineRequest<Context>: Sendable {
    public var calls: [PendingCall<Context>]
    public let isBatch: Bool

    /// Answers to something that nobody here has asked; they deserve a log line and no answer.
    public let responses: Int

    @inlinable
    public init(calls: [PendingCall<Context>], isBatch: Bool, responses: Int) {
        self.calls = calls
        self.isBatch = isBatch
        self.responses = responses
    }

    /// How long the answer to a batch may grow before what is left of it is refused, in bytes.
    @inlinable public static var maximumBatchAnswerBytes: Int { 64 * 1024 * 1024 }

    @inlinable static var batchAnswerTooLong: Fault { .batchAnswerTooLong(limit: maximumBatchAnswerBytes) }

    /// Writes one line, or nothing, with what `body` writes for each reply.
    @inlinable
    public func write(to writer: inout JSONWriter, _ body: (PendingCall<Context>, inout JSONWriter) -> Void) {
        let mark = writer.mark
        if isBatch { writer.beginArray() }
        let empty = writer.count
        for pending in calls {
            let isTooLong = pending.isAnswered && writer.count - empty > Self.maximumBatchAnswerBytes
            body(isTooLong ? pending.failing(with: Self.batchAnswerTooLong) : pending, &writer)
        }
        guard writer.count > empty else { return writer.rewind(to: mark) }
        if isBatch { writer.endArray() }
        writer.endLine()
    }
}

/// The methods, and the judgement of every line.
public final class Server<Context>: Sendable {
    @usableFromInline let names: [String]
    @usableFromInline let preparations: [Method<Context>.Preparation]
    public let methodNotFound: Fault

    /// - Precondition: no two methods have one name.
    @inlinable
    public init(_ methods: [Method<Context>]) {
        names = methods.map(\.name)
        preparations = methods.map(\.prepare)
        precondition(Set(names).count == names.count, "no two methods have one name")
        methodNotFound = .methodNotFound(among: names)
    }

    /// Judges a line and reads its parameters; nothing is carried out yet.
    @inlinable
    public func request(for line: Line) -> LineRequest<Context> {
        request(for: Message(line), idOfRefusal: { $0 ?? .null }) {
            PendingCall(id: $0.id, task: .fault(methodNotFound))
        }
    }

    /// Likewise, for a message.
    /// - Parameters:
    ///   - idOfRefusal: the id with which what is no good request is answered; gets the one that could be read.
    ///   - other: answers calls of what is no method of this server.
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
            return LineRequest(calls: [pending], isBatch: false, responses: 0)
        }
        let calls = elements.compactMap(pendingCall)
        return LineRequest(calls: calls, isBatch: true, responses: elements.count - calls.count)
    }

    /// Comparing with a few names in place costs less than hashing one.
    public func index(of name: JSONSlice) -> Int? {
        for index in names.indices where name.isString(names[index]) { return index }
        return nil
    }

    /// What is answered to a call; nil if there is no method of its name.
    @inlinable
    func pendingCall(to call: Call) -> PendingCall<Context>? {
        guard let index = index(of: call.name) else { return nil }
        do throws(Fault) {
            let invocation = try preparations[index](call.params)
            return PendingCall(id: call.id, method: names[index], task: .invocation(invocation))
        } catch {
            return PendingCall(id: call.id, method: names[index], task: .fault(error))
        }
    }

    /// Judges and reads the parameters of a method of the table.
    /// - Throws: also where there is none of that name.
    public func invocation(_ name: String, _ params: JSONSlice?) throws(Fault) -> Invocation<Context> {
        guard let index = names.firstIndex(of: name) else { throw methodNotFound }
        return try preparations[index](params)
    }
}
