// Rounds of load, crash and inspection, on files that live for many rounds.

internal import Dispatch
internal import Glibc

/// What a run comes to.
struct Tally {
    var rounds = 0
    var answeredWrites = 0
    var kills = 0

    /// Writes that had no answer: those that were found to be there, and those that were not.
    var kept = 0
    var dropped = 0

    var longestStart = Duration.zero

    /// The size to which the write-ahead log grew, in bytes.
    var largestLog = 0
    var findings: [Finding] = []

    var losses: Int { findings.count { $0.kind == .loss } }
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
    let folder: Folder
    var chance: Chance
    private var ledger = Ledger()

    init(_ command: Command, processes: Int, _ crash: Crash, _ folder: Folder, _ chance: Chance) {
        self.command = command
        self.processes = processes
        self.crash = crash
        self.folder = folder
        self.chance = chance
    }

    /// Goes on until something is found.
    mutating func run(rounds: Int) -> Tally {
        var tally = Tally()
        while tally.rounds < rounds, tally.findings.isEmpty {
            let file = file(tally.rounds / Self.roundsPerFile)
            if tally.rounds % Self.roundsPerFile == 0 {
                self.file(tally.rounds / Self.roundsPerFile - 1).remove()
                ledger = Ledger()
            }
            let answered = ledger.answeredWrites
            do throws(Finding) {
                try load(file)
                if case .powerCut(let disk) = crash { try disk.remount() }
                tally.largestLog = max(tally.largestLog, file.logBytes)
                let inspection = try Inspection(
                    file, Command(program: command.program, options: []), ledger,
                    ending: chance.pick([.endOfInput, .kill, .kill]))
                tally.findings += inspection.findings
                tally.kept += inspection.kept.count
                tally.dropped += inspection.dropped.count
                tally.longestStart = max(tally.longestStart, inspection.start)
            } catch {
                tally.findings.append(error)
            }
            tally.rounds += 1
            tally.kills += processes
            tally.answeredWrites += ledger.answeredWrites - answered
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
    private mutating func load(_ file: DatabaseFile) throws(Finding) {
        var clients: [Client] = []
        for index in 0..<processes { clients.append(client(index)) }
        var servers: [Server] = []
        for _ in clients { servers.append(try Server(command, database: file.path, errors: file.errors)) }
        let crash = schedule(servers.map(\.child))
        let begin = ContinuousClock.now
        var hasBegun = false
        // Some crash while they still open the file, or recover what the crash before has left.
        let awaitsAnswer = chance.below(4) != 0
        do throws(Finding) {
            while servers.contains(where: \.isOpen) {
                if !hasBegun, !awaitsAnswer || clients.contains(where: { $0.answers > 0 }) {
                    hasBegun = true
                    crash.begin()
                }
                guard ContinuousClock.now - begin < Server.longestWait else { throw .fault("a process hangs") }
                try converse(&clients, servers)
            }
        } catch {
            for server in servers { kill(server.child, SIGKILL) }
            crash.wait()
            for server in servers { _ = server.status() }
            throw error
        }
        crash.wait()
        try reap(servers, file)
    }

    private func converse(_ clients: inout [Client], _ servers: [Server]) throws(Finding) {
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
        return Client(index, Chance(seed: chance.next()), own: own)
    }

    /// Half of the rounds end for all at one moment, in the others the survivors go on for a while.
    private mutating func schedule(_ children: [pid_t]) -> ScheduledCrash {
        let moment = chance.magnitude(500...300_000)
        let spread = [1, 50_000][chance.below(2)]
        switch crash {
        case .kills: return ScheduledCrash(children, children.map { _ in moment + chance.below(spread) })
        case .powerCut(let disk): return ScheduledCrash(children, moment, disk.power)
        }
    }

    private func reap(_ servers: [Server], _ file: DatabaseFile) throws(Finding) {
        for status in servers.map({ $0.status() }) where status != -SIGKILL {
            throw .fault("a process ended with status \(status) before it was killed; it said: \(file.said)")
        }
    }
}
