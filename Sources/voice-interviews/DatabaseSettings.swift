// The location of the database, from options and environment variables.

internal import Interviews
internal import SQLiteStore

/// The database that is opened.
struct DatabaseSettings: Sendable {
    let location: DatabaseLocation

    /// Whether missing folders are created: only those of the default path. A path that was given may be misspelt.
    let ifMissing: MissingFile

    init(_ option: String?, _ environment: Environment) throws(ExitError) {
        if let option {
            self = try Self(path: option, from: "--database", .usage)
        } else if let path = try environment.value("VOICE_INTERVIEWS_DATABASE") {
            self = try Self(path: path, from: "VOICE_INTERVIEWS_DATABASE", .configuration)
        } else if let url = try environment.value("DATABASE_URL") {
            self = try Self(url: url)
        } else {
            self.init(.file(path: try Self.defaultPath(environment)), .isMadeWithFolders)
        }
    }

    private init(_ location: DatabaseLocation, _ ifMissing: MissingFile) {
        (self.location, self.ifMissing) = (location, ifMissing)
    }

    private init(path: String, from source: String, _ status: ExitError.Status) throws(ExitError) {
        guard path != ":memory:" else { self.init(.memory, .isMade); return }
        let path = try Settings.path(path, from: source, status)
        guard !path.contains("://") else {
            throw ExitError(status: status, sentence: "\(source) must be the path of a file, not a URL.")
        }
        self.init(.file(path: path), .isMade)
    }

    /// Parses `file:PATH`, the notation of Prisma; the query part is ignored.
    private init(url: String) throws(ExitError) {
        guard url.hasPrefix("file:") else {
            throw ExitError(
                status: .configuration,
                sentence: """
                    DATABASE_URL must begin with "file:"; if it belongs to another program, name the database with \
                    --database or VOICE_INTERVIEWS_DATABASE.
                    """)
        }
        var path = String(url.dropFirst("file:".count).prefix { $0 != "?" })
        if path.hasPrefix("///") { path.removeFirst(2) }
        guard !path.hasPrefix("//") else {
            throw ExitError(status: .configuration, sentence: "DATABASE_URL must name a local file.")
        }
        try self.init(path: path, from: "DATABASE_URL", .configuration)
    }

    private static func defaultPath(_ environment: Environment) throws(ExitError) -> String {
        // The XDG Base Directory Specification requires that relative paths are ignored.
        if let data = try environment.value("XDG_DATA_HOME"), data.hasPrefix("/") { return file(under: data) }
        if let home = try environment.value("HOME"), home.hasPrefix("/") { return file(under: home + "/.local/share") }
        throw ExitError(
            status: .configuration,
            sentence: "the database is missing: give --database, or set XDG_DATA_HOME or HOME.")
    }

    private static func file(under folder: String) -> String { folder + "/voice-interviews/interviews.sqlite" }
}

extension Settings {
    /// A path that can be opened. A leading `~` is refused: only a shell expands it, and without a shell, as in the
    /// configuration of a host, it would be the name of a folder.
    static func path(_ path: String, from source: String, _ status: ExitError.Status) throws(ExitError) -> String {
        guard !path.isEmpty else { throw ExitError(status: status, sentence: "\(source) must not be empty.") }
        guard path.utf8.first != UInt8(ascii: "~") else {
            throw ExitError(
                status: status,
                sentence: """
                    \(source) begins with ~, which only a shell expands; give the full path, or ./~ for a name that \
                    begins with ~.
                    """)
        }
        return path
    }
}
