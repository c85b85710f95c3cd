// Turns that were stored one by one while they were spoken.

internal import JSON

extension Conversation {
    /// - Parameter liveTurns: JSON objects with the members `speaker`, `text`, `start` and `end`, the times in seconds.
    public init(liveTurns: [[UInt8]]) {
        let spoken = liveTurns.compactMap(SpokenTurn.init(live:))
        guard !spoken.isEmpty else {
            self = .none
            return
        }
        self.init(.turns, spoken: spoken)
    }
}

extension SpokenTurn {
    /// - Returns: nil if nothing was said.
    fileprivate init?(live json: [UInt8]) {
        let object: JSONSlice
        do throws(JSONSyntaxError) { object = try JSONText(json[...]).root } catch { return nil }
        let text = (object.member("text")?.safeString ?? "").trimmed
        guard !text.isBlank else { return nil }
        self.init(text: text)
        speaker = object.member("speaker")?.string.flatMap(Speaker.init)
        start = object.member("start")?.double.map { .offset($0) }
        end = object.member("end")?.double.map { .offset($0) }
    }
}
