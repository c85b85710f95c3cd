// Live turns: what is said in an interview, stored turn by turn while it runs.

public import Insight
internal import JSON

/// A turn as it was appended.
public struct LiveTurn: Sendable {
    /// Nil for a turn that belongs to the interview itself.
    public let conversationId: String?

    /// Unique within its conversation.
    public let key: String

    /// An object with `key`, `speaker`, `text`, `start`, `end` and `conversationId` on one line; what has no value is left
    /// out.
    public let json: [UInt8]

    /// - Parameters:
    ///   - start: in seconds from the beginning of the conversation.
    ///   - end: likewise.
    public init(
        key: String, _ speaker: Speaker, _ text: String, start: Double? = nil, end: Double? = nil,
        conversationId: String? = nil
    ) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("key", key)
        writer.member("speaker", speaker.rawValue)
        writer.member("text", text)
        for (name, time) in [("start", start), ("end", end)] {
            guard let time else { continue }
            writer.name(name)
            writer.number(time)
        }
        if let conversationId { writer.member("conversationId", conversationId) }
        writer.endObject()
        self.init(conversationId: conversationId, key: key, json: writer.bytes)
    }

    /// - Parameter json: as an earlier turn had it.
    public init(conversationId: String?, key: String, json: [UInt8]) {
        (self.conversationId, self.key, self.json) = (conversationId, key, json)
    }
}

/// A live turn in its place among those of its interview, counted from 0 in the order in which they first came.
public struct PlacedTurn: Sendable {
    public let position: Int
    public let turn: LiveTurn

    /// Whether it is to be stored in place of a turn with the same key.
    public let isCorrection: Bool

    public init(_ turn: LiveTurn, at position: Int, isCorrection: Bool = false) {
        (self.turn, self.position, self.isCorrection) = (turn, position, isCorrection)
    }
}

/// The live turns of an interview, and their bytes (`LiveTurn.size`).
public struct LiveTurnTotals: Equatable, Sendable {
    public var turns: Int
    public var bytes: Int

    public init(turns: Int = 0, bytes: Int = 0) { (self.turns, self.bytes) = (turns, bytes) }
}

/// What became of the turns of one call, and how many live turns the interview has now.
public struct AppendedTurns: Equatable, Sendable {
    public fileprivate(set) var appended = 0
    public fileprivate(set) var corrected = 0
    public fileprivate(set) var unchanged = 0
    public fileprivate(set) var turns = 0
}

extension UserInterviews {
    /// Stores turns, whatever the status is. A turn whose key its conversation has already replaces the one that has it,
    /// in its place. The first turn makes a pending interview active, and a new conversation is the latest.
    public func append(_ turns: [LiveTurn], to interviewId: String) throws(Refusal) -> AppendedTurns {
        try transaction.begin(.interviews)
        let before = try find(interviewId)
        let totals =
            before.marks.contains(.liveTurns) ? try records.liveTurnTotals(of: before) : LiveTurnTotals()
        var batch = LiveTurnBatch(of: turns.count, after: totals)
        for turn in turns {
            let known = batch.contains(turn) || totals.turns == 0 ? nil : try records.liveTurn(like: turn, of: before)
            batch.put(turn, known)
        }
        guard batch.totals.bytes <= Limits.transcriptionBytes else {
            throw .tooLarge("turns", limit: Limits.transcriptionBytes)
        }
        guard !batch.isEmpty else { return batch.outcome }
        try requireRoom(bytes: batch.totals.bytes - totals.bytes)
        try change(before, forTurnsOf: turns.compactMap(\.conversationId))
        try records.store(batch.turns, batch.totals, after: totals, of: before)
        return batch.outcome
    }

    /// Changes an interview for new turns.
    /// - Parameter conversationIds: their conversations.
    private func change(_ before: Interview, forTurnsOf conversationIds: [String]) throws(Refusal) {
        let time = transaction.clock.tick()
        var interview = before
        if before.status == .pending { interview = interview.moved(to: .active, at: time) }
        if !before.marks.contains(.liveTurns) { interview = interview.marked(adding: .liveTurns) }
        if conversationIds.contains(where: { Text($0) != before.conversationIdText }) {
            interview = try add(conversationIds, to: interview, at: time)
        }
        if interview !== before { try records.replace(before, by: interview, nil) }
    }
}

/// The turns of one call, compared with those that are stored.
private struct LiveTurnBatch {
    private(set) var totals: LiveTurnTotals
    private(set) var outcome = AppendedTurns()

    /// Those that are to be stored, each key once.
    private(set) var turns: [PlacedTurn] = []

    /// Where the key of each of `turns` is in it; a single one is not sought.
    private var places: [[UInt8]: Int] = [:]
    private let count: Int

    init(of count: Int, after totals: LiveTurnTotals) {
        self.count = count
        self.totals = totals
        outcome.turns = totals.turns
    }

    var isEmpty: Bool { turns.isEmpty }

    func contains(_ turn: LiveTurn) -> Bool { place(of: turn) != nil }

    private func place(of turn: LiveTurn) -> Int? { turns.isEmpty ? nil : places[turn.name] }

    /// - Parameter stored: the turn that has the key, if it is stored.
    mutating func put(_ turn: LiveTurn, _ stored: PlacedTurn?) {
        let place = place(of: turn)
        let known = place.map { turns[$0] } ?? stored
        guard known?.turn.json != turn.json else {
            outcome.unchanged += 1
            return
        }
        totals.bytes += turn.size - (known?.turn.size ?? 0)
        let isCorrection = place.map { turns[$0].isCorrection } ?? (stored != nil)
        let placed = PlacedTurn(turn, at: known?.position ?? totals.turns, isCorrection: isCorrection)
        if known == nil {
            totals.turns += 1
            outcome.turns += 1
            outcome.appended += 1
        } else {
            outcome.corrected += 1
        }
        if let place {
            turns[place] = placed
        } else {
            if count > 1 { places[turn.name] = turns.count }
            turns.append(placed)
        }
    }
}

extension LiveTurn {
    /// The bytes that count for the limit of an interview; a short turn is stored with its place, too.
    var size: Int { max(json.count, Limits.leastTurnBytes) }

    /// Its conversation and its key, which contain no U+0000, as one value.
    fileprivate var name: [UInt8] { Array((conversationId ?? "").utf8) + [0] + key.utf8 }
}
