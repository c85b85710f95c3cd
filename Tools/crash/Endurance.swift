// Minutes of constant load: all processes write and checkpoint one file, and clients restart theirs now and then.

internal import Glibc
internal import ToolSupport

struct Endurance {
    /// The write-ahead log must stay within this however long the load lasts, in bytes.
    private static let mostLogBytes = 64 << 20

    /// A client, and the process that it has at present.
    private struct Conversation {
        var client: Client
        var server: Server

        /// How many more times it asks before it starts its process anew.
        var timesLeft: Int

        /// When it asked last, or closed the input.
        var asked = ContinuousClock.now
        var state = State.asking

        enum State {
            case asking

            /// Its input is closed, its end awaited.
            case leaving

            case gone
        }
    }

    private let command: Command
    private let file: DatabaseFile
    private let ledger = Ledger()
    private var random: SplitMix64
    private var restarts = 0
    private var largestLog = 0
    private var slowest = Duration.zero

    init(_ command: Command, in folder: TemporaryFolder, _ random: SplitMix64) {
        self.command = command
        self.random = random
        file = DatabaseFile(path: folder.file("interviews"), errors: folder.file("errors"))
    }

    var summary: String {
        "\(restarts) restarts, the slowest answer \(slowest.milliseconds) ms"
    }

    mutating func run(processes: Int, seconds: Int) -> Tally {
        var tally = Tally()
        do throws(Violation) {
            try load(processes: processes, until: .now + .seconds(seconds))
            if largestLog > Self.mostLogBytes { throw .fault("the log grew to \(largestLog) bytes") }
            let inspection = try Inspection(file, command, ledger, ending: .endOfInput)
            tally.violations = inspection.violations
            tally.longestStart = inspection.start
            if file.logBytes > 0 {
                tally.violations.append(.fault("the last process left a log of \(file.logBytes) bytes"))
            }
        } catch {
            tally.violations = [error]
        }
        (tally.answeredWrites, tally.answeredTurns) = (ledger.answeredWrites, ledger.answeredTurns)
        tally.largestLog = largestLog
        return tally
    }

    private mutating func load(processes: Int, until end: ContinuousClock.Instant) throws(Violation) {
        var conversations: [Conversation] = []
        defer {
            for conversation in conversations where conversation.server.isOpen {
                conversation.server.process.signal(SIGKILL)
            }
        }
        for index in 0..<processes {
            let client = Client(index, SplitMix64(seed: random.next()), own: [])
            conversations.append(Conversation(client: client, server: try start(), timesLeft: timesToAsk()))
        }
        while conversations.contains(where: { $0.state != .gone }) {
            // On a slow machine the time can be over before anything was written.
            let isOver = ContinuousClock.now >= end && ledger.answeredWrites > 0
            for index in conversations.indices { try serve(&conversations[index], isOver: isOver) }
            Server.move(conversations.map(\.server))
            largestLog = max(largestLog, file.logBytes)
        }
    }

    private mutating func serve(_ conversation: inout Conversation, isOver: Bool) throws(Violation) {
        let wasSatisfied = conversation.client.isSatisfied
        while let line = conversation.server.line() { try conversation.client.take(line, ledger) }
        if conversation.client.isSatisfied, !wasSatisfied {
            slowest = max(slowest, ContinuousClock.now - conversation.asked)
        }
        if conversation.state != .gone, !conversation.server.isOpen {
            try reap(conversation)
            conversation.state = .gone
            if !isOver {
                conversation = Conversation(client: conversation.client, server: try start(), timesLeft: timesToAsk())
                restarts += 1
            }
        }
        guard conversation.state == .gone || ContinuousClock.now - conversation.asked < Server.longestWait else {
            throw .fault("a process hangs")
        }
        guard conversation.state == .asking, conversation.client.isSatisfied else { return }
        if isOver || conversation.timesLeft == 0 {
            conversation.server.endInput()
            conversation.state = .leaving
        } else {
            conversation.server.send(conversation.client.ask(ledger))
            conversation.timesLeft -= 1
        }
        conversation.asked = .now
    }

    private func reap(_ conversation: Conversation) throws(Violation) {
        let status = conversation.server.status()
        guard conversation.state == .leaving, status == 0 else {
            throw .fault("a process ended with status \(status); its errors: \(file.said)")
        }
    }

    private func start() throws(Violation) -> Server { try Server(command, database: file.path, errors: file.errors) }

    private mutating func timesToAsk() -> Int { random.magnitude(20...5_000) }
}
