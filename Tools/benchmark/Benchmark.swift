// `benchmark`: what a program that starts voice-interviews sees, in numbers. Run it by Tools/run.

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import ToolSupport

@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Tools/run",
        abstract: "Measure voice-interviews over pipes, and print a table.",
        subcommands: [Phases.self, Scale.self, Burst.self, Sessions.self, Insights.self, Live.self],
        defaultSubcommand: Phases.self
    )
}

/// Where the programs are, and where databases are made.
struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("The folder for the databases, on the disk to measure.", valueName: "folder"))
    var databases = ".build"

    func server(_ database: String) -> [String] {
        [programPath("voice-interviews"), "--database", database, "--log-level", "warning"]
    }

    func floor(_ database: String) -> [String] { [programPath("floor"), database] }

    /// Runs `body` with a new folder, which is removed afterwards.
    func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        let folder = try TemporaryFolder("benchmark", in: databases)
        defer { folder.remove() }
        return try body(folder.path)
    }

    /// One line that describes the machine.
    func machine() throws -> String {
        let processor =
            try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).split(separator: "\n").first {
                $0.hasPrefix("model name")
            }?
            .split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
        let kernel = try String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8).prefix {
            $0 != "-" && $0 != "\n"
        }
        var version = ""
        let sqlite = try Server(Array(floor("").prefix(1)))
        try sqlite.ask(Span()) { version = Answer.text($0) }
        try sqlite.finish()
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return "\(cores) cores (\(processor)), Linux \(kernel), \(try fileSystem()), SQLite \(version)"
    }

    /// The name of the file system on which the databases are.
    private func fileSystem() throws -> String {
        let path = URL(filePath: databases).resolvingSymlinksInPath().path + "/"
        let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: " ")
        }
        let mount = mounts.filter { $0.count > 2 && ($0[1] == "/" || path.hasPrefix($0[1] + "/")) }
            .max { $0[1].count < $1[1].count }
        return mount.map { String($0[2]) } ?? "unknown file system"
    }
}
