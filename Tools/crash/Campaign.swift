// Rounds of load, crash and inspection, on files that are used for many rounds.

internal import Dispatch
internal import Glibc
internal import ToolSupport

/// The result of a run.
struct Tally {
    var rounds = 0
    var answeredWrites = 0

    /// Those of them that are turns, and repetitions of turns.
    var answeredTurns = 0
    var kills = 0

    /// Writes that had no answer: those that were found to be there, and those that were not.
    var kept = 0
    var dropped = 0

    var longestStart = Duration.zero

    /// The size to which the write-ahead log grew, in bytes.
    var largestLog = 0
    var violations: [Violation] = []

    var losses: Int { violations.count { $0.kind == .loss } }
}

/// How the processes of a round come to their end.
enum Crash {
    /// Each is killed.
    case kills

    /// All are killed, and the disk under the file is cut off.
    case powerCut(Disk)
}

/// One crash after another.
struct Campaign {
    /// A file is used for so many rounds, and then a new one: files begin often, and stay small.
    private static let roundsPerFile = 20

    let command: Command
    let processes: Int
    let crash: Crash
    let folder: TemporaryFolder
    var random: SplitMix64
    private var ledger = Ledger()

    init(_ command: Command, processes: Int, _ crash: Crash, _ folder: TemporaryFolder, _ random: SplitMix64) {
        self.command = command
        self.processes = processes
        self.crash = crash
        self.folder = folder
        self.random = random
    }

    /// Runs until a violation is found.
    mutating func run(rounds: Int) -> Tally {
        var tally = Tally()
        while tally.rounds < rounds, tally.violations.isEmpty {
            let file = file(tally.rounds / Self.roundsPerFile)
            if tally.rounds % Self.roundsPerFile == 0 {
                self.file(tally.rounds / Self.roundsPerFile - 1).remove()
                ledger = Ledger()
            }
            let (answered, turns) = (ledger.answeredWrites, ledger.answeredTurns)
            do throws(Violation) {
                try load(file)
                if case .powerCut(let disk) = crash { try disk.remount() }
                tally.largestLog = max(tally.largestLog, file.logBytes)
                let inspection = try Inspection(
                    file, Command(program: command.program, options: []), ledger,
                    ending: random.pick([.endOfInput, .kill, .kill]))
                tally.violations += inspection.violations
                tally.kept += inspection.kept.count
                tally.dropped += inspection.dropped.count
                tally.longestStart = max(tally.longestStart, inspection.start)
            } catch {
                tally.violations.append(error)
            }
            tally.rounds += 1
            tally.kills += processes
            tally.answeredWrites += ledger.answeredWrites - answered
            tally.answeredTurns += ledger.answeredTurns - turns
        }
        return tally
    }

    private func file(_ number: Int) -> DatabaseFile {
        let place =
            switch crash {
            case .kills: folder.path
            case .powerCut(let disk): disk.path
            }
        return DatabaseFile(path: "\(place)/interviews-\(number)", errors: folder.file("errors"))
    }

    // MARK: - One round

    /// Has clients write through processes until all of these are dead, and takes what they had answered.
    private mutating func load(_ file: DatabaseFile) throws(Violation) {
        var clients: [Client] = []
        for index in 0..<processes { clients.append(client(index)) }
        var servers: [Server] = []
        for _ in clients { servers.append(try Server(command, database: file.path, errors: file.errors)) }
        let crash = schedule(servers.map(\.process))
        let begin = ContinuousClock.now
        var hasBegun = false
        // Some crash while they still open the file, or recover what the crash before has left.
        let awaitsAnswer = random.below(4) != 0
        do throws(Violation) {
            while servers.contains(where: \.isOpen) {
                if !hasBegun, !awaitsAnswer || clients.contains(where: { $0.answers > 0 }) {
                    hasBegun = true
                    crash.begin()
                }
                guard ContinuousClock.now - begin < Server.longestWait else { throw .fault("a process hangs") }
                try converse(&clients, servers)
            }
        } catch {
            for server in servers { server.process.signal(SIGKILL) }
            crash.wait()
            for server in servers { _ = server.status() }
            throw error
        }
        crash.wait()
        try reap(servers, file)
    }

    private func converse(_ clients: inout [Client], _ servers: [Server]) throws(Violation) {
        for (index, server) in servers.enumerated() {
            while let line = server.line() { try clients[index].take(line, ledger) }
            if clients[index].isSatisfied, server.isOpen { server.send(clients[index].ask(ledger)) }
        }
        Server.move(servers)
    }

    private mutating func client(_ index: Int) -> Client {
        let own = ledger.entries.indices.filter {
            $0 % processes == index && ledger.entries[$0].certain != nil
        }
        return Client(index, SplitMix64(seed: random.next()), own: own)
    }

    /// Half of the rounds end for all at one moment, in the others the survivors go on for a while.
    private mutating func schedule(_ processes: [ChildProcess]) -> ScheduledCrash {
        let moment = random.magnitude(500...300_000)
        let spread = [1, 50_000][random.below(2)]
        switch crash {
        case .kills: return ScheduledCrash(processes, processes.map { _ in moment + random.below(spread) })
        case .powerCut(let disk): return ScheduledCrash(processes, moment, disk.power)
        }
    }

    private func reap(_ servers: [Server], _ file: DatabaseFile) throws(Violation) {
        for status in servers.map({ $0.status() }) where status != -SIGKILL {
            throw .fault("a process ended with status \(status) before it was killed; its errors: \(file.said)")
        }
    }
}
