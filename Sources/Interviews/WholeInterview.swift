// An interview with its content, from whatever sources it has.

public import Insight
internal import JSON

/// Where the turns of a transcript come from.
public enum TranscriptOrigin: String, CaseIterable, Sendable {
    /// The transcription that a client saved.
    case saved

    /// The turns that were appended while the interview ran.
    case live

    /// The vendor's records of the conversations.
    case vendor
}

/// An interview with its feedback and all that is stored of what was said. No source replaces another.
public struct WholeInterview: Sendable {
    public let interview: Interview

    /// A JSON text on one line, as it was saved; likewise `savedTranscription`.
    public let feedback: [UInt8]?
    public let savedTranscription: [UInt8]?

    /// In the order of their conversations, those of the interview itself first, and then in the order of their positions.
    let liveTurns: [LiveTurn]

    /// In the order of their conversations.
    let vendorRecords: [VendorRecord]

    public init(_ interview: Interview, transcription: [UInt8]?, feedback: [UInt8]?) {
        self.init(interview, transcription, feedback, [], [])
    }

    private init(
        _ interview: Interview, _ transcription: [UInt8]?, _ feedback: [UInt8]?, _ liveTurns: [LiveTurn],
        _ vendorRecords: [VendorRecord]
    ) {
        (self.interview, self.savedTranscription, self.feedback) = (interview, transcription, feedback)
        (self.liveTurns, self.vendorRecords) = (liveTurns, vendorRecords)
    }

    /// The same interview with the turns and the records that are stored of it, in any order.
    func with(_ liveTurns: [PlacedTurn], _ vendorRecords: [VendorRecord]) -> WholeInterview {
        let order = ConversationList(of: interview).order
        let turns = liveTurns.map { (place: order($0.turn.conversationId), placed: $0) }
            .sorted { ($0.place, $0.placed.position) < ($1.place, $1.placed.position) }
        let records = vendorRecords.map { (place: order($0.head.conversationId), record: $0) }
            .sorted { $0.place < $1.place }
        return WholeInterview(
            interview, savedTranscription, feedback, turns.map(\.placed.turn), records.map(\.record))
    }

    /// The feedback in the common format, or else the analysis of the vendor, that of the latest conversation that has one;
    /// nil if the format is not known.
    public var feedbackSummary: FeedbackSummary? {
        guard feedback == nil else { return FeedbackSummary(reading: feedback, orAnalysisIn: nil) }
        let texts = vendorRecords.reversed().map(\.body) + [savedTranscription].compactMap(\.self)
        return texts.lazy.compactMap { FeedbackSummary(reading: nil, orAnalysisIn: $0) }.first
    }

    /// The length of everything from which turns are read.
    var spokenBytes: Int {
        (savedTranscription?.count ?? 0) + liveTurns.reduce(0) { $0 + $1.json.count }
            + vendorRecords.reduce(0) { $0 + $1.body.count }
    }
}

// MARK: - As one JSON text

extension WholeInterview {
    /// What `transcription` is where none was saved; nil if nothing is stored.
    public var transcriptionFrom: TranscriptOrigin? {
        if savedTranscription != nil { return nil }
        return vendorRecords.isEmpty ? liveTurns.isEmpty ? nil : .live : .vendor
    }

    /// The saved transcription, or else the vendor records, or else the live turns.
    public var transcription: [UInt8]? { text(from: transcriptionFrom ?? .saved) }

    /// What a source has, as a JSON text on one line: the saved transcription, `{"conversations": [record, …]}` or
    /// `{"turns": [turn, …]}`; nil if there is nothing.
    func text(from origin: TranscriptOrigin?) -> [UInt8]? {
        switch origin {
        case nil: nil
        case .saved: savedTranscription
        case .vendor: Self.object("conversations", of: vendorRecords.map { $0.body.onOneLine })
        case .live: Self.object("turns", of: liveTurns.map(\.json))
        }
    }

    /// - Parameter texts: JSON texts, each on one line.
    private static func object(_ name: String, of texts: [[UInt8]]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name(name)
        writer.beginArray()
        for text in texts { writer.lineSafe(text.span) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}

extension [UInt8] {
    /// A JSON text without line ends. Only such texts are stored as records.
    fileprivate var onOneLine: [UInt8] {
        do { return try Array(JSONText(self[...]).root.lineSafeBytes) } catch { return Array("null".utf8) }
    }
}

// MARK: - Turns

/// The turns that were read from one of the sources of an interview.
public struct TranscriptReading: Sendable {
    /// Nil if there is no source.
    public let origin: TranscriptOrigin?
    public let conversation: Conversation

    /// The ids of the conversations from which the turns come, in order; nil unless there are several.
    public let conversationIds: [String]?

    static let nothing = TranscriptReading(origin: nil, conversation: .none, conversationIds: nil)
}

extension WholeInterview {
    /// The turns of the interview, as far as their format is known.
    public var conversation: Conversation { reading().conversation }

    /// The turns from `origin`, or else from the first source that has any, in this order: vendor records if every
    /// conversation has one, the saved transcription, live turns, vendor records. If none has turns, the first source
    /// that there is.
    ///
    /// All that is looked at on the way counts for the limits of one reading (`ReadingLimits`).
    public func reading(from origin: TranscriptOrigin? = nil) -> TranscriptReading {
        let budget = ReadingBudget()
        switch origin {
        case .saved: return saved(within: budget) ?? .nothing
        case .live: return live(within: budget) ?? .nothing
        case .vendor: return vendor(within: budget)?.reading ?? .nothing
        case nil: break
        }
        let vendor = vendor(within: budget)
        var first = vendor.flatMap { $0.isComplete ? $0.reading : nil }
        if let first, !first.conversation.turns.isEmpty { return first }
        for read in [{ saved(within: budget) }, { live(within: budget) }, { vendor?.reading }] {
            guard let reading = read() else { continue }
            if !reading.conversation.turns.isEmpty { return reading }
            first = first ?? reading
        }
        return first ?? .nothing
    }

    private func saved(within budget: ReadingBudget) -> TranscriptReading? {
        budget.beginSource()
        return savedTranscription.map {
            TranscriptReading(
                origin: .saved, conversation: Conversation(reading: $0, within: budget), conversationIds: nil)
        }
    }

    private func live(within budget: ReadingBudget) -> TranscriptReading? {
        budget.beginSource()
        guard !liveTurns.isEmpty else { return nil }
        var groups: [(id: String?, turns: [[UInt8]])] = []
        for turn in liveTurns {
            if let last = groups.last, last.id.map(Text.init) == turn.conversationId.map(Text.init) {
                groups[groups.count - 1].turns.append(turn.json)
            } else {
                groups.append((turn.conversationId, [turn.json]))
            }
        }
        let parts = groups.map { id, turns in
            ConversationPart(
                Conversation(liveTurns: turns, within: budget), duration: id.flatMap(recordedDuration))
        }
        return TranscriptReading(
            origin: .live, conversation: Conversation(joining: parts),
            conversationIds: groups.count > 1 ? groups.compactMap(\.id) : nil)
    }

    private func vendor(within budget: ReadingBudget) -> (reading: TranscriptReading, isComplete: Bool)? {
        budget.beginSource()
        guard !vendorRecords.isEmpty else { return nil }
        let parts = vendorRecords.map {
            ConversationPart(Conversation(reading: $0.body, within: budget), duration: $0.head.duration)
        }
        let areKnown = parts.allSatisfy { $0.conversation.source != .unknown }
        let reading = TranscriptReading(
            origin: .vendor, conversation: Conversation(joining: parts),
            conversationIds: parts.count > 1 ? vendorRecords.map(\.head.conversationId) : nil)
        return (reading, areKnown && parts.count == ConversationList(of: interview).entries.count)
    }

    private func recordedDuration(of conversationId: String) -> Double? {
        vendorRecords.first { $0.head.conversationId.utf8.elementsEqual(conversationId.utf8) }?.head.duration
    }
}
