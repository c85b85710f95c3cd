// The language model that reviews interviews, from options and environment variables.

internal import ChatCompletions
internal import InterviewMethods

/// The options about the model, of `serve` and `review`.
struct ModelOptions {
    var url: String?
    var name: String?

    /// In seconds.
    var timeout: Int?

    private static let timeouts = 1...3_600

    /// - Returns: nil unless the text is a number of seconds that is accepted.
    static func timeout(_ text: String) -> Int? {
        Int(text).flatMap { timeouts ~= $0 ? $0 : nil }
    }

    static let timeoutSentence = "must be a number of seconds from \(timeouts.lowerBound) to \(timeouts.upperBound)."
}

/// The model, its server, and how it is reached.
struct ModelSettings: Sendable {
    private let model: ChatModel
    private let url: ModelURL

    private static let defaultTimeout = 120

    /// Where programs are looked for without `PATH`.
    private static let usualPath = "/usr/local/bin:/usr/bin:/bin"

    /// - Returns: nil if there is no such setting.
    init?(_ options: ModelOptions, _ environment: Environment) throws(ExitError) {
        let url = try SettingValue(options.url, "--model-url", "VOICE_INTERVIEWS_MODEL_URL", environment)
        let name = try SettingValue(options.name, "--model", "VOICE_INTERVIEWS_MODEL", environment)
        let timeout = try Self.timeout(options, environment)
        guard let url else {
            if let name { throw name.ending("requires --model-url, the server of the model.") }
            guard options.timeout == nil else {
                throw ExitError(status: .usage, sentence: "--model-timeout requires --model-url.")
            }
            return nil
        }
        guard let name else { throw url.ending("requires --model, the name of a model.") }
        guard !url.text.hasSuffix("/chat/completions") else {
            throw url.ending("must be the base URL, without /chat/completions at its end.")
        }
        guard let modelURL = ModelURL(url.text) else {
            throw url.ending("must be a URL such as https://api.openai.com/v1, without a key, a query or a fragment.")
        }
        guard let curl = Curl.path(in: try environment.value("PATH") ?? Self.usualPath) else {
            throw ExitError(
                status: .configuration, sentence: "\(url.source) requires the program curl, which is not in PATH.")
        }
        self.url = modelURL
        model = ChatModel(
            at: modelURL, name: try Self.name(name), key: try Self.key(environment),
            timeout: timeout ?? Self.defaultTimeout, curl: Curl(at: curl, environment: environment.forChildProcesses))
    }

    private static func name(_ value: SettingValue) throws(ExitError) -> String {
        guard value.text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw value.ending("must not contain control characters.")
        }
        return try value.notEmpty
    }

    private static func key(_ environment: Environment) throws(ExitError) -> ModelKey? {
        let variable = "VOICE_INTERVIEWS_MODEL_KEY"
        guard let text = try environment.value(variable) else { return nil }
        guard let key = ModelKey(text) else {
            throw ExitError(
                status: .configuration, sentence: "\(variable) must not be empty, nor contain control characters.")
        }
        return key
    }

    private static func timeout(_ options: ModelOptions, _ environment: Environment) throws(ExitError) -> Int? {
        if let timeout = options.timeout { return timeout }
        let variable = "VOICE_INTERVIEWS_MODEL_TIMEOUT"
        guard let text = try environment.value(variable) else { return nil }
        guard let timeout = ModelOptions.timeout(text) else {
            throw ExitError(status: .configuration, sentence: "\(variable) \(ModelOptions.timeoutSentence)")
        }
        return timeout
    }

    var reviewer: Reviewer { Reviewer(model) }

    /// What whoever starts the program should know; nil if there is nothing.
    var warning: String? {
        url.isPlainToAnotherMachine
            ? "what is sent to the model, and its key, can be read on the way: its URL is not https" : nil
    }
}
