// The methods for resources, prompts and completions (2026-07-28, resources, prompts, completion).

internal import JSON
internal import JSONRPC

extension Offer {
    func listResources(_ params: Params, _ era: Era, _ identity: Identity) throws(Fault) -> Invocation<Context> {
        let cursor = try params.optionalString("cursor")
        return .writing { [resources] context, writer throws(Fault) in
            let page = try resources.list(context, cursor)
            writer.result(era, identity, .own) { writer in
                writer.array("resources", page.items) { item, writer in
                    writer.member("uri", item.uri)
                    writer.member("name", item.name)
                    writer.member("title", item.title)
                    writer.member("mimeType", resources.mimeType)
                }
                if let cursor = page.nextCursor { writer.member("nextCursor", cursor) }
            }
        }
    }

    func listTemplates(_ params: Params, _ era: Era, _ identity: Identity) throws(Fault) -> Invocation<Context> {
        try requireNoCursor(params)
        return .writing { [resources] _, writer in
            writer.result(era, identity, .shared) { writer in
                writer.array("resourceTemplates", CollectionOfOne(resources)) { resources, writer in
                    writer.member("uriTemplate", resources.uriTemplate)
                    writer.member("name", resources.name)
                    writer.member("title", resources.title)
                    writer.member("description", resources.sentence)
                    writer.member("mimeType", resources.mimeType)
                }
            }
        }
    }

    func read(_ params: Params, _ era: Era, _ identity: Identity) throws(Fault) -> Invocation<Context> {
        let uri = try params.string("uri")
        return .writing { [resources] context, writer throws(Fault) in
            var text = JSONWriter()
            guard try resources.read(context, uri, &text) else {
                throw Fault(.resourceNotFound(era), "There is no resource with this URI.", [("uri", .text(uri))])
            }
            text.withSpan { text in
                writer.result(era, identity, .own) { writer in
                    writer.array("contents", CollectionOfOne(uri)) { uri, writer in
                        writer.member("uri", uri)
                        writer.member("mimeType", resources.mimeType)
                        writer.name("text")
                        writer.string(utf8: text)
                    }
                }
            }
        }
    }

    func listPrompts(_ params: Params, _ era: Era, _ identity: Identity) throws(Fault) -> Invocation<Context> {
        try requireNoCursor(params)
        return .writing { [prompts] _, writer in
            writer.result(era, identity, .shared) { writer in
                writer.array("prompts", prompts) { prompt, writer in
                    writer.member("name", prompt.name)
                    writer.member("title", prompt.title)
                    writer.member("description", prompt.sentence)
                    writer.array("arguments", prompt.arguments) { argument, writer in
                        writer.member("name", argument.name)
                        writer.member("description", argument.sentence)
                        writer.name("required")
                        writer.bool(argument.isRequired)
                    }
                }
            }
        }
    }

    func getPrompt(_ params: Params, _ era: Era, _ identity: Identity) throws(Fault) -> Invocation<Context> {
        let prompt = try prompt(params)
        let given = try params.object("arguments")
        let arguments = try given.strings
        for argument in prompt.arguments where argument.isRequired && arguments[argument.name] == nil {
            throw given.fault(argument.name, "is missing and must be a string")
        }
        return .writing { context, writer throws(Fault) in
            let contents = try prompt.contents(context, arguments)
            writer.result(era, identity) { writer in
                writer.member("description", prompt.sentence)
                writer.array("messages", contents) { content, writer in
                    writer.member("role", "user")
                    writer.object("content") { $0.content(content) }
                }
            }
        }
    }

    func complete(_ params: Params, _ era: Era, _ identity: Identity) throws(Fault) -> Invocation<Context> {
        let reference = try params.object("ref")
        let argument = try params.object("argument")
        let (name, value) = (try argument.string("name"), try argument.string("value"))
        let complete: @Sendable (Context) throws(Fault) -> Completion
        switch try reference.string("type") {
        case "ref/prompt":
            let prompt = try prompt(reference)
            guard prompt.arguments.contains(where: { $0.name == name }) else {
                throw argument.fault("name", "must be an argument of this prompt")
            }
            complete = { context throws(Fault) in try prompt.complete(context, name, value) }
        case "ref/resource":
            guard try reference.string("uri") == resources.uriTemplate else {
                throw reference.fault("uri", "must be \(resources.uriTemplate)")
            }
            guard resources.uriTemplate.contains("{\(name)}") else {
                throw argument.fault("name", "must be a variable of this template")
            }
            complete = { [resources] context throws(Fault) in try resources.complete(context, name, value) }
        default: throw reference.fault("type", "must be ref/prompt or ref/resource")
        }
        return .writing { context, writer throws(Fault) in
            let completion = try complete(context)
            writer.result(era, identity) { writer in
                writer.object("completion") { writer in
                    writer.name("values")
                    writer.beginArray()
                    for value in completion.values { writer.string(value) }
                    writer.endArray()
                    writer.name("hasMore")
                    writer.bool(completion.hasMore)
                }
            }
        }
    }

    /// The prompt that `params` names.
    private func prompt(_ params: Params) throws(Fault) -> Prompt<Context> {
        let name = try params.string("name")
        for prompt in prompts where prompt.name == name { return prompt }
        throw params.fault("name", "must be the name of a prompt: " + prompts.map(\.name).joined(separator: ", "))
    }

    private func requireNoCursor(_ params: Params) throws(Fault) {
        guard params.value("cursor") == nil else {
            throw params.fault("cursor", "must be omitted: there is only one page")
        }
    }
}

extension JSONWriter {
    /// Writes the members of a `ContentBlock`.
    fileprivate mutating func content<Context>(_ content: Prompt<Context>.Content) {
        switch content {
        case .text(let text):
            member("type", "text")
            member("text", text)
        case .resource(let uri, let mimeType, let text):
            member("type", "resource")
            object("resource") { writer in
                writer.member("uri", uri)
                writer.member("mimeType", mimeType)
                writer.member("text", text)
            }
        }
    }
}
