// What the program is told: options, and environment variables where an option is missing.

internal import ArgumentParser
internal import Glibc
internal import Interviews
internal import Logging

struct Options: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The SQLite file; ':memory:' keeps nothing. (VOICE_INTERVIEWS_DATABASE, DATABASE_URL)", valueName: "path"))
    var database: String?

    @Option(help: ArgumentHelp("Serve this one user. (VOICE_INTERVIEWS_USER)", valueName: "id"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "Sessions are access tokens, checked with this JWK Set. (VOICE_INTERVIEWS_JWKS)", valueName: "file"))
    var jwks: String?

    @Option(
        help: ArgumentHelp("The URL that tokens must name as their issuer. (VOICE_INTERVIEWS_ISSUER)", valueName: "url")
    )
    var issuer: String?

    @Option(help: ArgumentHelp("The audience that tokens must name. (VOICE_INTERVIEWS_AUDIENCE)", valueName: "name"))
    var audience: String?

    @Option(
        help: ArgumentHelp(
            "From which level on to log. (VOICE_INTERVIEWS_LOG_LEVEL; default: notice)", valueName: "level"))
    var logLevel: Logger.Level?

    @Option(help: ArgumentHelp("How to log. (VOICE_INTERVIEWS_LOG_FORMAT; default: text)", valueName: "format"))
    var logFormat: LogFormat?

    @Flag(help: "Foreseeable times and ids, for scripted transcripts.")
    var deterministic = false
}

/// The variables of the process's environment.
struct Environment: Sendable {
    /// A value that is not UTF-8 would reach the program repaired, as another path or another user.
    func value(_ variable: String) throws(Ending) -> String? {
        // getenv(3) gives a text that stays as long as nobody changes the environment, and nobody here does.
        guard let bytes = unsafe getenv(variable) else { return nil }
        guard let value = unsafe String(validatingCString: bytes) else {
            throw Ending(status: .configuration, sentence: "\(variable) is not UTF-8.")
        }
        return value
    }
}

/// What options and environment come to.
struct Settings: Sendable {
    let database: DatabaseSettings
    let sessions: SessionSettings

    init(_ options: Options, _ environment: Environment) throws(Ending) {
        sessions = try SessionSettings(options, environment)
        database = try DatabaseSettings(options.database, environment)
    }
}

/// How the program tells what it does.
struct LogSettings: Sendable {
    let level: Logger.Level
    let format: LogFormat

    init(_ options: Options, _ environment: Environment) throws(Ending) {
        level = try Self.choice(options.logLevel, "VOICE_INTERVIEWS_LOG_LEVEL", environment) ?? .notice
        format = try Self.choice(options.logFormat, "VOICE_INTERVIEWS_LOG_FORMAT", environment) ?? .text
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ option: Value?, _ variable: String, _ environment: Environment
    ) throws(Ending) -> Value? {
        if let option { return option }
        guard let text = try environment.value(variable) else { return nil }
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Ending(status: .configuration, sentence: "\(variable) must be one of \(names).")
        }
        return value
    }
}
