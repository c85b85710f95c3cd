// `report`: writes all interviews of one user as an HTML page.

public import ArgumentParser
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
            output.

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
        let environment = Environment()
        let (user, zone) = (try UserID(of: user, environment), try zone())
        let location = try DatabaseSettings(database, environment).location
        guard location != .memory else {
            throw ExitError(
                status: .usage, sentence: ":memory: contains no interviews; give the path of a file.")
        }
        let target = try Target(output, notPartOf: location)
        let history = try Self.history(of: user, at: location, zone)
        let page = HistoryPage(of: user, history, in: language, zone, at: .now)
        try target.write(page.bytes, "\(Self.count(history.interviews.count)) of \(user.text)")
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

        /// - Parameter what: a description of the content, which is printed; to standard error if the page goes to
        ///   standard output.
        func write(_ bytes: [UInt8], _ what: String) throws(ExitError) {
            switch self {
            case .standardOutput:
                try writeToStandardOutput(bytes.span)
                writeToStandardError("standard output: \(what)\n")
            case .file(let file):
                try file.write(bytes)
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

    private static func history(
        of user: UserID, at location: DatabaseLocation, _ zone: LocalTime
    ) throws(ExitError) -> History {
        let deadline = ContinuousClock.now + longestWait
        while true {
            do throws(OpeningFailure) {
                let store = try SQLiteStore(reading: location)
                defer { store.close() }
                return try history(of: user, in: store, zone)
            } catch .failed(.busy) where ContinuousClock.now < deadline {
                usleep(100_000)
            } catch .danglingLink {
                throw ExitError(.missing, at: location.description)
            } catch {
                throw ExitError(error, at: location.description)
            }
        }
    }

    /// How long opening is retried while other processes hold the database.
    private static let longestWait = Duration.seconds(5)

    private static func history(
        of user: UserID, in store: SQLiteStore, _ zone: LocalTime
    ) throws(OpeningFailure) -> History {
        let outcome: Result<History, Refusal>
        do throws(StoreFailure) {
            outcome = try store.together { transaction in
                Result { () throws(Refusal) in try UserInterviews(of: user, in: transaction).history(in: zone) }
            }
        } catch {
            throw Self.failure(error)
        }
        switch outcome {
        case .success(let history): return history
        case .failure(.failed(let failure)): throw Self.failure(failure)
        // In one snapshot every listed interview exists; one that is not found is damaged.
        case .failure: throw .failed(.damaged)
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
