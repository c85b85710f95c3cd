// `benchmark`: what a program that starts voice-interviews sees, in numbers. Run it by Tools/run.

internal import ArgumentParser
internal import Foundation
internal import Glibc

@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Tools/run",
        abstract: "Measure voice-interviews over pipes, and print a table.",
        subcommands: [Phases.self, Scale.self, Burst.self, Sessions.self, Insights.self], defaultSubcommand: Phases.self
    )
}

/// Where the programs are, and where databases are made.
struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("Make the databases in this folder, on the disk to measure.", valueName: "folder"))
    var databases = ".build"

    /// The folder of this program; the others were built beside it.
    private static let programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

    func server(_ database: String) -> [String] {
        [Self.programs + "/voice-interviews", "--database", database, "--log-level", "warning"]
    }

    func floor(_ database: String) -> [String] { [Self.programs + "/floor", database] }

    /// Runs `body` with a new folder, which is removed afterwards.
    func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        let folder = URL(filePath: databases).appending(path: "benchmark-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let value = Result { try body(folder) }
        try FileManager.default.removeItem(atPath: folder)
        return try value.get()
    }

    /// One line that says on what was measured.
    func machine() throws -> String {
        let processor =
            try text(ofFile: "/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
        let kernel = try text(ofFile: "/proc/sys/kernel/osrelease").prefix { $0 != "-" && $0 != "\n" }
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
        let mounts = try text(ofFile: "/proc/self/mounts").split(separator: "\n").map { $0.split(separator: " ") }
        let mount = mounts.filter { $0.count > 2 && ($0[1] == "/" || path.hasPrefix($0[1] + "/")) }
            .max { $0[1].count < $1[1].count }
        return mount.map { String($0[2]) } ?? "unknown file system"
    }
}

/// A line for whoever waits.
func tell(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
