// Settings from options, or from environment variables if an option is missing.

internal import CSystem
internal import Glibc
internal import Interviews
internal import Logging
internal import SQLiteStore

/// The environment variables of the process.
struct Environment: Sendable {
    /// The variables that another program gets: all but those of this program, some of which are secret.
    var forChildProcesses: [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        var index: Int32 = 0
        // This program never changes its environment.
        while let variable = unsafe process_variable(index) {
            index += 1
            let parts = unsafe String(cString: variable).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].hasPrefix("VOICE_INTERVIEWS_") else { continue }
            variables.append((String(parts[0]), String(parts[1])))
        }
        return variables
    }

    /// The value of a variable; nil if it is not set.
    /// - Throws: if it is not UTF-8, because a repaired value could name another path or another user.
    func value(_ variable: String) throws(ExitError) -> String? {
        // The string of getenv(3) is valid until the environment changes, and this program never changes it.
        guard let bytes = unsafe getenv(variable) else { return nil }
        guard let value = unsafe String(validatingCString: bytes) else {
            throw ExitError(status: .configuration, sentence: "\(variable) is not UTF-8.")
        }
        return value
    }
}

/// The settings of `serve`.
struct Settings: Sendable {
    let database: DatabaseSettings
    let sessions: SessionSettings
    let webhooks: WebhookSettings?
    let model: ModelSettings?

    init(_ options: ServeOptions, _ environment: Environment) throws(ExitError) {
        sessions = try SessionSettings(options, environment)
        webhooks = try WebhookSettings(options, environment)
        model = try ModelSettings(options.model, environment)
        database = try DatabaseSettings(options.database, environment)
    }
}

/// The level and the format of the log.
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
