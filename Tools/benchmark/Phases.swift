// The default mode: each method against the floor, in turns.

internal import ArgumentParser
internal import ToolSupport

struct Phases: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phases",
        abstract: "Measure each method against the floor: the same calls on bare SQLite, with nothing checked.")

    @OptionGroup var place: Place

    @Option(help: "The number of interviews that are created at once; the other phases follow from it.")
    var requests = 20_000

    @Option(help: "The number of rounds, in which the server and the floor take turns.")
    var rounds = 3

    func validate() throws {
        guard requests > 0, rounds > 0 else { throw ValidationError("--requests and --rounds must be at least 1.") }
    }

    func run() throws {
        try pinToOneCore()
        var server: [Round] = []
        var floor: [Round] = []
        for number in 1...rounds {
            printToStandardError("round \(number) of \(rounds)")
            server.append(try place.withFolder { try Round(place.server, in: $0, requests) })
            floor.append(try place.withFolder { try Round(place.floor, in: $0, requests) })
        }
        let echo = try Echo(count: 2_000)
        print(table(server, floor).text)
        print(
            """
            \(try place.machine()); \(rounds) rounds, server, floor and benchmark on one core.
            The pipe and the benchmark by themselves, against cat(1): \(echo.short.shown) µs for a short line there and \
            back, \(echo.long.shown) µs for one of 42 kB, \(echo.each.shown) µs for each of many at once.
            """)
    }

    /// Medians over the rounds.
    private func table(_ server: [Round], _ floor: [Round]) -> Table {
        var table = Table([
            "", "requests", "per second", "median, µs", "99th percentile, µs", "floor's median, µs", "ratio",
        ])
        for (index, phase) in server[0].phases.enumerated() {
            func median(_ rounds: [Round], _ value: (Round.Phase) -> Double?) -> Double? {
                let values = rounds.compactMap { value($0.phases[index]) }
                return values.isEmpty ? nil : values.median
            }
            let (mine, theirs) = (median(server, \.median) ?? 0, median(floor, \.median) ?? 0)
            table.add(
                phase.name, phase.count.shown, median(server, \.perSecond)?.shown ?? "", mine.shown,
                median(server, \.percentile99)?.shown ?? "", theirs.shown, (mine / theirs).shownAsRatio)
        }
        let (mine, theirs) = (server.map(\.peak.mebibytes).median, floor.map(\.peak.mebibytes).median)
        table.add("peak memory, MiB", "", "", mine.shown, "", theirs.shown, (mine / theirs).shownAsRatio)
        return table
    }
}

/// One program, measured once from a new database on.
private struct Round {
    struct Phase {
        let name: String
        let count: Int
        var perSecond: Double?

        /// In microseconds; for requests that are sent at once, the time for each.
        let median: Double
        var percentile99: Double?
    }

    private static let users = 100
    private(set) var phases: [Phase] = []
    private(set) var peak = Bytes(0)

    init(_ command: (_ database: String) -> [String], in folder: String, _ requests: Int) throws {
        let (few, many) = (min(requests, 1_000), min(requests, 5_000))
        let commands = (0..<10).map { command("\(folder)/start-\($0).sqlite") }
        phases.append(try Self.starts(commands, .create(user: 0), named: "start to first answer, new file"))
        phases.append(try Self.starts(commands, .stats(user: 0), named: "start to first answer"))
        let server = try LineServer(command(folder + "/interviews.sqlite"))
        var interviews: [String] = []
        phases.append(
            try Self.atOnce(server, "create, all sent at once", (0..<requests).map { .create(user: $0 % Self.users) }) {
                interviews += [Answer.string(.id, in: $0) ?? ""]
            })
        let transcription = Call.transcription(turns: 214)
        func add(_ name: String, _ count: Int, _ call: (_ user: Int, _ interview: String) -> Call) throws {
            let load = Load((0..<count).map { call($0 % Self.users, interviews[$0]) })
            let times = Times(try server.times(load))
            phases.append(
                Phase(
                    name: name, count: count, perSecond: times.perSecond, median: times.median,
                    percentile99: times.percentile99))
        }
        try add("create", many) { user, _ in .create(user: user) }
        try add("get", many) { .get(user: $0, interview: $1) }
        try add("update", many) { .update(user: $0, interview: $1) }
        try add("save 42 kB", few) { .save(user: $0, interview: $1, transcription: transcription) }
        try add("get 42 kB", few) { .get(user: $0, interview: $1) }
        try add("list 20", few) { user, _ in .list(user: user) }
        try add("stats", few) { user, _ in .stats(user: user) }
        peak = try server.peakMemory()
        try server.finish()
    }

    private static func starts(_ commands: [[String]], _ call: Call, named name: String) throws -> Phase {
        let times = Times(try commands.map { try LineServer.start($0, call) })
        return Phase(name: name, count: times.count, median: times.median)
    }

    private static func atOnce(
        _ server: LineServer, _ name: String, _ calls: [Call], _ body: (Span<UInt8>) -> Void
    ) throws -> Phase {
        let load = Load(calls)
        let (written, answered) = try server.pipeline(load) { index, answer in
            try Answer.check(answer, id: index)
            body(answer)
        }
        let nanoseconds = Double(answered[answered.count - 1] - written[0])
        return Phase(
            name: name, count: load.count, perSecond: Double(load.count) / nanoseconds * 1e9,
            median: nanoseconds / 1e3 / Double(load.count))
    }
}

/// What a line there and back takes where nobody works on it: the part of every time that is no server's.
private struct Echo {
    let short: Double
    let long: Double

    /// Of many that are sent at once.
    let each: Double

    init(count: Int) throws {
        func median(_ call: Call) throws -> Double {
            let cat = try LineServer(["/bin/cat"])
            let load = Load([call])
            let times = try (0..<count).map { _ in try cat.ask(load.bytes.span) { _ in } }
            try cat.finish()
            return Times(times).median
        }
        short = try median(.create(user: 0))
        long = try median(.save(user: 0, interview: "", transcription: Call.transcription(turns: 214)))
        let cat = try LineServer(["/bin/cat"])
        let load = Load((0..<10 * count).map { _ in .create(user: 0) })
        let (written, answered) = try cat.pipeline(load) { _, _ in }
        try cat.finish()
        each = Double(answered[load.count - 1] - written[0]) / 1e3 / Double(load.count)
    }
}
