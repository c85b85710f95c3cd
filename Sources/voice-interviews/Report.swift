// `report`: writes all interviews of one user as an HTML page.

public import ArgumentParser
internal import CSystem
internal import Glibc
public import HistoryPage
internal import Insight
internal import Interviews
internal import SQLiteStore

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write all interviews of one user as one HTML page.",
        discussion: """
            The page is self-contained: it has no scripts and makes no requests. It contains private data, so only its \
            owner can read the file (mode 0600). The page is written to a new file beside FILE, which is renamed to FILE \
            when it is on disk: an existing file is replaced, a symbolic link is refused. If this fails, the exit status \
            is not 0, FILE is unchanged, and the new file is removed. With - as FILE, the page is written to standard \
            output when all of it is made; until then a long one is kept in a temporary file (TMPDIR, or else /tmp).

            The database may be in use by other processes, and may be read-only; the page is a consistent snapshot. A \
            database that does not exist is not created; one of an earlier version is migrated, as by the server.
            """)

    @Option(help: "The user whose interviews are written. (VOICE_INTERVIEWS_USER)")
    var user: String?

    @Option(help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
    var output: String

    @Option(help: "The language of the page.")
    var language = Language.english

    @Option(
        help: ArgumentHelp(
            "The time zone of days and weeks, such as Europe/Paris. (default: that of the system)",
            valueName: "name"))
    var timeZone: String?

    @Option(help: ArgumentHelp("The SQLite file. (VOICE_INTERVIEWS_DATABASE, DATABASE_URL)", valueName: "path"))
    var database: String?

    func run() throws {
        // Interviews of up to 8 MiB are read one after the other.
        release_blocks_from(1024 * 1024)
        let environment = Environment()
        let (user, zone) = (try UserID(of: user, environment), try zone())
        let location = try DatabaseSettings(database, environment).location
        guard location != .memory else {
            throw ExitError(
                status: .usage, sentence: ":memory: contains no interviews; give the path of a file.")
        }
        let target = try Target(output, notPartOf: location)
        let interviews = try write(to: target, user, at: location, zone, environment)
        target.confirm("\(Self.count(interviews)) of \(user.text)")
    }

    private static func count(_ interviews: Int) -> String {
        switch interviews {
        case 0: "no interviews"
        case 1: "1 interview"
        default: "\(interviews) interviews"
        }
    }

    /// The destination of the page.
    private enum Target {
        case standardOutput
        case file(WholeFile)

        /// - Parameter database: a database that must not be overwritten, nor any of its files.
        init(_ output: String, notPartOf database: DatabaseLocation) throws(ExitError) {
            guard output != "-" else { self = .standardOutput; return }
            let file = WholeFile(path: try Settings.path(output, from: "--output", .usage))
            if case .file(let path) = database, file.isAnySQLiteFile(of: path) {
                throw ExitError(
                    status: .usage, sentence: "--output \(output) is a database, or a file that belongs to one.")
            }
            try file.requireReplaceable()
            self = .file(file)
        }

        /// A page for it, which is not yet written.
        func draft(_ environment: Environment) throws(ExitError) -> any Draft {
            switch self {
            case .standardOutput:
                let folder = try environment.value("TMPDIR") ?? ""
                return StandardOutputDraft(temporaryFilesIn: folder.isEmpty ? "/tmp" : folder)
            case .file(let file): return FileDraft(of: file)
            }
        }

        /// Prints what was written; to standard error if the page went to standard output.
        func confirm(_ what: String) {
            switch self {
            case .standardOutput: writeToStandardError("standard output: \(what)\n")
            case .file(let file):
                // The page is written; that this line cannot be printed is not an error.
                do throws(ExitError) { try writeToStandardOutput("\(harmless(file.path)): \(what)\n") } catch {}
            }
        }
    }

    private func zone() throws(ExitError) -> LocalTime {
        guard let timeZone else { return .ofMachine }
        guard let zone = LocalTime(timeZone) else {
            throw ExitError(
                status: .usage,
                sentence: LocalTime.hasDatabase
                    ? "--time-zone must be the name of a time zone, such as Europe/Paris, or UTC."
                    : "--time-zone must be UTC: this system has no time zone database (tzdata).")
        }
        return zone
    }

    /// How long the page is tried again while other processes hold the database, or change a file that is read without
    /// locks.
    private static let longestWait = Duration.seconds(5)

    /// - Returns: the number of interviews on the page.
    private func write(
        to target: Target, _ user: UserID, at location: DatabaseLocation, _ zone: LocalTime, _ environment: Environment
    ) throws -> Int {
        let deadline = ContinuousClock.now + Self.longestWait
        while true {
            let draft = try target.draft(environment)
            defer { draft.discard() }
            do {
                let interviews = try Self.read(user, at: location, zone) { history in
                    try HistoryPage(of: user, history, in: language, zone, at: .now).write { try draft.write($0) }
                    return history.progress.interviews
                }
                // Not before the end of the transaction, which may find that the file has changed.
                try draft.finish()
                return interviews
            } catch OpeningFailure.failed(.busy) where ContinuousClock.now < deadline {
                draft.discard()
                usleep(100_000)
            } catch OpeningFailure.danglingLink {
                throw ExitError(.missing, at: location.description)
            } catch let failure as OpeningFailure {
                throw ExitError(failure, at: location.description)
            }
        }
    }

    /// Calls `body` with the history of a user in one snapshot.
    /// - Throws: an `OpeningFailure`, or what `body` throws.
    private static func read<Value>(
        _ user: UserID, at location: DatabaseLocation, _ zone: LocalTime, _ body: (History) throws -> Value
    ) throws -> Value {
        let store = try SQLiteStore(reading: location)
        defer { store.close() }
        do {
            return try store.together { transaction in
                Result { try UserInterviews(of: user, in: transaction).history(in: zone, body) }
            }.get()
        } catch let failure as StoreFailure {
            throw Self.failure(failure)
        } catch Refusal.failed(let failure) {
            throw Self.failure(failure)
        } catch is Refusal {
            // In one snapshot every listed interview exists; one that is not found is damaged.
            throw OpeningFailure.failed(.damaged)
        }
    }
}

extension Report {
    /// SQLITE_CORRUPT (11) is reported like a damaged row.
    private static func failure(_ failure: StoreFailure) -> OpeningFailure {
        if case .other(let error) = failure, error.code & 0xFF == 11 { return .damaged }
        return .failed(failure)
    }
}

extension Language: ExpressibleByArgument {}
