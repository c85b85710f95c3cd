// What was sent and what was answered, interview by interview: from this follows what must be found.

internal import JSON

/// A request that was sent, by the process it went to and its place among those.
struct Place: Hashable {
    let process: Int
    let number: Int
}

/// One interview.
struct Entry {
    /// As an answer has last said, or an inspection found; nil if it need not be there.
    var certain: Expected?

    /// The turn that was sent last, whether it is stored or not.
    var latestTurn: ExpectedTurn?

    /// Likewise the record.
    var latestRecord: ExpectedRecord?

    /// As it would be after each write that was sent and has no answer, in their order.
    var open: [(place: Place, state: Expected)] = []

    /// As it is when everything that was sent is carried out.
    var latest: Expected? { open.last?.state ?? certain }

    /// Whether something can still be done with it: it is there, and nobody has asked to delete it.
    var isLasting: Bool { certain != nil && latest?.isDeleted == false }

    /// What it may be, an interview that is not there aside.
    var possible: [Expected] { (certain.map { [$0] } ?? []) + open.map(\.state) }
}

/// The interviews of one database file.
final class Ledger {
    static let users = ["kp_ada", "kp_ben", "kp_zoé"]

    private(set) var entries: [Entry] = []
    private(set) var answeredWrites = 0

    /// The answered writes that are turns, and the answered repetitions of turns.
    private(set) var answeredTurns = 0

    private var lastRecordTime = 1_767_225_600_000

    // MARK: - Sent

    /// A time for a record, later than every one before.
    func nextRecordTime() -> Int {
        lastRecordTime += 1
        return lastRecordTime
    }

    func create(at place: Place, _ make: (_ number: Int) -> Expected) -> Expected {
        let state = make(entries.count)
        entries.append(Entry(open: [(place, state)]))
        return state
    }

    func send(_ state: Expected, at place: Place) { entries[state.number].open.append((place, state)) }

    func send(_ state: Expected, with turn: ExpectedTurn, at place: Place) {
        entries[state.number].latestTurn = turn
        send(state, at: place)
    }

    func send(_ state: Expected, with record: ExpectedRecord, at place: Place) {
        entries[state.number].latestRecord = record
        send(state, at: place)
    }

    // MARK: - Answered

    /// A write has been answered: from now on it must be there.
    func take(_ line: [UInt8], answering place: Place, _ state: Expected) throws(Violation) {
        let state = state.isDeleted ? state : try check(line, answering: place, state, \.summary)
        if state.isDeleted, line != answer(place.number, deleted: state) {
            throw Violation(
                .fault, "the answer to a deletion is wrong", expected: answer(place.number, deleted: state), found: line
            )
        }
        settle(state, answeredAt: place)
    }

    /// A turn has been answered.
    func take(_ line: [UInt8], answering place: Place, _ appending: Appending, _ state: Expected) throws(Violation) {
        let expected = answer(place.number, appending, state)
        guard line == expected else {
            throw Violation(.fault, "the answer to a turn is wrong", expected: expected, found: line)
        }
        answeredTurns += 1
        guard appending != .unchanged else { return }
        var state = state
        if let certain = entries[state.number].certain { state.take(certain.told) }
        settle(state, answeredAt: place)
    }

    /// A webhook has been answered.
    func take(_ line: [UInt8], answeringWebhook place: Place, _ state: Expected, isNew: Bool) throws(Violation) {
        let state = try check(line, answering: place, state, \.summary) {
            answer(place.number, voiceInterview: $0, outcome: isNew ? "stored" : "duplicate")
        }
        if isNew { settle(state, answeredAt: place) }
    }

    private func settle(_ state: Expected, answeredAt place: Place) {
        entries[state.number].certain = state
        entries[state.number].open.removeAll { $0.place.process == place.process && $0.place.number <= place.number }
        answeredWrites += 1
    }

    /// A fetch has been answered.
    func take(_ line: [UInt8], answeringFetch place: Place, _ state: Expected) throws(Violation) {
        _ = try check(line, answering: place, state, \.whole)
    }

    private func check(
        _ line: [UInt8], answering place: Place, _ state: Expected, _ text: (Expected) -> [UInt8],
        _ answer: (([UInt8]) -> [UInt8])? = nil
    ) throws(Violation) -> Expected {
        var state = state
        if let certain = entries[state.number].certain { state.take(certain.told) }
        if !state.isTold, let told = Told(answer: line) { state.take(told) }
        let interview = text(state)
        let expected = answer?(interview) ?? crash.answer(place.number, voiceInterview: interview)
        guard line == expected else {
            throw Violation(.fault, "an answer is wrong", expected: expected, found: line)
        }
        return state
    }

    // MARK: - Found

    /// From now on the entry is what was found, and nothing is open.
    func settle(_ number: Int, as state: Expected?) {
        entries[number].certain = state
        entries[number].open.removeAll()
    }
}

extension Told {
    /// - Returns: nil if the line is no answer with an interview in it.
    init?(answer line: [UInt8]) {
        guard let interview = parsed(line)?["result"]?["voiceInterview"] else { return nil }
        self.init(interview)
    }

    init(_ interview: JSONSlice) {
        id = interview["id"]?.string
        startedAt = interview["startedAt"]?.string
        endedAt = interview["endedAt"]?.string
        for conversation in interview["conversations"].map({ Array($0.elements) }) ?? [] {
            guard let id = conversation["id"]?.string else { continue }
            conversations[id] = conversation["startedAt"]?.string
        }
    }
}

/// The value of a line, as far down as the members of a listed interview; nil if it is not JSON.
func parsed(_ line: [UInt8]) -> JSONSlice? {
    do { return try JSONText(line[...], outlineDepth: 5).root } catch { return nil }
}

extension JSONSlice {
    subscript(name: String) -> JSONSlice? { members.first { $0.name.isString(name) }?.value }
}
