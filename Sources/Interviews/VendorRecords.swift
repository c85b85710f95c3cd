// Vendor records: what the vendor of the voice agent has recorded of a conversation, and sends by webhook when it is over.

public import Insight
internal import JSON

/// What is known of a vendor record without its body.
public struct VendorRecordHead: Sendable {
    public let conversationId: String

    /// Whether the vendor has analysed the conversation, which some do after a first record.
    public let isAnalysed: Bool

    /// When the vendor sent it.
    public let sentAt: Instant

    /// When the conversation began; nil if the record does not tell it.
    public let startedAt: Instant?

    /// The length of the conversation in seconds; nil if the record does not tell it.
    public let duration: Double?

    /// The length of the body.
    public let bytes: Int

    public init(
        conversationId: String, isAnalysed: Bool, sentAt: Instant, startedAt: Instant?, duration: Double?, bytes: Int
    ) {
        self.conversationId = conversationId
        self.isAnalysed = isAnalysed
        self.sentAt = sentAt
        self.startedAt = startedAt
        // SQLite does not tell −0 from 0.
        self.duration = duration.map { $0 + 0 }
        self.bytes = bytes
    }
}

/// The record of a conversation.
public struct VendorRecord: Sendable {
    public let head: VendorRecordHead

    /// The body of the webhook: a JSON text, as it came.
    public let body: [UInt8]

    public init(_ head: VendorRecordHead, body: [UInt8]) { (self.head, self.body) = (head, body) }

    /// Whether this record replaces another one of the same conversation. Of two that were sent at the same time one is
    /// better whichever comes first, so that a repetition does not bring the other back.
    fileprivate func isBetter(than other: VendorRecord) -> Bool {
        if head.isAnalysed != other.head.isAnalysed { return head.isAnalysed }
        if head.sentAt != other.head.sentAt { return head.sentAt > other.head.sentAt }
        if body.count != other.body.count { return body.count > other.body.count }
        return other.body.lexicographicallyPrecedes(body)
    }
}

/// What a webhook tells about a conversation.
public enum VendorEvent: Sendable {
    /// It has ended, and this is its record.
    case ended(VendorRecord)

    /// It could not begin.
    case failed(conversationId: String)

    /// Nothing that an interview has.
    case other(conversationId: String?)

    var conversationId: String? {
        switch self {
        case .ended(let record): record.head.conversationId
        case .failed(let conversationId): conversationId
        case .other(let conversationId): conversationId
        }
    }
}

/// What became of a webhook.
public struct Ingestion: Sendable {
    public enum Outcome: String, CaseIterable, Sendable {
        case stored, duplicate, failed, ignored
    }

    /// Nil if the webhook is ignored, and belongs to no interview of the user.
    public let interview: Interview?
    public let outcome: Outcome

    init(_ interview: Interview?, _ outcome: Outcome) { (self.interview, self.outcome) = (interview, outcome) }
}

extension UserInterviews {
    /// Stores what a webhook tells.
    /// - Parameter interviewId: nil for the newest interview that has the conversation.
    /// - Throws: `notFound` if the user has no such interview, unless the webhook is ignored.
    public func ingest(_ event: VendorEvent, into interviewId: String?) throws(Refusal) -> Ingestion {
        if case .other = event { return Ingestion(try interview(of: event, interviewId), .ignored) }
        try transaction.begin(.interviews)
        guard let before = try interview(of: event, interviewId) else { throw .notFound }
        switch event {
        case .ended(let record): return try store(record, in: before)
        case .failed(let conversationId): return try fail(conversationId, of: before)
        case .other: return Ingestion(before, .ignored)
        }
    }

    private func interview(of event: VendorEvent, _ interviewId: String?) throws(Refusal) -> Interview? {
        if let interviewId { return try records.interview(interviewId) }
        guard let conversationId = event.conversationId else { return nil }
        var (id, budget): (String?, Budget) = (nil, .unlimited)
        _ = try records.interviews(
            InterviewFilter(conversationId: conversationId), in: .all, within: &budget
        ) { interview in
            id = interview.id
            return false
        }
        return try id.flatMap { id throws(Refusal) in try records.interview(id) }
    }

    private func store(_ record: VendorRecord, in before: Interview) throws(Refusal) -> Ingestion {
        let id = record.head.conversationId
        var heads = before.marks.contains(.vendorRecords) ? try records.vendorRecordHeads(of: before) : []
        let known = heads.first { $0.conversationId.utf8.elementsEqual(id.utf8) }
        if let known, let stored = try records.vendorRecord(of: known.conversationId, in: before) {
            guard stored.body != record.body else { return Ingestion(before, .duplicate) }
            guard record.isBetter(than: stored) else { return Ingestion(before, .ignored) }
        }
        heads.removeAll { $0.conversationId.utf8.elementsEqual(id.utf8) }
        heads.append(record.head)
        guard heads.reduce(0, { $0 + $1.bytes }) <= Limits.transcriptionBytes else {
            throw .tooLarge("body", limit: Limits.transcriptionBytes)
        }
        try requireRoom(bytes: record.head.bytes - (known?.bytes ?? 0))
        let time = transaction.clock.tick()
        let interview = try add(id, recordedIn: heads, to: before, at: time)
        let after = interview.completed(by: heads, at: time).marked(adding: .vendorRecords)
        try records.store(record, replacing: known, of: before)
        try records.replace(before, by: after, nil)
        return Ingestion(after, .stored)
    }

    /// The interview with a conversation that its vendor has recorded. From then on the latest conversation is the last of
    /// those that began, in whatever order the records come.
    private func add(
        _ conversationId: String, recordedIn records: [VendorRecordHead], to interview: Interview, at time: Instant
    ) throws(Refusal) -> Interview {
        var conversations = ConversationList(of: interview)
        let isNew = conversations.add(conversationId, at: time)
        conversations.record(
            records.compactMap { record in record.startedAt.map { (record.conversationId, $0) } })
        if isNew { try insert([conversationId], of: interview, conversations) }
        return interview.with(conversations, latest: conversations.entries.last?.id ?? conversationId)
    }

    /// A conversation that could not begin ends the interview, if it is the latest.
    private func fail(_ conversationId: String, of before: Interview) throws(Refusal) -> Ingestion {
        let latest = before.conversationIdText
        guard !before.status.isEnd, latest == nil || latest == Text(conversationId) else {
            return Ingestion(before, .ignored)
        }
        let time = transaction.clock.tick()
        let interview = latest == nil ? try add([conversationId], to: before, at: time) : before
        let after = interview.moved(to: .failed, at: time).marked(adding: .endedByWebhook)
        try records.replace(before, by: after, nil)
        return Ingestion(after, .failed)
    }
}

extension Interview {
    /// The interview completed, if the latest conversation has a record, and with the duration of the records, if no client
    /// gave one.
    fileprivate func completed(by records: [VendorRecordHead], at time: Instant) -> Interview {
        let hasEnded = !status.isEnd && records.contains { Text($0.conversationId) == conversationIdText }
        let interview = hasEnded ? moved(to: .completed, at: time).marked(adding: .endedByWebhook) : self
        guard actualDuration == nil || marks.contains(.durationOfRecords) else { return interview }
        // In whole milliseconds, whose sum does not depend on their order.
        let durations = records.compactMap(\.duration).map { Int(($0 * 1_000).rounded()) }
        let seconds = min(Double(durations.reduce(0, +)) / 1_000, Double(Limits.actualDuration.upperBound))
        return interview.timed(byRecords: durations.isEmpty ? nil : seconds)
    }
}
