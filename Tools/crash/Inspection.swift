// The inspection after a crash: a new process is asked for everything that must be stored.

internal import Glibc
internal import JSON
internal import ToolSupport

/// Compares what a new process answers with what the ledger says, and brings the ledger up to date.
struct Inspection {
    /// How many requests are sent before their answers are read.
    private static let window = 64

    private let server: Server
    private let ledger: Ledger
    private(set) var violations: [Violation] = []
    private var lastID = 0

    /// How long the process took from its start to its first answer.
    private(set) var start = Duration.zero

    /// The places of the open writes that were found to be there, and of those that were not.
    private(set) var kept: [Place] = []
    private(set) var dropped: [Place] = []

    /// Inspects a file that no process serves.
    init(_ file: DatabaseFile, _ command: Command, _ ledger: Ledger, ending: Ending) throws(Violation) {
        server = try Server(command, database: file.path, errors: file.errors)
        self.ledger = ledger
        do throws(Violation) {
            try greet()
            var listed: [Int: Listed] = [:]
            for user in Ledger.users { try list(user, into: &listed) }
            try fetch(listed)
            checkOrder()
            for user in Ledger.users { try checkStats(user) }
            switch ending {
            case .endOfInput: try end()
            case .kill: kill()
            }
        } catch {
            violations.append(error)
            kill()
        }
        violations += file.damage().map { .fault("integrity_check: \($0)") }
    }

    /// How the process ends that was asked.
    enum Ending {
        /// It carries the log over into the file.
        case endOfInput

        /// The log stays, and grows until a process carries it over under load.
        case kill
    }

    /// An interview as a list has it.
    private struct Listed {
        let told: Told
        let summary: [UInt8]
    }

    // MARK: - Asking

    /// Sends requests and waits for their answers.
    private mutating func ask(_ requests: [(method: String, user: String, parameters: String)]) throws(Violation)
        -> [[UInt8]]
    {
        for (offset, (method, user, parameters)) in requests.enumerated() {
            server.send(Array((request(lastID + 1 + offset, method, of: user, parameters) + "\n").utf8))
        }
        lastID += requests.count
        var answers: [[UInt8]] = []
        let asked = ContinuousClock.now
        while answers.count < requests.count {
            guard ContinuousClock.now - asked < Server.longestWait else { throw .fault("a request was not answered") }
            if let line = server.line() {
                answers.append(line)
            } else {
                guard server.isOpen else { throw .fault("the process after the crash ended without answering") }
                Server.move([server])
            }
        }
        return answers
    }

    private mutating func ask(_ method: String, _ user: String, _ parameters: String = "") throws(Violation) -> [UInt8]
    {
        try ask([(method, user, parameters)])[0]
    }

    // MARK: - Looking

    /// The first request must be answered correctly.
    private mutating func greet() throws(Violation) {
        let known = ledger.entries.last { $0.open.isEmpty && $0.isLasting }?.certain
        if let known {
            let line = try ask("getVoiceInterviewById", known.user, #","interviewId":"\#(known.told.id ?? "")""#)
            start = ContinuousClock.now - server.begin
            var told = known
            if let answered = Told(answer: line) { told.take(answered) }
            let expected = answer(lastID, voiceInterview: told.whole)
            if line != expected {
                // A loss is counted when everything is fetched, once.
                violations.append(
                    Violation(.fault, "the first answer after the crash", expected: expected, found: line))
            }
        } else {
            let line = try ask("getVoiceInterviewStats", Ledger.users[0])
            start = ContinuousClock.now - server.begin
            guard parsed(line)?["result"]?["stats"] != nil else {
                throw .fault("the first answer after the crash: \(String(decoding: line, as: UTF8.self))")
            }
        }
    }

    /// Walks the full list of a user, page after page.
    private mutating func list(_ user: String, into listed: inout [Int: Listed]) throws(Violation) {
        var cursor: String?
        repeat {
            let line = try ask("getUserVoiceInterviews", user, cursor.map { #","cursor":"\#($0)""# } ?? "")
            guard let result = parsed(line)?["result"], let interviews = result["voiceInterviews"] else {
                throw .fault("a list was refused: \(String(decoding: line, as: UTF8.self))")
            }
            for interview in interviews.elements {
                guard let number = interview["context"]?.string.flatMap({ Int($0.prefix { $0 != " " }) }),
                    ledger.entries.indices.contains(number), ledger.entries[number].possible.first?.user == user
                else {
                    throw .fault(
                        "an interview that nobody created: \(String(decoding: interview.bytes, as: UTF8.self))")
                }
                guard
                    listed.updateValue(Listed(told: Told(interview), summary: Array(interview.bytes)), forKey: number)
                        == nil
                else {
                    throw .fault("interview \(number) is listed twice")
                }
            }
            cursor = result["nextCursor"]?.string
        } while cursor != nil
    }

    /// Fetches everything that is listed; what is not must be something that need not be there.
    private mutating func fetch(_ listed: [Int: Listed]) throws(Violation) {
        for number in ledger.entries.indices where listed[number] == nil { settleMissing(number) }
        var rest = listed.sorted { $0.key < $1.key }[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.window)
            rest = rest.dropFirst(Self.window)
            let first = lastID + 1
            let lines = try ask(
                part.map { number, listed in
                    let user = ledger.entries[number].possible[0].user
                    return ("getVoiceInterviewById", user, #","interviewId":"\#(listed.told.id ?? "")""#)
                })
            for (offset, ((number, listed), line)) in zip(part, lines).enumerated() {
                settle(number, listed, first + offset, line)
            }
        }
    }

    private mutating func settleMissing(_ number: Int) {
        let entry = ledger.entries[number]
        if entry.certain?.isDeleted == true { return }
        if entry.certain != nil, let deletion = entry.open.firstIndex(where: { $0.state.isDeleted }) {
            kept += entry.open[...deletion].map(\.place)
            return ledger.settle(number, as: entry.open[deletion].state)
        }
        if let certain = entry.certain {
            let summary = String(decoding: certain.summary, as: UTF8.self)
            violations.append(Violation(kind: .loss, text: "interview \(number) is missing: \(summary.prefix(240))…"))
        }
        dropped += entry.open.map(\.place)
        ledger.settle(number, as: nil)
    }

    /// One of the states that an entry may have must be what was found, to the last byte.
    private mutating func settle(_ number: Int, _ listed: Listed, _ id: Int, _ line: [UInt8]) {
        let entry = ledger.entries[number]
        guard entry.certain?.isDeleted != true else {
            violations.append(Violation(kind: .loss, text: "interview \(number) is back after its deletion"))
            return
        }
        var states = entry.possible
        for index in states.indices {
            if let certain = entry.certain { states[index].take(certain.told) }
            states[index].take(listed.told)
            if let told = Told(answer: line) { states[index].take(told) }
        }
        guard
            let found = states.lastIndex(where: {
                !$0.isDeleted && answer(id, voiceInterview: $0.whole) == line
            })
        else {
            let expected = states.count == 1 ? "" : " (the first of \(states.count) states that it may have)"
            violations.append(
                Violation(
                    entry.certain == nil ? .fault : .loss, "interview \(number)\(expected)",
                    expected: answer(id, voiceInterview: states[0].whole), found: line))
            return
        }
        if listed.summary != states[found].summary {
            violations.append(
                Violation(
                    .fault, "interview \(number) differs between list and get",
                    expected: states[found].summary, found: listed.summary))
        }
        let carriedOut = found - (entry.certain == nil ? -1 : 0)
        kept += entry.open.prefix(carriedOut).map(\.place)
        dropped += entry.open.dropFirst(carriedOut).map(\.place)
        ledger.settle(number, as: states[found])
    }

    /// What one process was sent is carried out in order: nothing is there that came after something that is not.
    private mutating func checkOrder() {
        var firstDropped: [Int: Int] = [:]
        for place in dropped { firstDropped[place.process] = min(firstDropped[place.process] ?? .max, place.number) }
        for place in kept where place.number > firstDropped[place.process] ?? .max {
            violations.append(
                .fault(
                    "process \(place.process): write \(place.number) is stored, and the earlier write \(firstDropped[place.process] ?? 0) is not"
                ))
        }
    }

    private mutating func checkStats(_ user: String) throws(Violation) {
        let interviews = ledger.entries.compactMap(\.certain).filter { $0.user == user && !$0.isDeleted }
        let counts = Status.allCases.map { status in
            #""\#(status.rawValue)":\#(interviews.count { $0.status == status })"#
        }
        let duration = Halves(count: interviews.reduce(0) { $0 + ($1.actualDuration?.count ?? 0) })
        let scores = interviews.compactMap(\.score?.count)
        let average = scores.isEmpty ? "null" : decimal(Double(scores.reduce(0, +)) / 2 / Double(scores.count))
        let line = try ask("getVoiceInterviewStats", user)
        let expected =
            #"{"jsonrpc":"2.0","id":\#(lastID),"result":{"stats":{"total":\#(interviews.count),"byStatus":{"#
            + counts.joined(separator: ",")
            + #"},"totalDuration":\#(duration.text),"scoredInterviews":\#(scores.count),"averageScore":\#(average)}}}"#
        if line != Array(expected.utf8) {
            violations.append(
                Violation(.fault, "stats differ from a recount", expected: Array(expected.utf8), found: line))
        }
    }

    private func decimal(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }

    // MARK: - Ending

    private func kill() {
        server.process.signal(SIGKILL)
        _ = server.status()
    }

    private mutating func end() throws(Violation) {
        server.endInput()
        let asked = ContinuousClock.now
        while server.isOpen {
            guard ContinuousClock.now - asked < Server.longestWait else { throw .fault("the process does not end") }
            Server.move([server])
            if server.line() != nil { violations.append(.fault("a line answers no request")) }
        }
        let status = server.status()
        if status != 0 { violations.append(.fault("the process after the crash ended with status \(status)")) }
    }
}
