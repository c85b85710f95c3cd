// `scale`: what each method costs with many interviews, against what it costs with few.

internal import ArgumentParser
internal import Foundation
internal import ToolSupport

struct Scale: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure each method with many interviews and with few.",
        discussion: """
            First with one user, then with many. Each user has as many interviews in the small database as in the \
            large one, so the small one has fewer users.
            """)

    @OptionGroup var place: Place

    @Option(help: "The number of interviews in the large databases.")
    var interviews = 1_000_000

    @Option(help: "The number of interviews in the small databases.")
    var few = 1_000

    @Option(help: "The number of users in the second large database.")
    var users = 10_000

    @Option(help: "The number of measured calls of each kind.")
    var calls = 400

    @Option(
        help: ArgumentHelp(
            "Keep the large databases in this folder, and use those that are there.", valueName: "folder"))
    var keep: String?

    func validate() throws {
        guard calls > 0, users > 0, interviews >= few, few >= 100, interviews / users >= 20 else {
            throw ValidationError(
                "--few must be at least 100 and at most --interviews, with at least 20 interviews for each user.")
        }
    }

    func run() throws {
        try pinToOneCore()
        var titles = [""]
        var rows: [[String]] = []
        for users in [1, users] {
            let large = Population(interviews: interviews, users: users)
            let small = Population(interviews: few, users: max(1, users * few / interviews))
            let costs = try place.withFolder { try compare(small, large, in: $0) }
            titles += ["\(title(small)), µs", "\(title(large)), µs", "ratio"]
            if rows.isEmpty { rows = costs.map { [$0.name] } }
            for (row, cost) in costs.enumerated() {
                rows[row] += [cost.small.shown, cost.large.shown, (cost.large / cost.small).shownAsRatio]
            }
        }
        print(Table(titles, rows).text)
        print("\(try place.machine()); everything on one core, medians of up to \(calls) calls, in turns of 20.")
    }

    private typealias Cost = (name: String, small: Double, large: Double)

    private func compare(_ small: Population, _ large: Population, in folder: String) throws -> [Cost] {
        let smallCommand = place.server(try filled(small, "\(folder)/small.sqlite"))
        let largeCommand = place.server(try filledOrKept(large, in: folder))
        var starts = (small: [Int](), large: [Int]())
        for _ in 0..<20 {
            starts.small.append(try LineServer.start(smallCommand, .stats(user: 0)))
            starts.large.append(try LineServer.start(largeCommand, .stats(user: 0)))
        }
        var costs = [Cost("start to first answer", Times(starts.small).median, Times(starts.large).median)]
        let (smallServer, largeServer) = (try LineServer(smallCommand), try LineServer(largeCommand))
        let smallCalls = try Calls(small, smallServer, count: calls)
        let largeCalls = try Calls(large, largeServer, count: calls)
        for (few, many) in zip(smallCalls.groups, largeCalls.groups) {
            let times = try Self.inTurns(smallServer, few.calls, largeServer, many.calls)
            costs.append((few.name, Times(times.small).median, Times(times.large).median))
        }
        try smallServer.finish()
        try largeServer.finish()
        return costs
    }

    private func title(_ population: Population) -> String {
        "\(population.interviews.shown) of \(population.users.shown) \(population.users == 1 ? "user" : "users")"
    }

    /// Each database in turns of a few calls, so that what else the machine does falls on both; no longer than a while.
    private static func inTurns(
        _ small: LineServer, _ few: [Call], _ large: LineServer, _ many: [Call]
    ) throws -> (small: [Int], large: [Int]) {
        let (few, many) = (Load(few), Load(many))
        let end = now() + 5_000_000_000
        var times = (small: [Int](), large: [Int]())
        for first in stride(from: 0, to: min(few.count, many.count), by: 20) where now() < end {
            let turn = first..<min(first + 20, few.count, many.count)
            times.small += try small.times(few, turn)
            times.large += try large.times(many, turn)
        }
        return times
    }

    // MARK: - Databases

    private func filled(_ population: Population, _ database: String) throws -> String {
        printToStandardError("creating interviews: \(title(population))")
        let server = try LineServer(place.server(database))
        try population.fill(server)
        try server.finish()
        return database
    }

    /// A kept database is copied, so that it stays as it was filled.
    private func filledOrKept(_ population: Population, in folder: String) throws -> String {
        let database = folder + "/large.sqlite"
        guard let keep else { return try filled(population, database) }
        try FileManager.default.createDirectory(atPath: keep, withIntermediateDirectories: true)
        let kept = "\(keep)/\(population.interviews)-of-\(population.users).sqlite"
        if !FileManager.default.fileExists(atPath: kept) {
            try FileManager.default.moveItem(atPath: try filled(population, database), toPath: kept)
        }
        try FileManager.default.copyItem(atPath: kept, toPath: database)
        return database
    }
}

/// The calls that are measured on one database.
private struct Calls {
    private(set) var groups: [(name: String, calls: [Call])] = []

    init(_ population: Population, _ server: LineServer, count: Int) throws {
        let sample = try Sample(population, server, count: count)
        let users = sample.any.map(\.user)
        func add(_ name: String, _ filter: String) {
            groups.append((name, users.map { .list(user: $0, filter: filter) }))
        }
        groups.append(("get", sample.any.map { .get(user: $0.user, interview: $0.id) }))
        groups.append(("stats", users.map { .stats(user: $0) }))
        add("list", "")
        for limit in [20, 2] {
            var filters: [Int: String] = [:]
            for user in Set(users) { filters[user] = try Self.farPage(of: user, limit, server) }
            groups.append(
                (
                    "list, 500th or last page of \(limit)",
                    users.map { .list(user: $0, limit: limit, filter: filters[$0] ?? "") }
                ))
        }
        add("list by status, of two in ten", #","status":["completed"]"#)
        add("list by status, of \(Population.rare) old ones", #","status":["failed"]"#)
        add("list by two statuses", #","status":["completed","active"]"#)
        add("list by technology, of all", #","technology":"Swift""#)
        add("list by technology, of one in twenty", #","technology":"Technology 7""#)
        add("list by technology, of \(Population.rare) old ones", #","technology":"COBOL""#)
        add("list by status and technology, of none", #","status":["failed"],"technology":"COBOL""#)
        add(
            "list by status and technology, of \(Population.rare) old ones",
            #","status":["failed"],"technology":"Swift""#)
        let times = sample.any.map(\.startedAt).sorted()
        let (early, late) = (times[times.count / 4], times[times.count * 3 / 4])
        add("list startedAfter", #","startedAfter":"\#(late)""#)
        add("list startedBefore", #","startedBefore":"\#(late)""#)
        add("list startedAfter and startedBefore", #","startedAfter":"\#(early)","startedBefore":"\#(late)""#)
        groups.append(("create", users.map { .create(user: $0) }))
        groups.append(("update", sample.pending.map { .update(user: $0.user, interview: $0.id) }))
    }

    /// What leads to the 500th page, or, of fewer pages, to the last.
    private static func farPage(of user: Int, _ limit: Int, _ server: LineServer) throws -> String {
        var filter = ""
        for _ in 1..<500 {
            guard let cursor = try server.page(.list(user: user, limit: limit, filter: filter)) else { break }
            filter = Sample.after(cursor)
        }
        return filter
    }
}
