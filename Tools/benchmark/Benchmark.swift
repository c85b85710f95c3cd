// `benchmark`: what a program that starts voice-interviews sees, in numbers. Run it by Tools/run.

internal import ArgumentParser
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
        var version = ""
        let sqlite = try LineServer(Array(floor("").prefix(1)))
        try sqlite.ask(Span()) { version = Answer.text($0) }
        try sqlite.finish()
        return "\(try machineDescription(databases)), SQLite \(version)"
    }
}
