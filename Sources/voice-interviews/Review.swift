// `review`: lets a language model review interviews, one after another.

internal import ArgumentParser
internal import ChatCompletions
internal import Glibc
internal import InterviewMethods
internal import Insight
internal import Interviews
internal import Reviews
internal import SQLiteStore

struct Review: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a language model review the interviews of one user.",
        discussion: """
            Reviews all interviews that have ended and have no feedback, or those that are named, one after another, and \
            stores the feedback and the score of each at once. The database may be in use by other processes. Interrupted, \
            it keeps what is stored, and continues with the rest when it is run again; it gives up when the model has failed \
            three times in a row. The exit status is 0, or 1 if a review has failed or the command was interrupted; interviews in which too little was said have nothing to review, which is no failure.
            """)

    @Option(help: "The user whose interviews are reviewed. (VOICE_INTERVIEWS_USER)")
    var user: String?

    @Option(
        help: ArgumentHelp(
            "An interview to review, even if it has feedback; may be repeated. (default: all without feedback)",
            valueName: "id"))
    var interview: [String] = []

    @Option(help: ArgumentHelp("The language of the feedback. (default: that of the candidate)", valueName: "tag"))
    var language: String?

    @Option(help: ArgumentHelp("The SQLite file. (VOICE_INTERVIEWS_DATABASE, DATABASE_URL)", valueName: "path"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            "The base URL of a server of OpenAI's chat completions. (VOICE_INTERVIEWS_MODEL_URL)", valueName: "url"))
    var modelUrl: String?

    @Option(
        help: ArgumentHelp(
            "The name of the model. (VOICE_INTERVIEWS_MODEL; its key: VOICE_INTERVIEWS_MODEL_KEY)", valueName: "name"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "The time for one review, 1 to 3600. (VOICE_INTERVIEWS_MODEL_TIMEOUT; default: 120)", valueName: "seconds"))
    var modelTimeout: String?

    /// How long the command may take to end after a signal, in microseconds.
    private static let longestWait: UInt32 = 900_000

    func run() throws {
        let environment = Environment()
        let user = try UserID(of: user, environment)
        let language = try languageTag()
        guard let settings = try ModelSettings(try modelOptions(), environment) else {
            throw ExitError(
                status: .usage, sentence: "the model is missing: give --model-url and --model.")
        }
        let location = try DatabaseSettings(database, environment).location
        guard location != .memory else {
            throw ExitError(
                status: .usage, sentence: ":memory: contains no interviews; give the path of a file.")
        }
        let interruption = Interruption()
        SignalWatch.begin {
            interruption.interrupt()
            // Nobody may read what the command prints.
            usleep(Self.longestWait)
            _exit(1)
        }
        let store: SQLiteStore
        do throws(OpeningFailure) {
            store = try SQLiteStore(at: location, ifMissing: .isRefused)
        } catch {
            throw ExitError(error, at: location.description)
        }
        defer { store.close() }
        if let warning = settings.warning { writeToStandardError("voice-interviews: \(warning).\n") }
        var run = ReviewRun(store, user, settings.reviewer, language, interruption)
        if interview.isEmpty {
            try run.review(try run.withoutFeedback(), .withoutFeedback)
        } else {
            var ids: [String] = []
            for id in interview where !ids.contains(id) { ids.append(id) }
            try run.review(ids, .named)
        }
        if run.hasFailed { throw ExitCode(1) }
    }

    private func modelOptions() throws(ExitError) -> ModelOptions {
        var options = ModelOptions(url: modelUrl, name: model)
        if let modelTimeout {
            options.timeout = ModelOptions.timeout(modelTimeout)
            guard options.timeout != nil else {
                throw ExitError(status: .usage, sentence: "--model-timeout \(ModelOptions.timeoutSentence)")
            }
        }
        return options
    }

    private func languageTag() throws(ExitError) -> LanguageTag? {
        guard let language else { return nil }
        guard let tag = LanguageTag(language) else {
            throw ExitError(
                status: .usage, sentence: "--language must be a BCP 47 language tag, such as fr or pt-BR.")
        }
        return tag
    }
}

extension UserID {
    /// The user of `--user`, or of the environment.
    init(of option: String?, _ environment: Environment) throws(ExitError) {
        guard let given = try SettingValue(option, "--user", "VOICE_INTERVIEWS_USER", environment) else {
            throw ExitError(
                status: .usage, sentence: "the user is missing: give --user or VOICE_INTERVIEWS_USER.")
        }
        try self.init(given)
    }
}
