// Quotas: how much each user may store.

internal import JSON

/// How much one user may store; nil is no limit.
public struct Quotas: Sendable {
    public var interviews: Int?

    /// The bytes of technologies, contexts, transcriptions, feedback, live turns and vendor records.
    public var bytes: Int?

    public init(interviews: Int? = nil, bytes: Int? = nil) { (self.interviews, self.bytes) = (interviews, bytes) }

    public static let none = Quotas()

    /// What a quota limits.
    public enum Kind: String, CaseIterable, Sendable {
        case interviews, bytes
    }
}

extension UserInterviews {
    /// Requires that so much more may be stored. A change that stores no more than before is always accepted.
    /// - Throws: `quotaExceeded`.
    func requireRoom(interviews: Int = 0, bytes: Int) throws(Refusal) {
        if let limit = quotas.interviews, interviews > 0, try records.totals().interviews + interviews > limit {
            throw .quotaExceeded(.interviews, limit: limit)
        }
        if let limit = quotas.bytes, bytes > 0, try records.storedBytes() + bytes > limit {
            throw .quotaExceeded(.bytes, limit: limit)
        }
    }

    /// Requires that `content` may replace that of an interview.
    func requireRoom(for content: InterviewContent, of interview: Interview) throws(Refusal) {
        guard quotas.bytes != nil else { return }
        try requireRoom(bytes: content.growth(from: try records.contentBytes(of: interview)))
    }
}

/// The lengths of the parts of a stored content, in bytes; 0 for a part that is missing.
public struct ContentBytes: Equatable, Sendable {
    public let transcription: Int
    public let feedback: Int

    public init(transcription: Int = 0, feedback: Int = 0) {
        (self.transcription, self.feedback) = (transcription, feedback)
    }

    public var all: Int { transcription + feedback }
}

extension InterviewContent {
    /// How much longer the content is than the stored one that it replaces, in bytes.
    public func growth(from stored: ContentBytes) -> Int {
        (transcription.map { $0.count - stored.transcription } ?? 0)
            + (feedback.map { $0.count - stored.feedback } ?? 0)
    }
}

extension Interview {
    /// The bytes of its own texts that count for a quota.
    public var bytes: Int { technologiesText.count + contextText.count }
}
