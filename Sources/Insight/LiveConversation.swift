// Turns that were stored one by one while they were spoken.

internal import JSON

extension Conversation {
    /// - Parameters:
    ///   - liveTurns: JSON objects with the members `speaker`, `text`, `start` and `end`, the times in seconds.
    ///   - budget: what may be read of them.
    public init(liveTurns: [[UInt8]], within budget: ReadingBudget = ReadingBudget()) {
        var collected = CollectedTurns(within: budget)
        for turn in liveTurns {
            guard budget.takeElements() else { break }
            guard let spoken = SpokenTurn(live: turn, within: budget) else { continue }
            guard collected.add(spoken) else { break }
        }
        let isTruncated = collected.isTruncated || budget.isExhausted
        guard !collected.turns.isEmpty || isTruncated else {
            self = .none
            return
        }
        budget.add(collected.turns)
        self.init(.turns, spoken: collected.turns, isTruncated: isTruncated)
    }
}

extension SpokenTurn {
    /// - Returns: nil if nothing was said.
    fileprivate init?(live json: [UInt8], within budget: ReadingBudget) {
        let parsed: JSONText?
        do throws(JSONSyntaxError) { parsed = try budget.parse(json[...]) } catch { return nil }
        guard let object = parsed?.root else { return nil }
        let text = (object.member("text").flatMap(budget.said) ?? "").trimmed
        guard !text.isBlank else { return nil }
        self.init(text: text)
        speaker = object.member("speaker")?.string.flatMap(Speaker.init)
        start = object.member("start")?.double.map { .offset($0) }
        end = object.member("end")?.double.map { .offset($0) }
    }
}
