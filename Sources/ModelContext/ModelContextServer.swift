// The Model Context Protocol beside the methods of a server, on the same pipe, told apart message by message.
//
// What comes often is inlinable, as the server is: a call of a plain method costs nothing more.

internal import JSON
public import JSONRPC

/// Answers lines of clients that speak plain JSON-RPC, and of hosts that speak the Model Context Protocol.
public final class ModelContextServer<Context> {
    @usableFromInline let server: Server<Context>
    private let identity: Identity
    private let tools: Tools<Context>
    private let offer: Offer<Context>?

    /// What was agreed on by the latest `initialize`.
    private var agreed: Revision?

    /// Whether the Model Context Protocol was heard on this pipe. An error without an id then leaves it out.
    private var isSpoken = false

    /// What the notifications of the line just read want called off.
    private var cancellations: [Cancellation] = []
    @usableFromInline var hasCancellations = false

    /// - Parameters:
    ///   - unmendable: the faults that no model can mend by calling otherwise.
    ///   - offer: nil where it is not known on whose behalf every request is made.
    public init(
        _ server: Server<Context>, _ methods: [Method<Context>], _ identity: Identity, unmendable: [FaultKind],
        _ offer: Offer<Context>?
    ) {
        self.server = server
        self.identity = identity
        self.offer = offer
        tools = Tools(server, methods, identity, unmendable: unmendable)
    }

    /// Judges lines, and reads their parameters; nothing is carried out yet. A notification calls off what stands
    /// before it: what had arrived earlier was answered already.
    @inlinable
    public func requests(for lines: [Line]) -> [LineRequest<Context>] {
        var requests: [LineRequest<Context>] = []
        requests.reserveCapacity(lines.count)
        var cancelled: CancelledCalls<Context>?
        for line in lines {
            requests.append(request(for: line))
            if hasCancellations { note(requests, &cancelled) }
        }
        cancelled?.carryOut(in: &requests)
        return requests
    }

    @usableFromInline
    func note(_ requests: [LineRequest<Context>], _ cancelled: inout CancelledCalls<Context>?) {
        var noted = cancelled ?? CancelledCalls()
        // One copy at a time, lest it be copied whole.
        cancelled = nil
        noted.note(requests, cancellations)
        cancelled = noted
        cancellations.removeAll()
        hasCancellations = false
    }

    @inlinable
    func request(for line: Line) -> LineRequest<Context> {
        let message = Message(line)
        guard case .batch(let elements) = message else { return request(for: message, isBatch: false) }
        if let refusal = refusal(ofBatch: elements) {
            return LineRequest(calls: [refusal], isBatch: false, responses: 0)
        }
        return request(for: message, isBatch: true)
    }

    @inlinable
    func request(for message: Message, isBatch: Bool) -> LineRequest<Context> {
        server.request(for: message, idOfRefusal: answerable) { pendingCall(toOther: $0, isInBatch: isBatch) }
    }

    /// The id with which an answer leaves, where `id` may not be readable.
    @usableFromInline
    func answerable(_ id: RequestID?) -> RequestID {
        switch id {
        case nil, .null: isSpoken ? .omitted : .null
        case let id?: id
        }
    }
}

// MARK: - What is no method of the server

/// The protocol's own methods. What is not offered in an era, or not by this server, is no method there.
private let ownMethods = offeredMethods.union(["initialize", "ping", "server/discover", "tools/list", "tools/call"])

private let offeredMethods: Set = [
    "resources/list", "resources/templates/list", "resources/read", "prompts/list", "prompts/get",
    "completion/complete",
]

extension ModelContextServer {
    /// A modern request never comes in a batch, and nothing does once a revision without batches was agreed on.
    @usableFromInline
    func refusal(ofBatch elements: [Message]) -> PendingCall<Context>? {
        let isModern = elements.contains { element in
            guard case .call(let call) = element, server.index(of: call.name) == nil else { return false }
            return RequestMeta(call.params) != nil
        }
        if isModern { isSpoken = true }
        guard isModern || agreed?.allowsBatches == false else { return nil }
        return PendingCall(
            id: answerable(nil),
            task: .fault(.invalidRequest("This revision of the Model Context Protocol has no batches.")))
    }

    @usableFromInline
    func pendingCall(toOther call: Call, isInBatch: Bool) -> PendingCall<Context> {
        let name = call.method
        if case .absent = call.id { return notice(name, call) }
        let known = ownMethods.contains(name) ? name : nil
        do throws(Fault) {
            let meta = RequestMeta(call.params)
            if meta != nil { isSpoken = true }
            guard meta != nil || known != nil else { throw server.methodNotFound }
            guard call.id.isStringOrInteger else {
                throw .invalidRequest("In the Model Context Protocol, an id must be a string or an integer.")
            }
            let era = try era(of: name, meta)
            let (label, invocation) = try invocation(name, call.params, era, isInBatch)
            return PendingCall(id: call.id, method: label, task: .invocation(invocation))
        } catch {
            return PendingCall(id: answerable(call.id), method: known, task: .fault(error))
        }
    }

    private func era(of name: String, _ meta: RequestMeta?) throws(Fault) -> Era {
        guard let meta else {
            guard name != "server/discover" else { throw RequestMeta.missing }
            return .legacy
        }
        try meta.judge()
        return .modern
    }

    private func invocation(
        _ name: String, _ given: JSONSlice?, _ era: Era, _ isInBatch: Bool
    ) throws(Fault) -> (label: String, Invocation<Context>) {
        func params() throws(Fault) -> Params { try Params(given) }
        switch (name, era) {
        case ("initialize", .legacy):
            guard !isInBatch else { throw .invalidRequest("`initialize` must not be part of a batch.") }
            return (name, try initialize(params()))
        case ("ping", .legacy):
            return (
                name,
                .writing { [identity] _, writer in writer.result(era, identity) { _ in } }
            )
        case ("server/discover", .modern): return (name, discover())
        case ("tools/list", _): return (name, try tools.list(params(), era))
        case ("tools/call", _):
            // The tool judges its arguments, as it does where it is called plainly.
            let (tool, invocation) = try tools.call(Params(given, butNotIn: "arguments"), era)
            return ("\(name) \(tool)", invocation)
        default: break
        }
        guard let offer else {
            guard offeredMethods.contains(name) else { throw server.methodNotFound }
            throw Fault(
                .methodNotFound,
                "Resources, prompts and completions are offered only by a process that is pinned to one user.")
        }
        switch name {
        case "resources/list": return (name, try offer.listResources(params(), era, identity))
        case "resources/templates/list": return (name, try offer.listTemplates(params(), era, identity))
        case "resources/read": return (name, try offer.read(params(), era, identity))
        case "prompts/list": return (name, try offer.listPrompts(params(), era, identity))
        case "prompts/get": return (name, try offer.getPrompt(params(), era, identity))
        case "completion/complete": return (name, try offer.complete(params(), era, identity))
        default: throw server.methodNotFound
        }
    }

    /// Bridges and hosts start over on a pipe that is open: each handshake is answered as the first one is.
    private func initialize(_ params: Params) throws(Fault) -> Invocation<Context> {
        let revision = Revision.agreed(with: try params.string("protocolVersion"))
        agreed = revision
        isSpoken = true
        return .writing { [identity, capabilities] _, writer in
            writer.result(.legacy, identity) { writer in
                writer.member("protocolVersion", revision.rawValue)
                writer.objects("capabilities", capabilities)
                writer.object("serverInfo") { $0.introduce(identity) }
                writer.member("instructions", identity.instructions)
            }
        }
    }

    private func discover() -> Invocation<Context> {
        .writing { [identity, capabilities] _, writer in
            writer.result(.modern, identity, .shared) { writer in
                writer.name("supportedVersions")
                writer.beginArray()
                for version in Revision.modern { writer.string(version) }
                writer.endArray()
                writer.objects("capabilities", capabilities)
                writer.member("instructions", identity.instructions)
            }
        }
    }

    private var capabilities: [String] {
        offer == nil ? ["tools"] : ["tools", "resources", "prompts", "completions"]
    }
}

// MARK: - Notifications

extension ModelContextServer {
    /// Notifications are never answered. One that is not known is passed over; a request must not come as one.
    private func notice(_ name: String, _ call: Call) -> PendingCall<Context> {
        let nothing = Invocation<Context>.writing { _, writer in writer.null() }
        switch name {
        case Cancellation.methods[0]: note(Cancellation(call.params?.member("requestId"), answer: nil))
        case Cancellation.methods[1]: note(Cancellation(call.params?.member("id"), answer: .requestCancelled))
        case "notifications/initialized", "notifications/progress", "notifications/roots/list_changed": break
        default: return PendingCall(id: .absent, task: .fault(server.methodNotFound))
        }
        return PendingCall(id: .absent, method: name, task: .invocation(nothing))
    }
}

extension ModelContextServer {
    private func note(_ cancellation: Cancellation) {
        cancellations.append(cancellation)
        hasCancellations = true
    }
}

extension RequestID {
    fileprivate var isStringOrInteger: Bool {
        guard case .value(let id) = self else { return false }
        // Beyond 64 bits, too: what matters is how it is written.
        return id.kind == .string || id.bytes.allSatisfy { $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0 }
    }
}

extension JSONWriter {
    /// An object with empty objects.
    fileprivate mutating func objects(_ name: String, _ names: [String]) {
        object(name) { writer in
            for name in names { writer.object(name) }
        }
    }
}
