// What the program is told: options, and environment variables where an option is missing.

internal import Glibc
internal import Interviews
internal import Logging
internal import SQLiteStore

/// The variables of the process's environment.
struct Environment: Sendable {
    /// A value that is not UTF-8 would reach the program repaired, as another path or another user.
    func value(_ variable: String) throws(ExitError) -> String? {
        // getenv(3) gives a text that stays as long as nobody changes the environment, and nobody here does.
        guard let bytes = unsafe getenv(variable) else { return nil }
        guard let value = unsafe String(validatingCString: bytes) else {
            throw ExitError(status: .configuration, sentence: "\(variable) is not UTF-8.")
        }
        return value
    }
}

/// What options and environment come to.
struct Settings: Sendable {
    let database: DatabaseSettings
    let sessions: SessionSettings

    init(_ options: ServeOptions, _ environment: Environment) throws(ExitError) {
        sessions = try SessionSettings(options, environment)
        database = try DatabaseSettings(options.database, environment)
    }
}

/// How the program tells what it does.
struct LogSettings: Sendable {
    let level: Logger.Level
    let format: LogFormat

    init(_ options: ServeOptions, _ environment: Environment) throws(ExitError) {
        level = try Self.choice(options.logLevel, "VOICE_INTERVIEWS_LOG_LEVEL", environment) ?? .notice
        format = try Self.choice(options.logFormat, "VOICE_INTERVIEWS_LOG_FORMAT", environment) ?? .text
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ option: Value?, _ variable: String, _ environment: Environment
    ) throws(ExitError) -> Value? {
        if let option { return option }
        guard let text = try environment.value(variable) else { return nil }
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw ExitError(status: .configuration, sentence: "\(variable) must be one of \(names).")
        }
        return value
    }
}
