// What a server has to offer beside tools.

public import JSON
public import JSONRPC

/// A server, as it introduces itself.
public struct Identity: Sendable {
    public let name: String
    public let version: String

    /// For the model: how the tools work together.
    public let instructions: String

    public init(name: String, version: String, instructions: String) {
        self.name = name
        self.version = version
        self.instructions = instructions
    }
}

/// What may be written for a value that somebody has begun to write.
public struct Completion: Sendable {
    /// How many values are told at most (2026-07-28, completion).
    public static let maximumValues = 100

    public let values: [String]
    public let hasMore: Bool

    /// - Parameter values: the best first; what is too much is cut off.
    public init(_ values: [String], hasMore: Bool = false) {
        self.values = Array(values.prefix(Self.maximumValues))
        self.hasMore = hasMore || values.count > Self.maximumValues
    }
}

/// Resources of one kind, named by one template.
public struct Resources<Context>: Sendable {
    /// One resource of a list.
    public struct Item: Sendable {
        public let uri: String
        public let name: String
        public let title: String

        public init(uri: String, name: String, title: String) {
            self.uri = uri
            self.name = name
            self.title = title
        }
    }

    /// A part of the list.
    public struct Page: Sendable {
        public let items: [Item]
        public let nextCursor: String?

        public init(_ items: [Item], nextCursor: String?) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }

    /// Of RFC 6570, with one variable.
    let uriTemplate: String
    let name: String
    let title: String
    let sentence: String
    let mimeType: String
    let list: @Sendable (Context, _ cursor: String?) throws(Fault) -> Page
    let read: @Sendable (Context, _ uri: String, inout JSONWriter) throws(Fault) -> Bool
    let complete: @Sendable (Context, _ variable: String, _ value: String) throws(Fault) -> Completion

    /// - Parameter read: writes the resource, which is JSON; false if there is none of this URI.
    public init(
        uriTemplate: String, name: String, title: String, _ sentence: String, mimeType: String,
        list: @escaping @Sendable (Context, _ cursor: String?) throws(Fault) -> Page,
        read: @escaping @Sendable (Context, _ uri: String, inout JSONWriter) throws(Fault) -> Bool,
        complete: @escaping @Sendable (Context, _ variable: String, _ value: String) throws(Fault) -> Completion
    ) {
        self.uriTemplate = uriTemplate
        self.name = name
        self.title = title
        self.sentence = sentence
        self.mimeType = mimeType
        self.list = list
        self.read = read
        self.complete = complete
    }
}

/// A prompt that a person chooses, and that tells a model what to do.
public struct Prompt<Context>: Sendable {
    public struct Argument: Sendable {
        let name: String
        let sentence: String
        let isRequired: Bool

        public init(_ name: String, _ sentence: String) { self.init(name, sentence, isRequired: true) }

        public init(optional name: String, _ sentence: String) { self.init(name, sentence, isRequired: false) }

        private init(_ name: String, _ sentence: String, isRequired: Bool) {
            self.name = name
            self.sentence = sentence
            self.isRequired = isRequired
        }
    }

    /// A part of what the model is told.
    public enum Content: Sendable {
        case text(String)

        /// A resource, whole.
        case resource(uri: String, mimeType: String, text: String)
    }

    let name: String
    let title: String
    let sentence: String
    let arguments: [Argument]
    let contents: @Sendable (Context, _ arguments: [String: String]) throws(Fault) -> [Content]
    let complete: @Sendable (Context, _ argument: String, _ value: String) throws(Fault) -> Completion

    /// - Parameter contents: gets the arguments, none that is required missing.
    public init(
        _ name: String, title: String, _ sentence: String, arguments: [Argument],
        contents: @escaping @Sendable (Context, _ arguments: [String: String]) throws(Fault) -> [Content],
        complete: @escaping @Sendable (Context, _ argument: String, _ value: String) throws(Fault) -> Completion
    ) {
        self.name = name
        self.title = title
        self.sentence = sentence
        self.arguments = arguments
        self.contents = contents
        self.complete = complete
    }
}

/// What can be offered only where it is known on whose behalf every request is made.
public struct Offer<Context>: Sendable {
    let resources: Resources<Context>
    let prompts: [Prompt<Context>]

    public init(_ resources: Resources<Context>, _ prompts: [Prompt<Context>]) {
        self.resources = resources
        self.prompts = prompts
    }
}
