// `crash`: ends processes at any moment, and looks whether everything that they answered is on disk.

internal import ArgumentParser
internal import Foundation

@main
struct CrashTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Crash the program under load, and look whether everything that it answered is on disk.",
        discussion: """
            Each round, processes that serve one file are killed at a random moment. What they had answered must be \
            there, whole; what they had been sent, whole or not at all. What is sent depends on the seed, when \
            depends on the machine. A run that finds something keeps its folder, and ends with status 1; one that \
            cannot cut the power here says why, and ends with status 77.
            """)

    @Option(help: "How many times to crash. With --power-cut, 0 only tries whether that can be done here.")
    var rounds = 20

    @Option(help: "How many processes serve the file.")
    var processes = 4

    @Option(help: "Where to begin.")
    var seed: UInt64 = 1

    @Option(help: "The program. (default: the voice-interviews beside this one)")
    var program: String?

    @Flag(help: "Cut the power of an ext4 file system on a loop device, instead of only killing. Needs root.")
    var powerCut = false

    @Flag(help: "Have the program make a mistake on purpose, of which debug builds are capable: losses must be found.")
    var control = false

    @Option(help: "Do not crash, but write and checkpoint with all processes for so many seconds.")
    var endurance: Int?

    func validate() throws {
        guard processes > 0, rounds >= 0 else { throw ValidationError("There must be rounds and processes.") }
        guard endurance == nil || !powerCut && !control else {
            throw ValidationError("--endurance goes with neither --power-cut nor --control.")
        }
    }

    /// Skipped, as Automake's tests say it.
    private static let skipped = ExitCode(77)

    private var command: Command {
        let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "voice-interviews").path
        let mistake = powerCut ? "commit-without-sync" : "answer-before-commit"
        return Command(program: program ?? beside, options: control ? ["--mistake", mistake] : [])
    }

    func run() throws {
        // A process that has been killed must not end the one that writes to it.
        signal(SIGPIPE, SIG_IGN)
        let folder = try Folder()
        if let endurance {
            var trial = Endurance(command, in: folder, Chance(seed: seed))
            let tally = trial.run(processes: processes, seconds: endurance)
            return try conclude(tally, "\(endurance) s, \(trial.summary)", folder)
        }
        var disk: Disk?
        if powerCut {
            do throws(NoDisk) {
                disk = try Disk(in: folder)
            } catch {
                FileHandle.standardError.write(Data("crash: power cuts were skipped: \(error.reason)\n".utf8))
                folder.remove()
                throw Self.skipped
            }
        }
        var campaign = Campaign(
            command, processes: processes, disk.map(Crash.powerCut) ?? .kills, folder, Chance(seed: seed))
        var tally = campaign.run(rounds: rounds)
        if let complaint = disk?.unmount() { tally.findings.append(.fault(complaint)) }
        try conclude(tally, "\(tally.rounds) rounds, \(tally.kills) kills", folder)
    }

    private func conclude(_ tally: Tally, _ summary: String, _ folder: Folder) throws {
        for finding in tally.findings.prefix(5) { print(finding.text) }
        if tally.findings.count > 5 { print("… and \(tally.findings.count - 5) more.") }
        print(
            "seed \(seed): \(summary), \(tally.answeredWrites) answered writes, \(tally.losses) losses; "
                + "of the unanswered writes \(tally.kept) were stored and \(tally.dropped) were not; "
                + "longest time to the first answer \(tally.longestStart.milliseconds) ms, largest log \(tally.largestLog >> 10) KiB."
        )
        if control, tally.losses > 0 { print("The control's losses were found, as they must be.") }
        let isAsItShould = control ? tally.losses > 0 : tally.findings.isEmpty
        guard !isAsItShould else { return folder.remove() }
        if control { print("The control lost nothing that was answered: this run could not have found a loss.") }
        print("Everything is kept in \(folder.path)")
        throw ExitCode(1)
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
