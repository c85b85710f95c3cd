// Turns of one list or text, as many as a conversation may have.

/// Turns that are read one after the other, up to the limits of a conversation.
struct CollectedTurns {
    private(set) var turns: [SpokenTurn] = []

    /// Whether there is more than these: the last turn may have been cut.
    private(set) var isTruncated = false

    private let most: Int
    private var speech: Int

    init(within budget: ReadingBudget) { (most, speech) = (budget.turns, budget.speech) }

    /// Adds a turn, or the beginning of it.
    /// - Returns: whether more may be added.
    mutating func add(_ turn: SpokenTurn) -> Bool {
        guard turns.count < most else {
            isTruncated = true
            return false
        }
        guard turn.bytes > speech else {
            speech -= turn.bytes
            turns.append(turn)
            return true
        }
        isTruncated = true
        var cut = turn
        cut.text = turn.text.beginning(ofBytes: max(speech - turn.nameBytes, 0)).trimmed
        if !cut.text.isBlank { turns.append(cut) }
        return false
    }
}

extension SpokenTurn {
    /// What counts for the limit of speech: a name is repeated with each turn.
    var bytes: Int { text.utf8.count + nameBytes }
    fileprivate var nameBytes: Int { name?.utf8.count ?? 0 }
}

extension String {
    /// As many scalars as fit into some bytes of UTF-8.
    func beginning(ofBytes most: Int) -> Substring {
        guard utf8.count > most else { return self[...] }
        var end = utf8.index(startIndex, offsetBy: most)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return self[..<end]
    }
}
