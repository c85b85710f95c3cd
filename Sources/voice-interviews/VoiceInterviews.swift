// The program: its commands, and how it ends.

internal import ArgumentParser
internal import Glibc
internal import InterviewMethods
internal import Interviews

@main
struct VoiceInterviews: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice-interviews",
        abstract: "Keeps practice job interviews: JSON-RPC 2.0 on standard input and output, SQLite behind it.",
        version: "voice-interviews \(InterviewTable.version), SQLite \(Store.sqliteVersion)",
        subcommands: [Serve.self, Report.self, Replay.self, Describe.self],
        defaultSubcommand: Serve.self)

    static func main() {
        // A reader of our output that is gone shows as an error of write(2).
        signal(SIGPIPE, SIG_IGN)
        // A limit on the size of files, too.
        signal(SIGXFSZ, SIG_IGN)
        occupyClosedStreams()
        do {
            let arguments = try ProcessArguments.all()
            if ["--help", "-h", "help"].contains(arguments.first) {
                try writeToStandardOutput(help(onCommands: Array(arguments.dropFirst())))
            } else {
                var command = try parseAsRoot(arguments)
                try command.run()
            }
        } catch let ending as Ending {
            ending.perform()
        } catch {
            exit(withError: error)
        }
    }
}

extension VoiceInterviews {
    /// What the program can do, with the options that it takes without a command; or what one command can do.
    private static func help(onCommands names: [String]) -> String {
        let named = configuration.subcommands.first { $0._commandName == names.first }
        if let named { return helpMessage(for: named) + "\n" }
        return helpMessage() + "\n\nWithout a subcommand:\n\n" + helpMessage(for: Serve.self) + "\n"
    }
}

/// Why the program cannot go on: one sentence for people, and a status as sysexits.h names it.
struct Ending: Error {
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

extension Ending {
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
                    "has more than one name (hard links), each of which would have a log and a lock of its own"
                )
            case .isMountPoint:
                (
                    .inputOutput,
                    "is mounted by itself, without its log and its lock; mount the folder in which it lies instead"
                )
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
            case .cannotCreate(let errno): (.cannotCreate, "cannot be created: \(errno)")
            case .cannotOpen(let errno): (.inputOutput, "cannot be opened: \(errno)")
            case .failed(.busy): (.inputOutput, "has been held by another process for too long")
            case .failed(.filesLost): (.inputOutput, "was moved or replaced while it was being opened")
            case .failed(.full): (.inputOutput, "cannot be written: there is no space left")
            case .failed(.damaged): (.notOurs, "holds damaged rows")
            case .failed(.outcomeUnknown(let code)), .failed(.other(let code)):
                (.inputOutput, "cannot be read or written: SQLite result code \(code)")
            }
        self.init(status: status, sentence: "\(path) \(sentence).")
    }
}
