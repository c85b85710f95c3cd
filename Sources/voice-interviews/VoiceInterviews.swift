// The program: its commands and its exit statuses.

internal import ArgumentParser
internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import SQLiteStore

@main
struct VoiceInterviews: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice-interviews", version: version, subcommands: Command.allCases.map(\.type))

    /// The commands other than `serve`. Their names are those that ArgumentParser derives from the types; asking it for
    /// them takes a quarter of a start.
    enum Command: String, CaseIterable {
        case report, review, replay, describe

        var type: any ParsableCommand.Type {
            switch self {
            case .report: Report.self
            case .review: Review.self
            case .replay: Replay.self
            case .describe: Describe.self
            }
        }
    }

    private static var version: String {
        "voice-interviews \(InterviewTable.version), SQLite \(SQLiteStore.sqliteVersion)"
    }

    static func main() {
        // With SIGPIPE ignored, a write to a closed output fails with EPIPE.
        signal(SIGPIPE, SIG_IGN)
        // Likewise, a write beyond a limit on the size of files fails with EFBIG.
        signal(SIGXFSZ, SIG_IGN)
        occupyClosedStreams()
        do {
            try run(try ProcessArguments.all())
        } catch let ending as ExitError {
            ending.perform()
        } catch {
            exit(withError: error)
        }
    }

    /// `serve` is parsed by `ServeOptions`, all other commands by ArgumentParser.
    private static func run(_ arguments: [String]) throws {
        if arguments.first.flatMap(Command.init) != nil {
            var command = try parseAsRoot(arguments)
            try command.run()
        } else if arguments.contains(where: ["--help", "-h"].contains) || arguments.first == "help" {
            try writeToStandardOutput(try help(asked: arguments))
        } else if arguments.contains("--version") {
            try writeToStandardOutput(version + "\n")
        } else {
            try Serve(options: try ServeOptions(arguments.first == "serve" ? Array(arguments.dropFirst()) : arguments))
                .run()
        }
    }

    /// The help of the program with the options of `serve`, or that of the command that is named after it.
    private static func help(asked arguments: [String]) throws(ExitError) -> String {
        let asked = arguments.count == 2 && ["--help", "-h", "help"].contains(arguments[0]) ? arguments[1] : nil
        let named = arguments.dropFirst().first.flatMap(Command.init)
        if let asked, named == nil, asked != "serve" {
            throw ExitError(status: .usage, sentence: "unknown command \"\(asked)\"; see --help.")
        }
        if let named { return helpMessage(for: named.type) + "\n" }
        return Help.text(Command.allCases)
    }
}

/// An error that ends the program: a sentence for people, and an exit status from sysexits.h.
struct ExitError: Error {
    enum Status: Int32 {
        case usage = 64
        case notOurs = 65
        case noInput = 66
        case cannotCreate = 73
        case inputOutput = 74
        case configuration = 78
    }

    let status: Status
    let sentence: String

    func perform() -> Never {
        writeToStandardError("voice-interviews: \(harmless(sentence))\n")
        Glibc.exit(status.rawValue)
    }
}

extension ExitError {
    init(_ failure: OpeningFailure, at path: String) {
        let (status, sentence): (Status, String) =
            switch failure {
            case .notSQLite: (.notOurs, "is not an SQLite database")
            case .missing: (.noInput, "does not exist")
            case .damaged: (.notOurs, "is a damaged SQLite database")
            case .anotherApplication: (.notOurs, "belongs to another application")
            case .newerVersion: (.notOurs, "was written by a newer version of voice-interviews")
            case .notScripted: (.notOurs, "contains interviews that were not created with --deterministic")
            case .danglingLink: (.cannotCreate, "is a symbolic link to a file that does not exist")
            case .notARegularFile: (.inputOutput, "is not a regular file")
            case .hasOtherNames:
                (
                    .inputOutput,
                    "has more than one name (hard links), and each would have its own WAL and lock; remove the others"
                )
            case .isMountPoint:
                (
                    .inputOutput,
                    "is mounted by itself, without its WAL and lock; mount its folder instead"
                )
            case .inUseElsewhere:
                (.inputOutput, "is in use by a process that opened it under another name; end that process first")
            case .lockIsAnotherFile:
                (.inputOutput, "has a file beside it, named like it with -lock appended, that is not its lock")
            case .pathTooLong(let limit):
                (.cannotCreate, "has a path or a name of more than \(limit) bytes")
            case .folderMissing(let folder):
                (.cannotCreate, "cannot be created: the folder \(folder) does not exist")
            case .earlierVersion:
                (
                    .inputOutput,
                    "was written by an earlier version, and cannot be migrated because it cannot be written"
                )
            case .notReadableSafely:
                (
                    .inputOutput,
                    "can be read but not written, and other processes cannot be kept from writing; copy it with its -wal"
                )
            case .cannotWrite(let errno):
                (.inputOutput, "can be read but not written: \(errno); serve needs both, report only reads")
            case .cannotCreate(let errno): (.cannotCreate, "cannot be created: \(errno)")
            case .cannotOpen(let errno): (.inputOutput, "cannot be opened: \(errno)")
            case .failed(.busy): (.inputOutput, "is held by another process")
            case .failed(.filesLost): (.inputOutput, "was moved or replaced while it was being opened")
            case .failed(.full): (.inputOutput, "cannot be written: there is no space left")
            case .failed(.damaged): (.notOurs, "contains damaged rows")
            case .failed(.outcomeUnknown(let error)), .failed(.other(let error)):
                (.inputOutput, "cannot be read or written: \(error.description)")
            }
        self.init(status: status, sentence: "\(path) \(sentence).")
    }
}
