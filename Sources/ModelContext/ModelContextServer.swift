// Serves the Model Context Protocol and direct calls on the same pipe; each message is recognized by itself.
//
// The frequent functions are inlinable, as the server's are, so that a direct call costs nothing more.

internal import JSON
public import JSONRPC

/// Judges lines of clients that make direct calls, and of hosts of the Model Context Protocol.
public final class ModelContextServer<Context> {
    @usableFromInline let server: Server<Context>
    private let identity: Identity
    private let tools: Tools<Context>
    private let offer: Offer<Context>?

    /// The revision that the latest `initialize` has negotiated; nil before the first.
    private var agreed: Revision?

    /// Whether a message of the Model Context Protocol has arrived. From then on, errors without an id omit it.
    private var isSpoken = false

    /// The methods whose requests must not be cancelled (2025-11-25, cancellation, behavior requirements).
    public static var uncancellable: [String] { ["initialize"] }

    /// - Parameters:
    ///   - uncorrectable: the errors that no model can correct by another call.
    ///   - offer: nil if the process is not pinned to one user.
    public init(
        _ server: Server<Context>, _ identity: Identity, uncorrectable: [FaultKind], _ offer: Offer<Context>?
    ) {
        self.server = server
        self.identity = identity
        self.offer = offer
        tools = Tools(server, identity, uncorrectable: uncorrectable)
    }

    /// Judges a line, and decodes parameters. Nothing is executed.
    @inlinable
    public func request(for line: Line) -> LineRequest<Context> {
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

    /// The id of the answer to a request with this id.
    /// - Parameter id: nil if it could not be read.
    @usableFromInline
    func answerable(_ id: RequestID?) -> RequestID {
        switch id {
        case nil, .null: isSpoken ? .omitted : .null
        case let id?: id
        }
    }
}

// MARK: - Methods of the Model Context Protocol

/// All methods of the Model Context Protocol. Not every era and not every server offers all of them.
private let ownMethods = offeredMethods.union(["initialize", "ping", "server/discover", "tools/list", "tools/call"])

private let offeredMethods: Set = [
    "resources/list", "resources/templates/list", "resources/read", "prompts/list", "prompts/get",
    "completion/complete",
]

extension ModelContextServer {
    /// The refusal of a batch; nil if the batch is allowed. A batch with a modern request is never allowed, and no
    /// batch is allowed after a revision without batches was negotiated.
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
        if case .absent = call.id { return notification(name, call) }
        let known = ownMethods.contains(name) ? name : nil
        do throws(Fault) {
            let meta = RequestMeta(call.params)
            if meta != nil { isSpoken = true }
            guard meta != nil || known != nil else { throw server.methodNotFound }
            guard call.id.isStringOrInteger else {
                throw .invalidRequest("In the Model Context Protocol, an id must be a string or an integer.")
            }
            let era = try era(of: name, meta)
            if name == "tools/call" {
                // The tool judges its arguments, as in a direct call.
                let (tool, execution) = try tools.call(Params(call.params, except: "arguments"), era)
                return PendingCall(id: call.id, method: "\(name) \(tool)", task: .init(execution))
            }
            let invocation = try invocation(name, call.params, era, isInBatch)
            return PendingCall(id: call.id, method: name, task: .invocation(invocation))
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
    ) throws(Fault) -> Invocation<Context> {
        func params() throws(Fault) -> Params { try Params(given) }
        switch (name, era) {
        case ("initialize", .legacy):
            guard !isInBatch else { throw .invalidRequest("`initialize` must not be part of a batch.") }
            return try initialize(params())
        case ("ping", .legacy):
            return .writing { [identity] _, writer in writer.result(era, identity) { _ in } }
        case ("server/discover", .modern): return discover()
        case ("tools/list", _): return try tools.list(params(), era)
        default: break
        }
        guard let offer else {
            guard offeredMethods.contains(name) else { throw server.methodNotFound }
            throw Fault(
                .methodNotFound,
                "Resources, prompts and completions are offered only by a process that is pinned to one user.")
        }
        switch name {
        case "resources/list": return try offer.listResources(params(), era, identity)
        case "resources/templates/list": return try offer.listTemplates(params(), era, identity)
        case "resources/read": return try offer.read(params(), era, identity)
        case "prompts/list": return try offer.listPrompts(params(), era, identity)
        case "prompts/get": return try offer.getPrompt(params(), era, identity)
        case "completion/complete": return try offer.complete(params(), era, identity)
        default: throw server.methodNotFound
        }
    }

    /// Negotiates a revision. Bridges and hosts reconnect on an open pipe, so each handshake is answered like the
    /// first.
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
    /// Judges a notification. Unknown ones are ignored, and so are methods of the protocol that are called without an
    /// id.
    private func notification(_ name: String, _ call: Call) -> PendingCall<Context> {
        let task: PendingCall<Context>.Task
        switch name {
        case "notifications/cancelled":
            task = .cancellation(Cancellation(of: call.params?.member("requestId"), answer: .nothing))
        case "$/cancelRequest":
            task = .cancellation(Cancellation(of: call.params?.member("id"), answer: .requestCancelled))
        case "notifications/initialized", "notifications/progress", "notifications/roots/list_changed":
            task = .invocation(.writing { _, writer in writer.null() })
        default: return PendingCall(id: .absent, task: .fault(server.methodNotFound))
        }
        return PendingCall(id: .absent, method: name, task: task)
    }
}

extension RequestID {
    fileprivate var isStringOrInteger: Bool {
        guard case .value(let id) = self else { return false }
        // An integer may have more than 64 bits.
        return id.kind == .string || id.bytes.allSatisfy { $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0 }
    }
}

extension JSONWriter {
    /// Writes a member that is an object of empty objects.
    fileprivate mutating func objects(_ name: String, _ names: [String]) {
        object(name) { writer in
            for name in names { writer.object(name) }
        }
    }
}
