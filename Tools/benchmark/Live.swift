// `live`: what a turn costs in an interview of many turns, against one of few, and against a new interview.

internal import ArgumentParser
internal import ToolSupport

struct Live: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Measure appending a turn to interviews of few and of many turns, and creating an interview.",
        discussion: "One server; the calls take turns, so that what else the machine does falls on all of them.")

    @OptionGroup var place: Place

    @Option(help: "The number of turns that the interviews have before.")
    var turns = [10, 1_000, 10_000]

    @Option(help: "The number of measured calls of each kind, one at a time, and again at once.")
    var calls = 2_000

    func validate() throws {
        guard calls >= 20, !turns.isEmpty, turns.allSatisfy({ $0 > 0 }) else {
            throw ValidationError("--calls must be at least 20, and --turns at least 1.")
        }
    }

    func run() throws {
        try pinToOneCore()
        let costs: [Cost] = try place.withFolder { try self.costs(try LineServer(place.server($0 + "/live.sqlite"))) }
        var table = Table(["", "one at a time, median, µs", "ratio to create", "at once, each, µs", "ratio to create"])
        for cost in costs {
            table.add(
                cost.name, cost.single.shown, (cost.single / costs[0].single).shownAsRatio, cost.atOnce.shown,
                (cost.atOnce / costs[0].atOnce).shownAsRatio)
        }
        print(table.text)
        print("\(try place.machine()); everything on one core, \(calls) calls of each kind, in turns of 20.")
    }

    private typealias Cost = (name: String, single: Double, atOnce: Double)

    private func costs(_ server: LineServer) throws -> [Cost] {
        var kinds: [(name: String, call: (Int) -> Call)] = [("create", { _ in .create(user: 0) })]
        for count in turns {
            var id = ""
            let creating = Load([.create(user: 0)])
            try server.ask(creating.bytes.span) { id = Answer.string(.id, in: $0) ?? "" }
            for first in stride(from: 0, to: count, by: 200) {
                let load = Load([Self.append(id, first..<min(first + 200, count))])
                _ = try server.times(load)
            }
            kinds.append(("append to \(count.shown) turns", { Self.append(id, count + $0..<count + $0 + 1) }))
        }
        let single = kinds.map { kind in Load((0..<calls).map { kind.call($0) }) }
        var times = kinds.map { _ in [Int]() }
        for first in stride(from: 0, to: calls, by: 20) {
            for (index, load) in single.enumerated() {
                times[index] += try server.times(load, first..<min(first + 20, calls))
            }
        }
        var costs: [Cost] = []
        for (index, kind) in kinds.enumerated() {
            let load = Load((0..<calls).map { kind.call(calls + $0) })
            let (written, answered) = try server.pipeline(load) { try Answer.check($1, id: $0) }
            let each = Double(answered[answered.count - 1] - written[0]) / 1e3 / Double(calls)
            costs.append((kind.name, Times(times[index]).median, each))
        }
        try server.finish()
        return costs
    }

    /// A call with the turns of these numbers.
    private static func append(_ interview: String, _ numbers: Range<Int>) -> Call {
        let text = "Can you tell me about a time when a query was slow in production, and what you measured first?"
        let turns = numbers.map { number in
            #"{"key":"event_\#(number)","speaker":"\#(number % 2 == 0 ? "interviewer" : "candidate")","text":"\#(text)","start":\#(number),"end":\#(number + 1),"conversationId":"conv_1"}"#
        }
        return .other(
            "appendVoiceInterviewTurns", user: 0,
            #","interviewId":"\#(interview)","turns":[\#(turns.joined(separator: ","))]"#)
    }
}
