// A list of turns, such as transcripts have it in JSON.

internal import JSON

/// The turns of one list or text within a transcription.
struct TurnList {
    let source: TranscriptSource
    let turns: [SpokenTurn]

    /// The bytes of what is said.
    let speech: Int

    /// Whether the list or the text has more than these turns, or more in one of them.
    let isTruncated: Bool

    /// - Parameter turns: those that were read, as many as a conversation may have of them.
    init(_ source: TranscriptSource, _ turns: [SpokenTurn], within budget: ReadingBudget) {
        var collected = CollectedTurns(within: budget)
        for turn in turns { guard collected.add(turn) else { break } }
        self.source = source
        self.turns = collected.turns
        isTruncated = collected.isTruncated || budget.isCut
        speech = collected.turns.reduce(0) { $0 + $1.text.utf8.count }
    }

    /// - Returns: nil if no element of the array is a turn.
    init?(reading array: JSONSlice, within budget: ReadingBudget) {
        budget.isCut = false
        var elements = TurnElements(within: budget)
        var names = TurnMemberNames()
        for element in array.elements where element.kind == .object {
            guard budget.takeElements(), elements.add(TurnElement(element, &names, within: budget)) else { break }
        }
        let spoken = elements.spoken
        guard !spoken.isEmpty || elements.isFull else {
            self.init(exchanges: array, within: budget)
            return
        }
        self.init(VendorFormat.source(of: spoken), spoken.compactMap(\.turn), within: budget)
    }

    /// Members whose names tell who says what they have. Others that are roles elsewhere, such as `model` and `agent`,
    /// have identifiers.
    private static let speakers = NameTable<Speaker>([
        "question": .interviewer, "interviewer": .interviewer, "assistant": .interviewer, "ai": .interviewer,
        "bot": .interviewer, "answer": .candidate, "candidate": .candidate, "user": .candidate, "human": .candidate,
    ])

    /// Turns in members that are named like the speakers, or like what these say: `{"question": …, "answer": …}`.
    /// - Returns: nil if they do not have turns of both.
    private init?(exchanges array: JSONSlice, within budget: ReadingBudget) {
        var turns: [SpokenTurn] = []
        for element in array.elements where element.kind == .object {
            guard turns.count <= budget.turns, budget.takeElements() else { break }
            for (name, value) in element.members {
                guard let speaker = Self.speakers.value(name), let text = TurnText.read(value, within: budget)
                else { continue }
                var turn = SpokenTurn(text: text.trimmed)
                turn.speaker = speaker
                turns.append(turn)
            }
        }
        guard Set(turns.map(\.speaker)).count == 2 else { return nil }
        self.init(.list, turns, within: budget)
    }

    /// Whether some turn is of a known role.
    var hasRoles: Bool { turns.contains { $0.speaker != nil } }

    /// Lists that name the two speakers are the conversation even if others, such as logs, have more text.
    private var weight: Int { hasRoles ? speech * 4 : speech }

    /// Who speaks and when, by how much of it is told.
    private var details: (speakers: Int, times: Int) {
        (
            hasRoles ? 2 : turns.contains { $0.name != nil } ? 1 : 0,
            turns.contains { $0.end != nil } ? 2 : turns.contains { $0.start != nil } ? 1 : 0
        )
    }

    /// Whether this list has more of the conversation than `other`, which stands before it: more of what was said, or
    /// about the same and more about who speaks, or when, or the same in whole turns instead of words.
    func isBetter(than other: TurnList) -> Bool {
        if max(weight, other.weight) > min(weight, other.weight) * 11 / 10 { return weight > other.weight }
        if details != other.details { return details > other.details }
        return turns.count < other.turns.count
    }
}

/// The elements of a list that are turns, or tell about turns.
private struct TurnElements {
    private var elements: [TurnElement] = []

    /// Events tell about a turn several times: it stands where it was first heard of, and says what was said last.
    private var positions: [String: Int] = [:]

    /// The last element that is an agent's response.
    private var lastResponse: Int?
    private var turns = 0

    /// Whether there is a turn more than may be added.
    private(set) var isFull = false
    private let budget: ReadingBudget

    init(within budget: ReadingBudget) { self.budget = budget }

    /// - Returns: whether more may be added.
    mutating func add(_ read: TurnElement) -> Bool {
        if let item = read.item {
            guard let position = positions[item] else {
                positions[item] = elements.count
                return append(read)
            }
            if read.turn != nil { replace(position, by: read) }
        } else if let text = read.turn?.text {
            if read.event?.type == TurnEvent.correction, let lastResponse {
                elements[lastResponse].correct(text)
            } else {
                return append(read)
            }
        }
        return true
    }

    /// Items of which nothing was heard yet take room, too.
    private mutating func append(_ read: TurnElement) -> Bool {
        guard turns + (read.turn == nil ? 0 : 1) <= budget.turns, elements.count < 2 * ReadingLimits.turns else {
            budget.isCut = true
            isFull = read.turn != nil
            return !isFull
        }
        if read.turn != nil { turns += 1 }
        if read.isAgentResponse { lastResponse = elements.count }
        elements.append(read)
        return true
    }

    private mutating func replace(_ position: Int, by read: TurnElement) {
        if elements[position].turn == nil { turns += 1 }
        elements[position] = read
        guard position >= lastResponse ?? 0 else { return }
        if read.isAgentResponse {
            lastResponse = position
        } else if position == lastResponse {
            lastResponse = elements[..<position].lastIndex(where: \.isAgentResponse)
            _ = budget.takeElements((position - (lastResponse ?? 0)) / 64)
        }
    }

    /// Those that are turns.
    var spoken: [TurnElement] { elements.filter { $0.turn != nil } }
}
