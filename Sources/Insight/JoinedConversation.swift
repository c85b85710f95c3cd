// Conversations that follow each other as one: those of an interview in which the candidate reconnected.

/// A conversation, and how long it lasted.
public struct ConversationPart: Sendable {
    public let conversation: Conversation

    /// In seconds; nil if it is known only from the times of the turns.
    public let duration: Double?

    public init(_ conversation: Conversation, duration: Double?) {
        (self.conversation, self.duration) = (conversation, duration)
    }

    fileprivate var length: Double {
        duration ?? conversation.turns.reduce(0) { max($0, $1.end ?? $1.start ?? 0) }
    }
}

extension Conversation {
    /// The turns of one part after those of another, with times that run on by the durations of the parts before.
    public init(joining parts: [ConversationPart]) {
        guard parts.count != 1 else {
            self = parts[0].conversation
            return
        }
        var turns: [Turn] = []
        var offset = 0.0
        for part in parts {
            turns += part.conversation.turns.map { $0.later(by: offset) }
            offset += part.length
        }
        let spoken = parts.map(\.conversation).filter { !$0.turns.isEmpty }
        // As among the turns of one transcript, those without times do not count.
        let timing = spoken.map(\.timing).filter { $0 != .none }.min() ?? .none
        self.init(
            Self.commonSource(of: spoken.isEmpty ? parts.map(\.conversation) : spoken), turns, timing,
            isTruncated: parts.contains(where: \.conversation.isTruncated))
    }

    private static func commonSource(of parts: [Conversation]) -> TranscriptSource {
        let sources = Set(parts.map(\.source))
        guard sources.count > 1 else { return sources.first ?? .none }
        // Among parts without turns, those in an unknown format count.
        return parts.allSatisfy { $0.turns.isEmpty } ? .unknown : .list
    }
}

extension Turn {
    fileprivate func later(by seconds: Double) -> Turn {
        func later(_ time: Double?) -> Double? {
            time.map { ($0 + seconds).rounded(toPlaces: 3) }.flatMap { $0 <= TimeScale.longest ? $0 : nil }
        }
        return Turn(speaker, name: name, text, start: later(start), end: later(end))
    }
}
