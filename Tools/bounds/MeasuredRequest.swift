// A request that is measured: what is sent, and what it cost.

internal import ToolSupport

/// A request with a name, which is made anew for each measurement.
struct MeasuredRequest: Sendable {
    /// The method, or what else the row is about.
    let method: String
    let name: String

    /// Options of the process besides those of every other.
    var options: [String] = []

    /// The database, by its name.
    var database = "hostile"

    /// Whose interviews it is about; nil if `make` returns the whole line.
    let user: String?

    /// Whether the method is called as a tool of the Model Context Protocol.
    var isTool = false

    /// Prepares the database, and returns the parameters behind a comma each, or the line without its end.
    let make: @Sendable (Site) throws -> String

    init(
        _ method: String, _ name: String, _ user: String, database: String = "hostile",
        _ make: @escaping @Sendable (Site) throws -> String
    ) {
        (self.method, self.name, self.user, self.database, self.make) = (method, name, user, database, make)
    }

    /// A line of its own form.
    init(
        line method: String, _ name: String, options: [String] = [],
        _ make: @escaping @Sendable (Site) throws -> String
    ) {
        (self.method, self.name, self.user, self.options, self.make) = (method, name, nil, options, make)
    }

    /// The same method, called as a tool.
    var asTool: MeasuredRequest {
        var request = self
        request.isTool = true
        return request
    }

    /// The method as it stands in the table.
    var title: String { isTool ? "tools/call \(method)" : method }

    fileprivate func line(_ site: Site) throws -> [UInt8] {
        let made = try make(site)
        guard let user else { return Array((made + "\n").utf8) }
        guard isTool else { return Array(call(method, user, made).utf8) }
        let arguments = #"{"session":{"userId":"\#(user)"}\#(made)}"#
        return Array((request("tools/call", #""name":"\#(method)","arguments":\#(arguments)"#) + "\n").utf8)
    }
}

/// What a request cost.
enum Cost: Sendable {
    /// - Parameters:
    ///   - time: from before the first byte was written until the last of the answer was read, in nanoseconds.
    ///   - memory: the peak above that of a process that has answered a small request, in bytes.
    ///   - answer: in bytes.
    case answered(time: Int, memory: Int, answer: Int)

    /// It was killed at the time limit, in nanoseconds.
    case killed(limit: Int, memory: Int)

    /// The process ended, or there is no such process.
    case failed

    /// In nanoseconds; what failed has taken longest.
    var time: Int {
        switch self {
        case .answered(let time, _, _), .killed(let time, _): time
        case .failed: .max
        }
    }

    var memory: Int {
        switch self {
        case .answered(_, let memory, _), .killed(_, let memory): memory
        case .failed: 0
        }
    }

    /// The cells for time, memory and answer.
    var cells: [String] {
        switch self {
        case .answered(let time, let memory, let answer):
            [(Double(time) / 1e6).shown, Bytes(memory).mebibytes.shown, (Double(answer) / 1e3).shown]
        case .killed(let limit, let memory): ["> \(limit / 1_000_000_000) s", Bytes(memory).mebibytes.shown, ""]
        case .failed: ["failed", "", ""]
        }
    }

    /// Of several measurements the one with the median time.
    static func median(_ costs: [Cost]) -> Cost { costs.sorted { $0.time < $1.time }[costs.count / 2] }
}

extension Site {
    /// Measures a request in a process of its own.
    /// - Parameter limit: in nanoseconds.
    func cost(of request: MeasuredRequest, limit: Int) throws -> Cost {
        let line = try request.line(self)
        let server = try LineServer(command(request.database, request.options))
        var memory = 0
        do {
            let user = request.options.firstIndex(of: "--user").map { request.options[$0 + 1] } ?? "nobody"
            try server.result("getVoiceInterviewStats", user, "")
            memory = try server.peakMemory().count
            server.deadline = now() + limit
            var length = 0
            // Pipelined: a program may answer before it has read all.
            let load = Load(line: line)
            let begin = now()
            let answered = try server.pipeline(load) { _, answer in
                length = answer.count
                do throws(Failure) {
                    try Answer.check(answer, id: 0)
                } catch {
                    printToStandardError("\(name): \(request.title), \(request.name): \(error)")
                }
            }.answered
            let (time, peak) = (answered[0] - begin, try server.peakMemory().count)
            server.deadline = nil
            try server.finish()
            return .answered(time: time, memory: peak - memory, answer: length)
        } catch is TimeLimitExceeded {
            let peak = try server.peakMemory().count
            server.kill()
            return .killed(limit: limit, memory: peak - memory)
        } catch let failure as Failure {
            printToStandardError("\(name): \(request.title), \(request.name): \(failure)")
            server.kill()
            return .failed
        }
    }
}
