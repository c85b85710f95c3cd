// `crash`: kills processes at any moment, and checks that everything they answered is on disk.

internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import ToolSupport

@main
struct CrashTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Crash the program under load, and check that everything it answered is on disk.",
        discussion: """
            Each round kills the processes that serve one file at a random moment. Every answered write must then be \
            stored completely, and every other write completely or not at all. The seed determines what is sent; \
            when a process is killed depends on the machine, too. A run that finds a violation keeps its folder and \
            ends with status 1; one that cannot cut the power on this machine says why and ends with status 77.
            """)

    @Option(help: "The number of crashes. With --power-cut, 0 only checks whether the power can be cut here.")
    var rounds = 20

    @Option(help: "The number of processes that serve the file.")
    var processes = 4

    @Option(help: "The seed of the random numbers.")
    var seed: UInt64 = 1

    @Option(help: "The path of the program. (default: the voice-interviews beside this one)")
    var program: String?

    @Flag(help: "Kill, and cut the power of an ext4 file system on a loop device. Needs root.")
    var powerCut = false

    @Flag(help: "Inject a fault into the program, which must be a debug build: the run must find losses.")
    var control = false

    @Option(help: "Do not crash: write and checkpoint with all processes for this many seconds.")
    var endurance: Int?

    func validate() throws {
        guard processes > 0, rounds >= 0 else {
            throw ValidationError("--rounds must be at least 0, and --processes at least 1.")
        }
        guard endurance == nil || !powerCut && !control else {
            throw ValidationError("--endurance cannot be combined with --power-cut or --control.")
        }
    }

    /// Skipped, as Automake's tests say it.
    private static let skipped = ExitCode(77)

    /// The program, with a file of webhook secrets in the folder.
    private func command(in folder: TemporaryFolder) throws -> Command {
        let secrets = folder.file("secrets.json")
        try Data(#"{"vapi":["\#(Client.webhookSecret)"]}"#.utf8).write(to: URL(filePath: secrets))
        let fault = powerCut ? "commit-without-sync" : "answer-before-commit"
        return Command(
            program: program ?? programPath("voice-interviews"),
            options: ["--webhook-secrets", secrets, "--log-level", "error"]
                + (control ? ["--inject-fault", fault] : []))
    }

    func run() throws {
        // A process that has been killed must not end the one that writes to it.
        signal(SIGPIPE, SIG_IGN)
        let folder = try TemporaryFolder("crash")
        let command = try command(in: folder)
        if let endurance {
            var trial = Endurance(command, in: folder, SplitMix64(seed: seed))
            let tally = trial.run(processes: processes, seconds: endurance)
            return try conclude(tally, "\(endurance) s, \(trial.summary)", folder)
        }
        var disk: Disk?
        if powerCut {
            do throws(NoDisk) {
                disk = try Disk(in: folder)
            } catch {
                printToStandardError("crash: power cuts were skipped: \(error.reason)")
                folder.remove()
                throw Self.skipped
            }
        }
        var campaign = Campaign(
            command, processes: processes, disk.map(Crash.powerCut) ?? .kills, folder, SplitMix64(seed: seed))
        var tally = campaign.run(rounds: rounds)
        if let complaint = disk?.unmount() { tally.violations.append(.fault(complaint)) }
        try conclude(tally, "\(tally.rounds) rounds, \(tally.kills) kills", folder)
    }

    private func conclude(_ tally: Tally, _ summary: String, _ folder: TemporaryFolder) throws {
        for violation in tally.violations.prefix(5) { print(violation.text) }
        if tally.violations.count > 5 { print("… and \(tally.violations.count - 5) more.") }
        print(
            "seed \(seed): \(summary), \(tally.answeredWrites) answered writes, \(tally.answeredTurns) of them turns, "
                + "\(tally.losses) losses; "
                + "of the unanswered writes \(tally.kept) were stored and \(tally.dropped) were not; "
                + "longest time to the first answer \(tally.longestStart.milliseconds) ms, largest log \(tally.largestLog >> 10) KiB."
        )
        if control, tally.losses > 0 { print("The losses that the injected fault causes were found.") }
        let isAsExpected = control ? tally.losses > 0 : tally.violations.isEmpty
        guard !isAsExpected else { return folder.remove() }
        if control { print("The injected fault lost no answered write: a run like this one finds nothing.") }
        print("The files of this run are in \(folder.path)")
        throw ExitCode(1)
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
