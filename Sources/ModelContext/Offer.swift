// The declarations of a server for the Model Context Protocol besides its tools: identity, resources and prompts.

public import JSON
public import JSONRPC

/// The identity of a server, with which it introduces itself.
public struct Identity: Sendable {
    public let name: String
    public let version: String

    /// Instructions for the model: how the tools work together.
    public let instructions: String

    public init(name: String, version: String, instructions: String) {
        self.name = name
        self.version = version
        self.instructions = instructions
    }
}

/// Suggestions that complete a value of which a user has typed the beginning.
public struct Completion: Sendable {
    /// The maximum number of values in an answer (2026-07-28, completion).
    public static let maximumValues = 100

    public let values: [String]
    public let hasMore: Bool

    /// - Parameter values: the values, the best first; those beyond `maximumValues` are dropped.
    public init(_ values: [String], hasMore: Bool = false) {
        self.values = Array(values.prefix(Self.maximumValues))
        self.hasMore = hasMore || values.count > Self.maximumValues
    }
}

/// The resources of one kind, which one URI template describes.
public struct Resources<Context>: Sendable {
    /// An entry in the list of resources.
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

    /// A page of the list of resources.
    public struct Page: Sendable {
        public let items: [Item]
        public let nextCursor: String?

        public init(_ items: [Item], nextCursor: String?) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }

    /// A URI template (RFC 6570) with one variable.
    let uriTemplate: String
    let name: String
    let title: String
    let sentence: String
    let mimeType: String
    let list: @Sendable (Context, _ cursor: String?) throws(Fault) -> Page
    let read: @Sendable (Context, _ uri: String, inout JSONWriter) throws(Fault) -> Bool
    let complete: @Sendable (Context, _ variable: String, _ value: String) throws(Fault) -> Completion

    /// - Parameter read: writes the resource, which is JSON; returns false if there is no resource with this URI.
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

/// A prompt, which a user chooses and which tells a model what to do.
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

    /// A content block of the prompt.
    public enum Content: Sendable {
        case text(String)

        /// An embedded resource with its text.
        case resource(uri: String, mimeType: String, text: String)
    }

    let name: String
    let title: String
    let sentence: String
    let arguments: [Argument]
    let contents: @Sendable (Context, _ arguments: [String: String]) throws(Fault) -> [Content]
    let complete: @Sendable (Context, _ argument: String, _ value: String) throws(Fault) -> Completion

    /// - Parameter contents: gets the arguments, which include all that are required.
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

/// The resources and prompts of a server. They can be offered only if the caller of every request is known.
public struct Offer<Context>: Sendable {
    let resources: Resources<Context>
    let prompts: [Prompt<Context>]

    public init(_ resources: Resources<Context>, _ prompts: [Prompt<Context>]) {
        self.resources = resources
        self.prompts = prompts
    }
}
