// The options of `serve`, declared in one table and parsed without ArgumentParser.
//
// Frontends and agents start this command, and ArgumentParser would take longer than the rest of the start together.

internal import InterviewMethods
internal import Interviews
internal import Logging
internal import Webhooks

struct ServeOptions {
    var database: String?
    var user: String?
    var jwks: String?
    var issuer: String?
    var audience: String?
    var webhookSecrets: String?
    var webhookTolerance: WebhookTolerance?
    var model = ModelOptions()
    var quotas = Quotas.none
    var logLevel: Logger.Level?
    var logFormat: LogFormat?
    var isDeterministic = false

    #if DEBUG
        /// For `crash --control`.
        var injectedFault: InjectedFault?
    #endif

    /// An option with its description and its effect.
    struct Option {
        let name: String

        /// The name of the value in the help; nil for a flag.
        let value: String?

        /// The description in the help.
        let help: @Sendable () -> String

        /// - Returns: whether the value is valid.
        let set: @Sendable (inout ServeOptions, String) -> Bool
    }

    /// In the order of the help. The README repeats the table; a test compares them.
    static let table: [Option] = [
        text(
            "database", "path",
            """
            The SQLite file; ':memory:' stores nothing on disk. (VOICE_INTERVIEWS_DATABASE, DATABASE_URL; default: \
            voice-interviews/interviews.sqlite in $XDG_DATA_HOME or ~/.local/share)
            """
        ) {
            $0.database = $1
        },
        text("user", "id", "Serve only this user. (VOICE_INTERVIEWS_USER)") { $0.user = $1 },
        text("jwks", "file", "Sessions are access tokens, verified with this JWK Set. (VOICE_INTERVIEWS_JWKS)") {
            $0.jwks = $1
        },
        text("issuer", "url", "The required issuer of tokens. (VOICE_INTERVIEWS_ISSUER)") {
            $0.issuer = $1
        },
        text("audience", "name", "The required audience of tokens. (VOICE_INTERVIEWS_AUDIENCE)") {
            $0.audience = $1
        },
        text(
            "webhook-secrets", "file",
            "A JSON object with the secrets of vendors, which verify webhooks. (VOICE_INTERVIEWS_WEBHOOK_SECRETS)"
        ) {
            $0.webhookSecrets = $1
        },
        Option(
            name: "webhook-tolerance", value: "seconds",
            help: {
                "How old a webhook may be, or 'none' for any age, to replay recorded ones. (default: the vendor's)"
            }
        ) { options, text in
            options.webhookTolerance = WebhookTolerance(text)
            return options.webhookTolerance != nil
        },
        text(
            "model-url", "url",
            "The base URL of a server of OpenAI's chat completions, for feedback. (VOICE_INTERVIEWS_MODEL_URL)"
        ) {
            $0.model.url = $1
        },
        text("model", "name", "The name of the model. (VOICE_INTERVIEWS_MODEL; its key: VOICE_INTERVIEWS_MODEL_KEY)") {
            $0.model.name = $1
        },
        Option(
            name: "model-timeout", value: "seconds",
            help: {
                "The time for one feedback, 1 to 3600. (VOICE_INTERVIEWS_MODEL_TIMEOUT; default: 120)"
            }
        ) { options, text in
            options.model.timeout = ModelOptions.timeout(text)
            return options.model.timeout != nil
        },
        limit("max-interviews", "How many interviews each user may have. (default: no limit)") {
            $0.quotas.interviews = $1
        },
        limit("max-bytes", "How many bytes the interviews of each user may have. (default: no limit)") {
            $0.quotas.bytes = $1
        },
        choice("log-level", "level", "The lowest level to log. (VOICE_INTERVIEWS_LOG_LEVEL; default: notice)") {
            $0.logLevel = $1
        },
        choice("log-format", "format", "The format of log lines. (VOICE_INTERVIEWS_LOG_FORMAT; default: text)") {
            $0.logFormat = $1
        },
        Option(name: "deterministic", value: nil, help: { "Predictable times and ids, for scripts." }) {
            options, _ in
            options.isDeterministic = true
            return true
        },
    ]

    /// Options that the help omits.
    private static var hidden: [Option] {
        #if DEBUG
            [choice("inject-fault", "fault", "") { $0.injectedFault = $1 }]
        #else
            []
        #endif
    }

    /// An option with a decimal number from 1 on, without a sign.
    private static func limit(
        _ name: String, _ help: String, _ set: @escaping @Sendable (inout ServeOptions, Int) -> Void
    ) -> Option {
        Option(name: name, value: "number", help: { help }) { options, text in
            let isDecimal = text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard isDecimal, let number = Int(text), number > 0 else { return false }
            set(&options, number)
            return true
        }
    }

    private static func text(
        _ name: String, _ value: String, _ help: String, _ set: @escaping @Sendable (inout ServeOptions, String) -> Void
    ) -> Option {
        Option(name: name, value: value, help: { help }) { options, text in
            set(&options, text)
            return true
        }
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ value: String, _ help: String,
        _ set: @escaping @Sendable (inout ServeOptions, Value) -> Void
    ) -> Option {
        let helpWithValues: @Sendable () -> String = {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            return "\(help) (values: \(names))"
        }
        return Option(name: name, value: value, help: helpWithValues) { options, text in
            guard let value = Value(rawValue: text) else { return false }
            set(&options, value)
            return true
        }
    }
}

// MARK: - Reading

extension ServeOptions {
    /// Parses `--name value`, `--name=value` and flags in any order; the last occurrence of an option counts.
    /// - Throws: at the first argument that is not an option, or has an invalid value.
    init(_ arguments: [String]) throws(ExitError) {
        self.init()
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-") else {
                let isCommand = VoiceInterviews.Command(rawValue: argument) != nil
                throw Self.ending(
                    isCommand
                        ? "the command \"\(argument)\" must come before all options"
                        : "unexpected argument \"\(argument)\"")
            }
            guard argument.hasPrefix("--") else { throw Self.ending("unknown option \"\(argument)\"") }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.first ?? ""
            guard let option = (Self.table + Self.hidden).first(where: { $0.name == name }) else {
                throw Self.ending("unknown option \"--\(name)\"")
            }
            let given = parts.count > 1 ? String(parts[1]) : nil
            guard let expected = option.value else {
                guard given == nil else { throw Self.ending("--\(name) takes no value") }
                _ = option.set(&self, "")
                continue
            }
            // After an option without its value, the next option is not taken as the value.
            let next = rest.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
            guard let text = given ?? next else { throw Self.ending("--\(name) requires a value, <\(expected)>") }
            if given == nil { rest.removeFirst() }
            guard option.set(&self, text) else {
                throw Self.ending("invalid value \"\(text)\" for --\(name): \(option.help())")
            }
        }
    }

    private static func ending(_ what: String) -> ExitError {
        ExitError(status: .usage, sentence: "\(what); see --help.")
    }
}
