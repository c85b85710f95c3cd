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

    var isEnd: Bool {
        switch self {
        case .completed, .failed: true
        case .pending, .active: false
        }
    }
}

/// An interview without its content. It never changes, and so need not be copied.
public final class Interview: Sendable {
    /// Its texts as UTF-8, one behind the other: id, technologies, context, conversation id.
    private let texts: [UInt8]
    private let idEnd: Int
    private let technologiesEnd: Int
    private let contextEnd: Int
    private let hasConversationId: Bool

    public let userId: String

    /// Planned, in whole minutes.
    public let duration: Int
    public let status: InterviewStatus

    /// When it was created.
    public let startedAt: Instant

    /// When it first was completed or failed.
    public let endedAt: Instant?

    /// In seconds.
    public let actualDuration: Double?

    /// From 0 to 100.
    public let score: Double?

    /// The store's key of its content, which the rules pass on; nil while nothing was saved.
    public let contentKey: Int?

    /// - Parameters:
    ///   - texts: UTF-8 of the id, the technologies, the context and the conversation id, one behind the other.
    ///   - ends: where the first three of them end, in ascending order.
    public init(
        texts: [UInt8], ends: (id: Int, technologies: Int, context: Int), hasConversationId: Bool, userId: String,
        duration: Int, status: InterviewStatus, startedAt: Instant, endedAt: Instant? = nil,
        actualDuration: Double? = nil, score: Double? = nil, contentKey: Int? = nil
    ) {
        self.texts = texts
        (idEnd, technologiesEnd, contextEnd) = ends
        self.hasConversationId = hasConversationId
        self.userId = userId
        self.duration = duration
        self.status = status
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.actualDuration = actualDuration
        self.score = score
        self.contentKey = contentKey
    }

    /// A UUID version 7.
    public var idText: Text { Text(texts, 0..<idEnd) }

    /// A JSON array of strings, on one line.
    public var technologiesText: Text { Text(texts, idEnd..<technologiesEnd) }
    public var contextText: Text { Text(texts, technologiesEnd..<contextEnd) }

    /// ElevenLabs' id of the conversation, the latest that was given.
    public var conversationIdText: Text? { hasConversationId ? Text(texts, contextEnd..<texts.count) : nil }
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
            texts: texts, ends: (idEnd, technologiesEnd, texts.count), hasConversationId: false, userId: userId,
            duration: duration, status: .pending, startedAt: startedAt)
    }

    /// The same interview with another status; what is not given stays. `endedAt` is set once, by the first status that
    /// ends it.
    func moved(
        to status: InterviewStatus, at time: Instant, conversationId: String? = nil, actualDuration: Double? = nil,
        score: Double? = nil
    ) -> Interview {
        var texts = texts
        if let conversationId {
            texts.removeSubrange(contextEnd...)
            texts.append(contentsOf: conversationId.utf8)
        }
        return Interview(
            texts: texts, ends: (idEnd, technologiesEnd, contextEnd),
            hasConversationId: hasConversationId || conversationId != nil, userId: userId, duration: duration,
            status: status, startedAt: startedAt, endedAt: endedAt ?? (status.isEnd ? time : nil),
            actualDuration: actualDuration ?? self.actualDuration, score: score ?? self.score, contentKey: contentKey)
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

/// An interview with its transcription and feedback: JSON texts on one line, as they were saved.
public struct WholeInterview: Sendable {
    public let interview: Interview
    public let feedback: [UInt8]?
    public let transcription: [UInt8]?

    public init(_ interview: Interview, transcription: [UInt8]?, feedback: [UInt8]?) {
        (self.interview, self.transcription, self.feedback) = (interview, transcription, feedback)
    }

    /// The feedback in the common format, or the analysis that was saved with the transcription; nil if the format is not
    /// known.
    public var feedbackSummary: FeedbackSummary? {
        FeedbackSummary(reading: feedback, orAnalysisIn: transcription)
    }

    /// The turns of the transcription, as far as its format is known.
    public var conversation: Conversation { Conversation(reading: transcription) }
}
