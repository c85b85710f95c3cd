// `waits`: what others wait while one process is busy.

internal import ArgumentParser
internal import Foundation
internal import Synchronization
internal import ToolSupport

struct Waits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let one process work, and measure what two others on the same database wait meanwhile.",
        discussion: """
            One of the others creates an interview, the other gets one, each 20 ms after the start of its last request \
            or at once if that took longer. A sequence is repeated for --seconds, or until it has nothing left to do, \
            and ends with the request that is being answered then, at the latest after --limit.
            """)

    @OptionGroup var sites: Sites

    @Option(help: "For how many seconds each sequence is repeated.")
    var seconds = 3

    @Option(help: "After how many seconds a sequence is given up.")
    var limit = 120

    func validate() throws {
        guard seconds >= 0, limit > 0 else {
            throw ValidationError("--seconds must not be negative, and --limit positive.")
        }
    }

    func run() throws {
        try sites.with { sites in
            let columns = [
                "rounds", "create, 99 %", "create, longest", "get, 99 %", "get, longest", "failures",
                "own create, longest",
            ]
            var table = Table(
                ["sequence"] + sites.flatMap { site in columns.map { sites.count > 1 ? "\(site.name): \($0)" : $0 } })
            for sequence in Sequence.all {
                var cells: [String] = []
                for site in sites {
                    let waits = try site.waits(during: sequence, seconds: seconds, limit: limit)
                    cells += waits.cells
                    printToStandardError("\(site.name): \(sequence.name): \(waits.cells)")
                }
                table.add([sequence.name] + cells)
            }
            print(table.text)
            print(
                "Waits in ms; the 99th percentile is that of one who comes at any time. Failures are answers to the others with an error, such as 503, and ends of their processes."
            )
        }
    }
}

/// What the others of one sequence have waited.
private struct SequenceWaits {
    let rounds: Int
    let create: Observation
    let get: Observation

    /// What the creations that stand before slow reads have waited, in nanoseconds.
    let own: [Int]

    /// In seconds, if a round was given up before the creation in it was answered.
    let limit: Int?

    var cells: [String] {
        let own = Times(own)
        return [rounds.shown] + create.cells + get.cells + [
            (create.failures + get.failures).shown,
            limit.map { "> \($0) s" } ?? (own.count == 0 ? "" : (own.longest / 1e3).shown),
        ]
    }
}

/// What one of the others has seen.
private struct Observation: Sendable {
    var waits: [Int] = []

    /// How often the answer was an error, or the process ended.
    var failures = 0

    /// The 99th percentile and the longest wait, in milliseconds.
    ///
    /// With the waits of those who would have come every 20 ms meanwhile: one that waits long is else one of few.
    var cells: [String] {
        let times = Times(waits.flatMap { Array(stride(from: $0, to: 0, by: -Observer.interval)) })
        return times.count == 0 ? ["", ""] : [(times.percentile99 / 1e3).shown, (times.longest / 1e3).shown]
    }
}

/// A process that repeats one request until it is told to stop, on a thread of its own.
private final class Observer: Sendable {
    /// In nanoseconds.
    static let interval = 20_000_000

    private let isStopping = Atomic(false)
    private let observation = Mutex(Observation())
    private let hasBegun = DispatchSemaphore(value: 0)
    private let hasEnded = DispatchSemaphore(value: 0)

    /// Returns when the process has answered a first request.
    init(_ command: [String], _ line: String) {
        Thread.detachNewThread { [self] in
            var server: LineServer?
            while !isStopping.load(ordering: .relaxed) {
                let begin = now()
                server = observe(server, command, Array(line.utf8))
                hasBegun.signal()
                let rest = begin + Self.interval - now()
                if rest > 0 { Thread.sleep(forTimeInterval: Double(rest) / 1e9) }
            }
            server?.kill()
            hasEnded.signal()
        }
        hasBegun.wait()
    }

    /// Asks once, and observes the wait.
    /// - Parameter running: nil if the process must be started first.
    /// - Returns: the process, or nil if it has ended, as one that cannot open the database does.
    private func observe(_ running: LineServer?, _ command: [String], _ line: [UInt8]) -> LineServer? {
        let begin = now()
        var isRefused = false
        var server = running
        do {
            let asked = try running ?? LineServer(command)
            server = asked
            try asked.ask(line.span) { answer in
                do throws(Failure) { try Answer.check(answer, id: 0) } catch { isRefused = true }
            }
        } catch {
            server?.kill()
            server = nil
            isRefused = true
        }
        let wait = now() - begin
        observation.withLock {
            $0.waits.append(wait)
            if isRefused { $0.failures += 1 }
        }
        return server
    }

    func finish() -> Observation {
        isStopping.store(true, ordering: .relaxed)
        hasEnded.wait()
        return observation.withLock { $0 }
    }
}

/// What the busy process does.
private struct Sequence: Sendable {
    let name: String

    /// Makes what the rounds need, before the others begin.
    var prepare: @Sendable (Site) throws -> Void = { _ in }

    /// The lines of each round, which are written at once.
    let round: @Sendable (Site, _ number: Int) throws -> [String]

    /// Whether the first of the requests of a round creates an interview.
    var creates = false

    /// How many rounds there are, whatever the time; nil: as many as there is time for.
    var rounds: Int?

    static let all: [Sequence] = [
        Sequence(
            name: "first searches",
            prepare: { site in
                for text in HostileText.transcriptions {
                    let user = User.text(text)
                    let id = try site.interview(of: user)
                    try site.with { try $0.save(user, id, text.json(site.size.transcription)) }
                }
            },
            round: { site, number in
                [search(User.text(HostileText.transcriptions[number]))]
            }, rounds: HostileText.transcriptions.count),
        slow("create, 50 × metrics, at once", 51, inBatch: false),
        slow("create, 50 × metrics, a batch", 51, inBatch: true),
        slow("create, 4 × metrics, a batch", 5, inBatch: true),
        Sequence(name: "progress") { _, number in
            let user = number % 2 == 0 ? User.feedback : User.distinct
            return [call("getVoiceInterviewProgress", user, #","timeZone":"UTC""#)]
        },
        Sequence(
            name: "deletes of 8 MiB",
            prepare: { site in
                let text = HostileText.transcription("one turn of distinct words", bytes: site.size.transcription)
                try site.with { server in
                    let ids = try server.create("deleted", contexts: (0..<10).map { _ in "" })
                    for id in ids { try server.save("deleted", id, text) }
                    try server.searchAll("deleted")
                }
            },
            round: { site, _ in
                [
                    call(
                        "deleteVoiceInterview", "deleted",
                        ofInterview(try site.with { try $0.newestInterview(of: "deleted") }))
                ]
            }, rounds: 10),
        Sequence(name: "saves of 8 MiB") { site, _ in
            let user = User.text("Han")
            let text = HostileText.transcription("Han", bytes: site.size.transcription)
            return [call("saveVoiceInterviewTranscription", user, saving(try site.interview(of: user), text))]
        },
        Sequence(name: "searches of new interviews") { site, _ in
            try site.with { try site.saveTalks(site.size.count(20), "searched", $0) }
            return [search("searched")]
        },
    ]

    private static func search(_ user: String) -> String {
        call("searchVoiceInterviews", user, #","query":"nobodysaysthis""#)
    }

    private static func slow(_ name: String, _ count: Int, inBatch: Bool) -> Sequence {
        Sequence(
            name: name,
            round: { site, _ in
                let calls = try site.slowCalls(
                    "getVoiceInterviewMetrics", User.text("turns"), count, creates: true)
                return inBatch ? ["[" + calls.joined(separator: ",") + "]\n"] : calls.map { $0 + "\n" }
            }, creates: true)
    }
}

extension Site {
    /// Repeats a sequence while two others use the same database.
    fileprivate func waits(during sequence: Sequence, seconds: Int, limit: Int) throws -> SequenceWaits {
        try sequence.prepare(self)
        let wanted = try with { try $0.create("others")[0] }
        let server = try LineServer(command())
        try server.result("getVoiceInterviewStats", "nobody", "")
        let create = Observer(command(), call("createVoiceInterview", "others", Site.creation))
        let get = Observer(command(), call("getVoiceInterviewById", "others", ofInterview(wanted)))
        let begin = now()
        server.deadline = begin + limit * 1_000_000_000
        var own: [Int] = []
        var rounds = 0
        var isGivenUp = false
        do {
            repeat {
                let lines = try sequence.round(self, rounds)
                let load = Load(lines: lines)
                let begin = now()
                try server.pipeline(load) { index, _ in
                    if sequence.creates, index == 0 { own.append(now() - begin) }
                }
                rounds += 1
            } while sequence.rounds.map { rounds < $0 } ?? (now() - begin < seconds * 1_000_000_000)
            server.deadline = nil
            try server.finish()
        } catch is TimeLimitExceeded {
            isGivenUp = true
            server.kill()
        }
        return SequenceWaits(
            rounds: rounds, create: create.finish(), get: get.finish(), own: own,
            limit: isGivenUp && own.count <= rounds ? limit : nil)
    }
}
