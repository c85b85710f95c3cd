// The conversations of an interview: one, and another for each time the candidate reconnected.

public import Insight
internal import JSON

/// A conversation by its id, which the vendor of the voice agent has given it.
public struct ConversationEntry: Sendable {
    public let id: String

    /// When it began, as the vendor's record of it tells; without one, when the interview got its id.
    public var startedAt: Instant
}

/// The conversations of an interview, in the order in which they began.
public struct ConversationList: Sendable {
    public private(set) var entries: [ConversationEntry] = []

    public init(of interview: Interview) {
        guard let list = interview.conversationsText else {
            // Earlier versions did not store when it began.
            let startedAt = interview.conversationStartedAt ?? interview.startedAt
            entries = interview.conversationId.map { [.init(id: $0, startedAt: startedAt)] } ?? []
            return
        }
        // Stores let nothing but a list that this type has written in.
        do {
            entries = try JSONText(list.withSpan { [UInt8](copying: $0) }[...]).root.elements.compactMap {
                guard let id = $0.member("id")?.string,
                    let startedAt = $0.member("startedAt")?.string.flatMap(Instant.init)
                else { return nil }
                return ConversationEntry(id: id, startedAt: startedAt)
            }
        } catch {
            entries = []
        }
    }

    public func contains(_ id: String) -> Bool { position(of: id) != nil }

    /// Adds a conversation, or corrects when it began.
    /// - Parameter startedAt: the vendor's time; nil if it is unknown.
    /// - Returns: whether the conversation is a new one.
    mutating func put(_ id: String, startedAt: Instant?, at now: Instant) -> Bool {
        let position = position(of: id)
        if let position {
            if let startedAt { entries[position].startedAt = startedAt }
        } else {
            entries.append(ConversationEntry(id: id, startedAt: startedAt ?? time(from: now)))
        }
        // Those that began at the same time are in the order of their ids, in whatever order they came.
        entries.sort { $0.startedAt == $1.startedAt ? $0.id < $1.id : $0.startedAt < $1.startedAt }
        return position == nil
    }

    /// The first millisecond from `now` on in which no other conversation began, so that those of one call keep their order.
    private func time(from now: Instant) -> Instant {
        var time = now
        while entries.contains(where: { $0.startedAt == time }) {
            time = Instant(milliseconds: time.milliseconds + 1)
        }
        return time
    }

    /// The place of a conversation by its id; that of nil is before all others, and that of an unknown one behind them.
    var order: (String?) -> Int {
        let places = Dictionary(
            entries.enumerated().map { (Array($1.id.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        return { id in id.map { places[Array($0.utf8)] ?? .max } ?? -1 }
    }

    /// `[{"id": …, "startedAt": …}, …]` on one line.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for entry in entries {
            writer.beginObject()
            writer.member("id", entry.id)
            writer.name("startedAt")
            writer.string(utf8: entry.startedAt.utf8.span)
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes
    }

    private func position(of id: String) -> Int? {
        entries.firstIndex { $0.id.utf8.elementsEqual(id.utf8) }
    }
}
