// `burst`: many requests at once, how soon they are answered, and what memory they take.

internal import ArgumentParser
internal import ToolSupport

struct Burst: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write many requests as fast as the program reads them, and measure waits and memory.",
        discussion: """
            A wait lasts from just before the write of a line's last byte until its answer has been read. Memory is \
            the peak so far, after a burst of 1,000 requests and after the large one.
            """)

    @OptionGroup var place: Place

    @Option(help: "The number of requests that are sent at once.")
    var requests = 100_000

    func validate() throws {
        guard requests > 0 else { throw ValidationError("--requests must be at least 1.") }
    }

    func run() throws {
        var table = Table([
            "", "per second", "first, ms", "median, ms", "longest, ms", "memory after 1,000, MiB",
            "after \(requests.shown), MiB",
        ])
        try place.withFolder { folder in
            let command = place.server(folder + "/interviews.sqlite")
            let first = try LineServer(command)
            var interviews: [String] = []
            try first.pipeline(Load((0..<1_000).map { _ in .create(user: 0) })) { _, answer in
                interviews += [Answer.string(.id, in: answer) ?? ""]
            }
            try first.finish()
            func add(_ name: String, _ call: (Int) -> Call) throws {
                let server = try LineServer(command)
                _ = try Self.burst(server, (0..<1_000).map(call))
                let before = try server.peakMemory()
                let (waits, perSecond) = try Self.burst(server, (0..<requests).map(call))
                let after = try server.peakMemory()
                let times = Times(waits)
                table.add(
                    name, perSecond.shown, (Double(waits[0]) / 1e6).shown, (times.median / 1e3).shown,
                    (times.longest / 1e3).shown, before.mebibytes.shown, after.mebibytes.shown)
                try server.finish()
            }
            try add("create") { .create(user: $0 % 100 + 1) }
            try add("get") { .get(user: 0, interview: interviews[$0 % interviews.count]) }
            try add("list 20") { _ in .list(user: 0) }
            try add("stats") { _ in .stats(user: 0) }
        }
        print(table.text)
        print("\(try place.machine()); server and benchmark on any core.")
    }

    /// - Returns: how long each request waited for its answer, in nanoseconds, and how many were answered a second.
    private static func burst(_ server: LineServer, _ calls: [Call]) throws -> (waits: [Int], perSecond: Double) {
        let (written, answered) = try server.pipeline(Load(calls)) { try Answer.check($1, id: $0) }
        let seconds = Double(answered[answered.count - 1] - written[0]) / 1e9
        return (zip(answered, written).map { $0 - $1 }, Double(calls.count) / seconds)
    }
}
