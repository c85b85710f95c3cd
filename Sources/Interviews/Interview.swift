// An interview and its parts.

public import Insight
public import JSON

/// The user to whom an interview belongs: an opaque id, compared byte for byte.
public struct UserID: Sendable {
    public let text: String

    /// - Returns: nil unless it is 1 to 255 bytes of UTF-8 without control characters (Unicode's category Cc).
    public init?(_ text: String) {
        guard Limits.userIdBytes ~= text.utf8.count else { return nil }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }) else { return nil }
        self.text = text
    }
}

extension UserID: Hashable {
    /// é composed and é decomposed are two users, though one `String`.
    public static func == (left: UserID, right: UserID) -> Bool {
        left.text.utf8.span.isEqual(to: right.text.utf8.span)
    }

    public func hash(into hasher: inout Hasher) {
        var text = text
        // The bytes stay where they are while they are hashed.
        text.withUTF8 { unsafe hasher.combine(bytes: .init($0)) }
    }
}

/// The status of an interview.
public enum InterviewStatus: String, CaseIterable, Sendable {
    case pending, active, completed, failed

    /// The statuses that may follow. Repeating the current status is always accepted.
    public var moves: [InterviewStatus] {
        switch self {
        case .pending: [.active, .failed]
        case .active: [.completed, .failed]
        case .completed, .failed: []
        }
    }

    public var isEnd: Bool {
        switch self {
        case .completed, .failed: true
        case .pending, .active: false
        }
    }
}

/// What an interview has besides the values that clients gave.
public struct InterviewMarks: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// It has live turns.
    public static let liveTurns = InterviewMarks(rawValue: 1)

    /// It has vendor records.
    public static let vendorRecords = InterviewMarks(rawValue: 2)

    /// `actualDuration` is the sum of the durations of its vendor records, because no client gave one.
    public static let durationOfRecords = InterviewMarks(rawValue: 4)

    /// It was ended by a webhook, and not by a client, whose candidate may reconnect.
    public static let endedByWebhook = InterviewMarks(rawValue: 8)

    /// It has had several conversations, which are listed.
    public static let severalConversations = InterviewMarks(rawValue: 16)
}

/// An interview without its content. It never changes, and so need not be copied.
public final class Interview: Sendable {
    /// Its texts as UTF-8, one behind the other: id, technologies, context, conversation id, conversations.
    private let texts: [UInt8]
    private let idEnd: Int
    private let technologiesEnd: Int
    private let contextEnd: Int
    private let conversationIdEnd: Int

    public let userId: String

    /// Planned, in whole minutes.
    public let duration: Int
    public let status: InterviewStatus

    /// When it was created.
    public let startedAt: Instant

    /// When its only conversation began; nil if there is none, or several, and for an interview that an earlier version has
    /// stored.
    public let conversationStartedAt: Instant?

    /// When it first was completed or failed.
    public let endedAt: Instant?

    /// In seconds.
    public let actualDuration: Double?

    /// What it has besides the values that clients gave.
    public let marks: InterviewMarks

    /// From 0 to 100.
    public let score: Double?

    /// The store's key of its content, which the rules pass on; nil while nothing was saved.
    public let contentKey: Int?

    /// - Parameters:
    ///   - texts: UTF-8 of the id, the technologies, the context, the conversation id and the conversations, one behind
    ///     the other; the last two are empty where there are none.
    ///   - ends: where the first four of them end, in ascending order.
    public init(
        texts: [UInt8], ends: (id: Int, technologies: Int, context: Int, conversationId: Int), userId: String,
        duration: Int, status: InterviewStatus, startedAt: Instant, endedAt: Instant? = nil,
        actualDuration: Double? = nil, score: Double? = nil, contentKey: Int? = nil, marks: InterviewMarks = [],
        conversationStartedAt: Instant? = nil
    ) {
        self.texts = texts
        (idEnd, technologiesEnd, contextEnd, conversationIdEnd) = ends
        self.userId = userId
        self.duration = duration
        self.status = status
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.actualDuration = actualDuration
        self.score = score
        self.contentKey = contentKey
        self.marks = marks
        self.conversationStartedAt = conversationStartedAt
    }

    /// A UUID version 7.
    public var idText: Text { Text(texts, 0..<idEnd) }

    /// A JSON array of strings, on one line.
    public var technologiesText: Text { Text(texts, idEnd..<technologiesEnd) }
    public var contextText: Text { Text(texts, technologiesEnd..<contextEnd) }

    /// The vendor's id of the latest conversation.
    public var conversationIdText: Text? {
        contextEnd < conversationIdEnd ? Text(texts, contextEnd..<conversationIdEnd) : nil
    }

    /// The conversations with their beginnings (`ConversationList`); nil unless there are several, and for an interview of a
    /// list, which has none of them but the latest.
    public var conversationsText: Text? {
        conversationIdEnd < texts.count ? Text(texts, conversationIdEnd..<texts.count) : nil
    }
}

extension Interview {
    public var id: String { idText.string }
    public var technologies: String { technologiesText.string }
    public var context: String { contextText.string }
    public var conversationId: String? { conversationIdText?.string }

    /// A new interview, `pending`.
    /// - Parameter technologies: a JSON array of strings, on one line.
    convenience init(
        id: String, userId: String, technologies: borrowing JSONWriter, context: String, duration: Int,
        startedAt: Instant
    ) {
        var texts: [UInt8] = []
        texts.reserveCapacity(id.utf8.count + technologies.count + context.utf8.count)
        texts.append(contentsOf: id.utf8)
        let idEnd = texts.count
        technologies.withSpan { texts.append(copying: $0) }
        let technologiesEnd = texts.count
        texts.append(contentsOf: context.utf8)
        self.init(
            texts: texts, ends: (idEnd, technologiesEnd, texts.count, texts.count), userId: userId, duration: duration,
            status: .pending, startedAt: startedAt)
    }

    /// The same interview with another status; what is not given stays. `endedAt` is set once, by the first status that
    /// ends it.
    /// - Parameter actualDuration: as a client gives it.
    func moved(
        to status: InterviewStatus, at time: Instant, actualDuration: Double? = nil, score: Double? = nil
    ) -> Interview {
        changed(
            status: status, endedAt: endedAt ?? (status.isEnd ? time : nil),
            actualDuration: actualDuration ?? self.actualDuration, score: score ?? self.score,
            marks: marks.subtracting(actualDuration == nil ? .endedByWebhook : [.endedByWebhook, .durationOfRecords]))
    }

    /// The same interview with a score.
    func scored(_ score: Double) -> Interview {
        changed(status: status, endedAt: endedAt, actualDuration: actualDuration, score: score, marks: marks)
    }

    /// The same interview with another mark.
    func marked(adding mark: InterviewMarks) -> Interview {
        changed(
            status: status, endedAt: endedAt, actualDuration: actualDuration, score: score, marks: marks.union(mark))
    }

    /// The same interview with the sum of the durations of its vendor records; nil if none tells one.
    func timed(byRecords seconds: Double?) -> Interview {
        changed(
            status: status, endedAt: endedAt, actualDuration: seconds, score: score,
            marks: seconds == nil ? marks.subtracting(.durationOfRecords) : marks.union(.durationOfRecords))
    }

    /// The same interview with other conversations.
    /// - Parameter latest: the id of one of them.
    func with(_ conversations: ConversationList, latest: String) -> Interview {
        var texts = Array(texts[..<contextEnd])
        texts.append(contentsOf: latest.utf8)
        let conversationIdEnd = texts.count
        let isOnly = conversations.entries.count == 1
        if !isOnly { texts.append(contentsOf: conversations.json) }
        return Interview(
            texts: texts, ends: (idEnd, technologiesEnd, contextEnd, conversationIdEnd), userId: userId,
            duration: duration, status: status, startedAt: startedAt, endedAt: endedAt, actualDuration: actualDuration,
            score: score, contentKey: contentKey, marks: isOnly ? marks : marks.union(.severalConversations),
            conversationStartedAt: isOnly ? conversations.entries[0].startedAt : nil)
    }

    private func changed(
        status: InterviewStatus, endedAt: Instant?, actualDuration: Double?, score: Double?, marks: InterviewMarks
    ) -> Interview {
        Interview(
            texts: texts, ends: (idEnd, technologiesEnd, contextEnd, conversationIdEnd), userId: userId,
            duration: duration, status: status, startedAt: startedAt, endedAt: endedAt, actualDuration: actualDuration,
            score: score, contentKey: contentKey, marks: marks, conversationStartedAt: conversationStartedAt)
    }

    /// Whether other turns may be read of it than of `before`, although nothing else was said: which source is read, and in
    /// which order, depends on the conversations.
    public func isReadDifferently(than before: Interview) -> Bool {
        !marks.isDisjoint(with: [.liveTurns, .vendorRecords]) && conversationsText != before.conversationsText
    }

    /// Whether a client gave this duration.
    func isTimed(_ seconds: Double) -> Bool {
        actualDuration == seconds && !marks.contains(.durationOfRecords)
    }

    public var technologyNames: [String] {
        technologiesText.withSpan { Self.texts(ofArray: [UInt8](copying: $0)) }
    }

    /// The texts of a JSON array of strings, as stores keep technologies.
    public static func texts(ofArray list: [UInt8]) -> [String] {
        // Stores let nothing but an array of strings in.
        do { return try JSONText(list[...]).root.elements.compactMap(\.string) } catch { return [] }
    }
}
