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
    let location: DatabaseLocation
    let sessions: SessionSettings

    init(_ options: Options, _ environment: Environment) throws(Ending) {
        sessions = try SessionSettings(options, environment)
        location = try Self.location(options.database, environment)
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

// MARK: - The database

extension Settings {
    static func location(
        _ option: String?, _ environment: Environment
    ) throws(Ending) -> DatabaseLocation {
        if let option { return try location(ofPath: option, from: "--database", .usage) }
        if let path = try environment.value("VOICE_INTERVIEWS_DATABASE") {
            return try location(ofPath: path, from: "VOICE_INTERVIEWS_DATABASE", .configuration)
        }
        if let url = try environment.value("DATABASE_URL") { return try location(ofURL: url) }
        return try defaultLocation(environment)
    }

    private static func location(
        ofPath path: String, from source: String, _ status: Ending.Status
    ) throws(Ending) -> DatabaseLocation {
        guard !path.isEmpty else { throw Ending(status: status, sentence: "\(source) is an empty path.") }
        guard path != ":memory:" else { return .memory }
        guard !path.contains("://") else {
            throw Ending(status: status, sentence: "\(source) must be the path of a file, not a URL.")
        }
        return .file(path: path)
    }

    /// `file:PATH`, as Prisma writes it; the query part is ignored.
    private static func location(ofURL url: String) throws(Ending) -> DatabaseLocation {
        guard url.hasPrefix("file:") else {
            throw Ending(status: .configuration, sentence: "DATABASE_URL must begin with \"file:\".")
        }
        var path = String(url.dropFirst("file:".count).prefix { $0 != "?" })
        if path.hasPrefix("///") { path.removeFirst(2) }
        guard !path.hasPrefix("//") else {
            throw Ending(status: .configuration, sentence: "DATABASE_URL must name a file of this machine.")
        }
        return try location(ofPath: path, from: "DATABASE_URL", .configuration)
    }

    private static func defaultLocation(_ environment: Environment) throws(Ending) -> DatabaseLocation {
        // The XDG Base Directory Specification has relative paths ignored.
        if let data = try environment.value("XDG_DATA_HOME"), data.hasPrefix("/") { return file(under: data) }
        if let home = try environment.value("HOME"), home.hasPrefix("/") { return file(under: home + "/.local/share") }
        throw Ending(
            status: .configuration,
            sentence: "there is no --database, and neither XDG_DATA_HOME nor HOME says where to keep one.")
    }

    private static func file(under folder: String) -> DatabaseLocation {
        .file(path: folder + "/voice-interviews/interviews.sqlite")
    }
}
