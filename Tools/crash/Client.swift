// A client: what it asks, and what it makes of the answers.

internal import ToolSupport

/// Asks one process after another, in bursts or one request at a time, for interviews that nobody else changes.
struct Client {
    /// What an answer must be.
    private enum Expectation {
        case write(Expected)
        case turn(Appending, Expected)
        case webhook(Expected, isNew: Bool)
        case whole(Expected)
        case anyResult
    }

    /// Every second client sends up to so many requests before it reads the first answer, the others one at a time.
    private static let longestBurst = 100

    /// A client has no more interviews than this, so that a file stays small however long it is used.
    private static let mostInterviews = 300

    let index: Int
    private var random: SplitMix64
    private var own: [Int]
    private var waiting: [(place: Place, expectation: Expectation)] = []
    private var sent = 0
    private(set) var answers = 0

    /// - Parameter own: the numbers of interviews that are there already.
    init(_ index: Int, _ random: SplitMix64, own: [Int]) {
        self.index = index
        self.random = random
        self.own = own
    }

    /// Whether everything that it has sent is answered.
    var isSatisfied: Bool { waiting.isEmpty }

    // MARK: - Asking

    /// The next requests, a line each.
    mutating func ask(_ ledger: Ledger) -> [UInt8] {
        let count = index % 2 == 0 ? random.magnitude(1...Self.longestBurst) : 1
        // An interview can be changed once its id is known.
        let known = own.filter { ledger.entries[$0].isLasting }
        return (0..<count).flatMap { _ in next(known.filter { ledger.entries[$0].isLasting }, ledger) }
    }

    private mutating func next(_ known: [Int], _ ledger: Ledger) -> [UInt8] {
        sent += 1
        let place = Place(process: index, number: sent)
        let text =
            if known.isEmpty || own.count < Self.mostInterviews && random.below(3) == 0 {
                create(place, ledger)
            } else {
                ask(about: random.pick(known), place, ledger)
            }
        return Array((text + "\n").utf8)
    }

    private mutating func create(_ place: Place, _ ledger: Ledger) -> String {
        let state = ledger.create(at: place) { number in
            let filler = String(repeating: "Répondre. ", count: random.magnitude(1...200))
            return Expected(
                number: number, user: random.pick(Ledger.users),
                technologies: (0..<random.below(4)).map { "technology \($0)" },
                context: "\(number) \(filler)", duration: 1 + random.below(480))
        }
        own.append(state.number)
        return expect(
            .write(state), place, "createVoiceInterview", of: state.user,
            #","technologies":\#(state.technologies.json),"context":"\#(state.context)","duration":\#(state.duration)"#)
    }

    private mutating func ask(about number: Int, _ place: Place, _ ledger: Ledger) -> String {
        guard let state = ledger.entries[number].latest else { preconditionFailure("a known interview has a state") }
        let interview = #","interviewId":"\#(state.told.id ?? "")""#
        switch random.below(20) {
        case 0: return expect(.whole(state), place, "getVoiceInterviewById", of: state.user, interview)
        case 1: return expect(.anyResult, place, "getUserVoiceInterviews", of: state.user, #","limit":20"#)
        case 2: return expect(.anyResult, place, "getVoiceInterviewStats", of: state.user, "")
        case 12: return expect(.anyResult, place, "searchVoiceInterviews", of: state.user, #","query":"repondre""#)
        case 13: return delete(state, interview, place, ledger)
        // A saved transcription is answered in place of records, and these in place of turns, which could not be told.
        case 14...17 where state.transcription == nil && state.records.isEmpty:
            return append(state, interview, place, ledger)
        case 17...19 where state.transcription == nil: return ingest(state, interview, place, ledger)
        case 3...6: return updateStatus(state, interview, place, ledger)
        case 7: return review(state, interview, place, ledger)
        default: return save(state, interview, place, ledger)
        }
    }

    private mutating func delete(
        _ before: Expected, _ interview: String, _ place: Place, _ ledger: Ledger
    ) -> String {
        var state = before
        state.isDeleted = true
        ledger.send(state, at: place)
        return expect(.write(state), place, "deleteVoiceInterview", of: state.user, interview)
    }

    private mutating func updateStatus(
        _ before: Expected, _ interview: String, _ place: Place, _ ledger: Ledger
    ) -> String {
        var state = before
        state.status = random.pick(state.status.next)
        var parameters = interview + #","status":"\#(state.status.rawValue)""#
        // Every write changes something, so that it can be told whether it is there.
        if state.status == before.status || random.below(2) == 0 {
            let conversation = "conversation \(place.process).\(place.number).\(random.next())"
            state.conversations.append(conversation)
            parameters += #","conversationId":"\#(conversation)""#
        }
        ledger.send(state, at: place)
        return expect(.write(state), place, "updateVoiceInterviewStatus", of: state.user, parameters)
    }

    /// Appends a turn, corrects one, or sends the latest again, as a client does that has got no answer.
    private mutating func append(_ before: Expected, _ interview: String, _ place: Place, _ ledger: Ledger) -> String {
        var state = before
        var turn = ExpectedTurn(
            key: "\(place.process).\(place.number)",
            text: "\(random.next()) \(String(repeating: "é", count: random.magnitude(1...2_000)))",
            conversationId: random.below(8) == 0
                ? "live \(random.next())" : [nil, state.conversationId][random.below(2)])
        if let latest = ledger.entries[state.number].latestTurn, random.below(3) == 0 {
            turn = latest
        } else if !state.turns.isEmpty, random.below(4) == 0 {
            let text = turn.text
            turn = random.pick(state.turns)
            turn.text = text
        }
        let appending = state.append(turn)
        // A repetition stores nothing, so that nobody can tell whether it was carried out.
        if appending != .unchanged { ledger.send(state, with: turn, at: place) }
        return expect(
            .turn(appending, state), place, "appendVoiceInterviewTurns", of: state.user,
            interview + #","turns":[\#(turn.json)]"#)
    }

    /// Sends the record of a conversation, or the latest again, as a vendor does that has got no answer.
    private mutating func ingest(_ before: Expected, _ interview: String, _ place: Place, _ ledger: Ledger) -> String {
        var state = before
        let conversation = random.below(2) == 0 ? state.conversationId : nil
        var record = ExpectedRecord(
            conversationId: conversation ?? "vendor \(random.next())",
            text: "\(random.next()) \(String(repeating: "é", count: random.magnitude(1...20_000)))",
            duration: Halves(count: random.below(10_000)), sentAt: ledger.nextRecordTime())
        if let latest = ledger.entries[state.number].latestRecord, random.below(3) == 0 { record = latest }
        let isNew = state.store(record)
        if isNew { ledger.send(state, with: record, at: place) }
        let body = record.body.replacing("\"", with: "\\\"")
        return expect(
            .webhook(state, isNew: isNew), place, "ingestVoiceInterviewWebhook", of: state.user,
            interview + #","vendor":"vapi","body":"\#(body)","signature":"\#(Self.webhookSecret)""#)
    }

    /// Vapi's webhooks may have the secret itself in place of a signature.
    static let webhookSecret = "the secret of the webhooks"

    private mutating func save(_ before: Expected, _ interview: String, _ place: Place, _ ledger: Ledger) -> String {
        var state = before
        state.status = .completed
        let actualDuration = Halves(count: random.below(100_000))
        let transcription = said(atLeast: random.magnitude(20...100_000))
        state.actualDuration = actualDuration
        state.transcription = transcription
        var parameters = interview + #","transcription":\#(transcription),"actualDuration":\#(actualDuration.text)"#
        if random.below(2) == 0 {
            let feedback = said(atLeast: random.magnitude(20...2_000))
            state.feedback = feedback
            parameters += #","feedback":\#(feedback)"#
        }
        if random.below(2) == 0 {
            let score = Halves(count: random.below(201))
            state.score = score
            parameters += #","score":\#(score.text)"#
        }
        ledger.send(state, at: place)
        return expect(.write(state), place, "saveVoiceInterviewTranscription", of: state.user, parameters)
    }

    private mutating func review(_ before: Expected, _ interview: String, _ place: Place, _ ledger: Ledger) -> String {
        var state = before
        let feedback = said(atLeast: random.magnitude(20...2_000))
        state.feedback = feedback
        ledger.send(state, at: place)
        return expect(
            .write(state), place, "saveVoiceInterviewFeedback", of: state.user,
            interview + #","feedback":\#(feedback)"#)
    }

    /// A JSON text no two parts of which, and no part of another, are alike in the middle: a mixture would show.
    private mutating func said(atLeast bytes: Int) -> String {
        let tag = String(random.next(), radix: 36)
        let filler = String(repeating: tag + " ", count: bytes / (tag.utf8.count + 1) + 1)
        return #"[{"speaker":"ai","text":"\#(tag) é\u0000"},1.0,{"speaker":"user","text":"\#(filler)"}]"#
    }

    private mutating func expect(
        _ expectation: Expectation, _ place: Place, _ method: String, of user: String, _ parameters: String
    ) -> String {
        waiting.append((place, expectation))
        return request(place.number, method, of: user, parameters)
    }

    // MARK: - Answers

    /// Takes a line that the process has written.
    mutating func take(_ line: [UInt8], _ ledger: Ledger) throws(Violation) {
        guard !waiting.isEmpty else {
            throw .fault("a line answers no request: \(String(decoding: line.prefix(300), as: UTF8.self))")
        }
        let (place, expectation) = waiting.removeFirst()
        answers += 1
        switch expectation {
        case .write(let state): try ledger.take(line, answering: place, state)
        case .webhook(let state, let isNew): try ledger.take(line, answeringWebhook: place, state, isNew: isNew)
        case .turn(let appending, let state): try ledger.take(line, answering: place, appending, state)
        case .whole(let state): try ledger.take(line, answeringFetch: place, state)
        case .anyResult:
            guard line.starts(with: #"{"jsonrpc":"2.0","id":\#(place.number),"result":"#.utf8) else {
                throw .fault("a read was refused: \(String(decoding: line.prefix(300), as: UTF8.self))")
            }
        }
    }
}

/// A request. None of the texts needs an escape.
func request(_ id: Int, _ method: String, of user: String, _ parameters: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"session":{"userId":"\#(user)"}\#(parameters)}}"#
}
