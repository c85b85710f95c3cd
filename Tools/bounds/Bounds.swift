// `bounds`: the slowest request of every method on a hostile database, and what others wait meanwhile.

internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import ToolSupport

@main
struct Bounds: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounds",
        abstract: "Measure the slowest requests on a hostile database, and what others wait meanwhile.",
        discussion: """
            The database is made through the programs' own requests, in a temporary folder, or in the one of --folder, \
            where the next run finds it. With several programs, each has its own, and they take turns.
            """,
        subcommands: [Requests.self, Waits.self],
        defaultSubcommand: Requests.self
    )
}

/// Which programs are measured, on what.
struct Sites: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A program, and its name in the table; may be repeated. (default: the voice-interviews beside this one)",
            valueName: "name=path"))
    var program: [String] = []

    @Option(help: "The folder of the hostile databases, which are made if they are not there.")
    var folder: String?

    @Option(help: "What the numbers of interviews are multiplied by; below 0.1, values are smaller, too.")
    var scale = 1.0

    func validate() throws {
        guard scale > 0 else { throw ValidationError("--scale must be more than 0.") }
        guard program.allSatisfy({ $0.contains("=") }) else { throw ValidationError("--program must be NAME=PATH.") }
    }

    /// Calls `body` with the programs, whose databases have been made.
    func with(_ body: ([Site]) throws -> Void) throws {
        // A process that has ended must not end the one that writes to it.
        signal(SIGPIPE, SIG_IGN)
        let temporary = folder == nil ? try TemporaryFolder("bounds") : nil
        defer { temporary?.remove() }
        let folder = self.folder ?? temporary?.path ?? ""
        let programs = program.isEmpty ? ["program=" + programPath("voice-interviews")] : program
        let sites = try programs.map { program in
            let parts = program.split(separator: "=", maxSplits: 1).map(String.init)
            return try Site(parts[0], program: parts.last ?? "", in: folder, Size(scale: scale))
        }
        for site in sites { try site.fill() }
        try body(sites)
        print("\(try machineDescription(folder)); scale \(scale).")
    }
}

struct Requests: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure each request in a process of its own, and print the slowest of each method.",
        discussion: """
            The time is from before the first byte is written until the last byte of the answer is read, the median \
            of --repeat times. Memory is the peak above that of a process that has answered a small request. A \
            method has a second row if another request takes more memory. Each method is then called as a tool of \
            the Model Context Protocol, with its slowest request.
            """)

    @OptionGroup var sites: Sites

    @Option(help: "How often each request is measured.")
    var `repeat` = 3

    @Option(help: "After how many seconds a request is given up.")
    var limit = 120

    @Option(help: "Measure only methods and requests whose names contain this.")
    var only = ""

    @Option(help: "Measure only so many requests of each method.")
    var each: Int?

    @Flag(help: "Print every request, not only the worst of each method.")
    var all = false

    func validate() throws {
        guard `repeat` > 0, limit > 0 else { throw ValidationError("--repeat and --limit must be at least 1.") }
    }

    private typealias Row = (request: MeasuredRequest, costs: [Cost])

    func run() throws {
        try sites.with { sites in
            let begin = now()
            var chosen = MeasuredRequest.all.filter {
                only.isEmpty || $0.method.contains(only) || $0.name.contains(only)
            }
            if let each {
                var counts: [String: Int] = [:]
                chosen = chosen.filter { request in
                    counts[request.method, default: 0] += 1
                    return counts[request.method, default: 0] <= each
                }
            }
            var rows = try chosen.map { try measure($0, sites) }
            let tools = Self.worst(rows).filter { $0.request.user != nil && Self.isTool($0.request.method) }
            rows += try tools.map { try measure($0.request.asTool, sites) }
            let columns = ["time ms", "memory MiB", "answer kB"]
            var table = Table(
                ["method", "request"]
                    + sites.flatMap { site in columns.map { sites.count > 1 ? "\(site.name): \($0)" : $0 } },
                names: 2)
            for row in all ? rows : Self.worst(rows) {
                table.add([row.request.title, row.request.name] + row.costs.flatMap(\.cells))
            }
            print(table.text)
            print(
                "\(rows.count) requests, each \(`repeat`) times, in \((Double(now() - begin) / 1e9).shown) s; "
                    + "medians, each in a process of its own.")
        }
    }

    private static func isTool(_ method: String) -> Bool {
        method != "ingestVoiceInterviewWebhook" && method != "generateVoiceInterviewFeedback"
    }

    /// The medians of each program; the programs take turns.
    private func measure(_ request: MeasuredRequest, _ sites: [Site]) throws -> Row {
        var costs = sites.map { _ in [Cost]() }
        for _ in 0..<`repeat` {
            for (index, site) in sites.enumerated() {
                // What took too long once is not tried again.
                if case .killed? = costs[index].last { continue }
                costs[index].append(try site.cost(of: request, limit: limit * 1_000_000_000))
            }
        }
        printToStandardError("\(request.title), \(request.name): \(costs.map { Cost.median($0).cells[0] })")
        return (request, costs.map(Cost.median))
    }

    /// Of each method, the slowest request of any program, and that which takes the most memory, if it is another one
    /// and takes at least 1 MiB more.
    private static func worst(_ rows: [Row]) -> [Row] {
        var titles: [String] = []
        for row in rows where !titles.contains(row.request.title) { titles.append(row.request.title) }
        return titles.flatMap { title -> [Row] in
            let own = rows.filter { $0.request.title == title }
            func memory(_ row: Row) -> Int { row.costs.map(\.memory).max() ?? 0 }
            guard let slowest = own.max(by: { ($0.costs.map(\.time).max() ?? 0) < ($1.costs.map(\.time).max() ?? 0) }),
                let largest = own.max(by: { memory($0) < memory($1) })
            else { return [] }
            return memory(largest) >= memory(slowest) + 1 << 20 ? [slowest, largest] : [slowest]
        }
    }
}
