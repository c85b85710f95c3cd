// What the program is told: options, and environment variables where an option is missing.

internal import ArgumentParser
internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import Logging

struct Options: ParsableArguments {
    @Option(help: "The SQLite file; ':memory:' keeps nothing. (VOICE_INTERVIEWS_DATABASE, DATABASE_URL)")
    var database: String?

    @Option(help: "Serve this one user. (VOICE_INTERVIEWS_USER)")
    var user: String?

    @Option(help: "From which level on to log. (VOICE_INTERVIEWS_LOG_LEVEL; default: notice)")
    var logLevel: Logger.Level?

    @Option(help: "How to log. (VOICE_INTERVIEWS_LOG_FORMAT; default: text)")
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
    let sessions: Sessions
    let logLevel: Logger.Level
    let logFormat: LogFormat

    init(_ options: Options, _ environment: Environment) throws(Ending) {
        sessions = try Self.sessions(options.user, environment)
        location = try Self.location(options.database, environment)
        logLevel = try Self.choice(options.logLevel, "VOICE_INTERVIEWS_LOG_LEVEL", environment) ?? .notice
        logFormat = try Self.choice(options.logFormat, "VOICE_INTERVIEWS_LOG_FORMAT", environment) ?? .text
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
    private static func location(
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

// MARK: - The sessions

extension Settings {
    /// Variables that ask for token sessions, which this version does not have. To ignore one would be to trust
    /// whoever writes a session.
    private static let tokenVariables = [
        "VOICE_INTERVIEWS_TOKEN", "VOICE_INTERVIEWS_JWKS", "VOICE_INTERVIEWS_ISSUER", "VOICE_INTERVIEWS_AUDIENCE",
    ]

    private static func sessions(_ option: String?, _ environment: Environment) throws(Ending) -> Sessions {
        for variable in tokenVariables where try environment.value(variable) != nil {
            throw Ending(status: .configuration, sentence: "\(variable) is set, but this version cannot check tokens.")
        }
        if let option { return .pinned(try user(option, from: "--user", .usage)) }
        guard let text = try environment.value("VOICE_INTERVIEWS_USER") else { return .trusted }
        return .pinned(try user(text, from: "VOICE_INTERVIEWS_USER", .configuration))
    }

    private static func user(_ text: String, from source: String, _ status: Ending.Status) throws(Ending) -> UserID {
        guard let user = UserID(text) else {
            let bytes = Limits.userIdBytes
            let expectation = "\(bytes.lowerBound) to \(bytes.upperBound) bytes of UTF-8 without control characters"
            throw Ending(status: status, sentence: "\(source) must be a user id of \(expectation).")
        }
        return user
    }
}
