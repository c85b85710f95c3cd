// The conversations of an interview: one, and another for each time the candidate reconnected.

public import Insight
internal import JSON

/// A conversation by its id, which the vendor of the voice agent has given it.
public struct ConversationEntry: Sendable {
    public let id: String

    /// When it began, as the vendor's record of it tells; without one, when the interview got its id.
    public var startedAt: Instant
}

/// The conversations of an interview, in the order in which they began, as far as that is known.
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

    /// Adds a conversation behind the others.
    /// - Returns: whether it is a new one.
    mutating func add(_ id: String, at now: Instant) -> Bool {
        guard !contains(id) else { return false }
        entries.append(ConversationEntry(id: id, startedAt: now))
        return true
    }

    /// Sets when conversations began, and puts these in that order among themselves. One whose beginning is not recorded
    /// keeps its place, because when it got its id is told by another clock, and later.
    mutating func record(_ beginnings: [(id: String, startedAt: Instant)]) {
        for (id, startedAt) in beginnings {
            if let position = position(of: id) { entries[position].startedAt = startedAt }
        }
        let positions = entries.indices.filter { index in
            beginnings.contains { $0.id.utf8.elementsEqual(entries[index].id.utf8) }
        }
        let recorded = positions.map { entries[$0] }.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        for (position, entry) in zip(positions, recorded) { entries[position] = entry }
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
