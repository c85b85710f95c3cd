// The program: its commands, and how it ends.

internal import ArgumentParser
internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import SQLiteStore

@main
struct VoiceInterviews: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice-interviews", version: version, subcommands: Command.allCases.map(\.type))

    /// The commands beside `serve`, by the names that ArgumentParser makes of their types: to ask it for them costs a
    /// quarter of a start.
    enum Command: String, CaseIterable {
        case report, replay, describe

        var type: any ParsableCommand.Type {
            switch self {
            case .report: Report.self
            case .replay: Replay.self
            case .describe: Describe.self
            }
        }
    }

    private static var version: String {
        "voice-interviews \(InterviewTable.version), SQLite \(SQLiteStore.sqliteVersion)"
    }

    static func main() {
        // A reader of our output that is gone shows as an error of write(2).
        signal(SIGPIPE, SIG_IGN)
        // A limit on the size of files, too.
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

    /// `serve` is read by its own table, and all other commands by ArgumentParser.
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

    /// What the program can do, with the options of `serve`; or what the command can do that is named behind it.
    private static func help(asked arguments: [String]) throws(ExitError) -> String {
        let asked = arguments.count == 2 && ["--help", "-h", "help"].contains(arguments[0]) ? arguments[1] : nil
        let named = arguments.dropFirst().first.flatMap(Command.init)
        if let asked, named == nil, asked != "serve" {
            throw ExitError(status: .usage, sentence: "there is no command \"\(asked)\"; --help shows what there is.")
        }
        if let named { return helpMessage(for: named.type) + "\n" }
        return Help.text(Command.allCases)
    }
}

/// Why the program cannot go on: one sentence for people, and a status as sysexits.h names it.
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
            case .anotherApplication: (.notOurs, "is the database of another application")
            case .newerVersion: (.notOurs, "was written by a newer version of voice-interviews")
            case .notScripted: (.notOurs, "holds interviews that were not made with --deterministic")
            case .danglingLink: (.cannotCreate, "is a link to a file that does not exist")
            case .notARegularFile: (.inputOutput, "is not a regular file")
            case .hasOtherNames:
                (
                    .inputOutput,
                    "has more than one name (hard links), each with a log and a lock of its own; remove the others"
                )
            case .isMountPoint:
                (
                    .inputOutput,
                    "is mounted by itself, without its log and its lock; mount the folder in which it lies instead"
                )
            case .inUseElsewhere:
                (.inputOutput, "is in use by a process that has opened it under another name; end that process first")
            case .lockIsAnotherFile:
                (.inputOutput, "has beside it, with -lock behind its name, a file that is not its lock")
            case .pathTooLong(let limit):
                (.cannotCreate, "has a path or a name that is too long: it may have \(limit) bytes")
            case .folderMissing(let folder):
                (.cannotCreate, "cannot be created: there is no folder \(folder)")
            case .earlierVersion:
                (
                    .inputOutput,
                    "was written by an earlier version, and cannot be brought up to date because it cannot be written"
                )
            case .notReadableSafely:
                (
                    .inputOutput,
                    "can be read and not written here, and others cannot be kept from writing; copy it, with its -wal"
                )
            case .cannotWrite(let errno):
                (.inputOutput, "may be read and not written: \(errno); serving it needs both, and report reads it")
            case .cannotCreate(let errno): (.cannotCreate, "cannot be created: \(errno)")
            case .cannotOpen(let errno): (.inputOutput, "cannot be opened: \(errno)")
            case .failed(.busy): (.inputOutput, "has been held by another process for too long")
            case .failed(.filesLost): (.inputOutput, "was moved or replaced while it was being opened")
            case .failed(.full): (.inputOutput, "cannot be written: there is no space left")
            case .failed(.damaged): (.notOurs, "holds damaged rows")
            case .failed(.outcomeUnknown(let error)), .failed(.other(let error)):
                (.inputOutput, "cannot be read or written: \(error.description)")
            }
        self.init(status: status, sentence: "\(path) \(sentence).")
    }
}
