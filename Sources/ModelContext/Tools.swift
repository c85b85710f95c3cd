// Offers the methods as tools, by `tools/list` and `tools/call` (2026-07-28, tools).

internal import JSON
internal import JSONRPC

/// The methods of a server that are offered as tools.
struct Tools<Context>: Sendable {
    private let server: Server<Context>
    private let identity: Identity
    private let uncorrectable: [FaultKind]

    /// - Parameter uncorrectable: the errors that no model can correct by another call.
    init(_ server: Server<Context>, _ identity: Identity, uncorrectable: [FaultKind]) {
        self.server = server
        self.identity = identity
        self.uncorrectable = uncorrectable
    }

    private var tools: [Method<Context>] { server.methods.filter { $0.audience == .everyone } }

    /// Lists all tools on one page. It is written when it is requested, because in most processes it never is.
    func list(_ params: Params, _ era: Era) throws(Fault) -> Invocation<Context> {
        guard params.value("cursor") == nil else {
            throw params.fault("cursor", "must be omitted: all tools are on one page")
        }
        return .writing { _, writer in
            writer.result(era, identity, .shared) { writer in
                writer.name("tools")
                writer.beginArray()
                for tool in tools { writer.tool(tool) }
                writer.endArray()
            }
        }
    }

    /// Judges a call of a tool. An error that the model can correct is reported in the result.
    /// - Returns: the tool's name, and the execution of the call.
    func call(_ params: Params, _ era: Era) throws(Fault) -> (name: String, Execution<Context>) {
        let name = try params.string("name")
        guard let tool = server.method(named: name), tool.audience == .everyone else {
            let names = tools.map(\.name).joined(separator: ", ")
            throw params.fault("name", "must be the name of a tool: " + names)
        }
        let arguments = params.value("arguments")
        guard arguments == nil || arguments?.kind == .object else {
            throw params.fault("arguments", "must be an object")
        }
        do throws(Fault) {
            switch try server.execution(name, arguments?.decodingArguments(of: tool.parameters)) {
            case .immediate(let invocation): return (name, .immediate(wrapped(invocation, era)))
            case .deferred(let deferral):
                return (
                    name, .deferred(deferral.answering(progressToken: params.progressToken) { wrapped($0, era) })
                )
            }
        } catch {
            guard !uncorrectable.contains(error.kind) else { throw error }
            return (name, .immediate(Invocation { _, writer in fail(with: error, era, to: &writer) }))
        }
    }

    /// The invocation of a tool, whose result is that of a method, or its error.
    private func wrapped(_ invocation: Invocation<Context>, _ era: Era) -> Invocation<Context> {
        Invocation(invocation.cost) { context, writer in
            var content = JSONWriter()
            let outcome = invocation.run(context, &content)
            if case .error(let fault) = outcome { return fail(with: fault, era, to: &writer) }
            content.withSpan { json in
                writer.result(era, identity) {
                    $0.content(json)
                    $0.name("structuredContent")
                    $0.structured(json)
                }
            }
            return outcome
        }
    }

    /// Reports an error in the result, if the model can correct it (2025-11-25, tools, error handling).
    private func fail(with fault: Fault, _ era: Era, to writer: inout JSONWriter) -> Outcome {
        guard !uncorrectable.contains(fault.kind) else { return .error(fault) }
        writer.result(era, identity) {
            $0.content(fault.advice.utf8.span)
            $0.name("isError")
            $0.bool(true)
        }
        return .resultWithError(fault)
    }
}

extension Fault {
    /// The message for a model, with all problems as sentences, because a model sees no other member.
    fileprivate var advice: String {
        for case (_, .problems(let problems)) in details { return problems.map(\.sentence).joined(separator: " ") }
        return message
    }
}

extension JSONWriter {
    /// Writes JSON without unpaired surrogates, because a host with a strict parser would reject the whole line for
    /// one.
    fileprivate mutating func structured(_ json: Span<UInt8>) {
        if let paired = json.withoutUnpairedSurrogates { lineSafe(paired.span) } else { lineSafe(json) }
    }

    fileprivate mutating func content(_ text: Span<UInt8>) {
        name("content")
        beginArray()
        beginObject()
        member("type", "text")
        name("text")
        string(utf8: text)
        endObject()
        endArray()
    }

    fileprivate mutating func tool<Context>(_ method: Method<Context>) {
        beginObject()
        member("name", method.name)
        if let title = method.title { member("title", title) }
        member("description", method.sentence)
        name("inputSchema")
        JSONSchema.object(method.parameters.map(\.brief)).write(to: &self)
        name("outputSchema")
        // A model knows what it has written, or is told by the methods that read it.
        method.result.outline(levels: method.effect == .reads ? 2 : 1).write(to: &self)
        object("annotations") { writer in
            // A deferred method has others work for it, who answer differently each time.
            let isDeferred = method.answering == .deferred
            for (name, value) in method.effect.hints + [("openWorldHint", isDeferred)] {
                writer.name(name)
                writer.bool(value && !(isDeferred && name == "idempotentHint"))
            }
        }
        endObject()
    }
}

extension Effect {
    /// The members of `ToolAnnotations`, but for `openWorldHint`.
    fileprivate var hints: [(name: String, value: Bool)] {
        let (isReadOnly, isDestructive, isIdempotent) =
            switch self {
            case .reads: (true, false, true)
            case .writes: (false, false, false)
            case .writesIdempotently: (false, false, true)
            case .replaces, .deletes: (false, true, true)
            }
        return [
            ("readOnlyHint", isReadOnly), ("destructiveHint", isDestructive), ("idempotentHint", isIdempotent),
        ]
    }
}
