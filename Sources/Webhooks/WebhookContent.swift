// What the bodies of webhooks tell about a conversation.

public import Insight
internal import JSON

/// Why a genuine webhook cannot be read. The raw value is the end of a sentence.
public enum WebhookFlaw: Error, Equatable, Sendable {
    /// The body is not a JSON object with the name of an event.
    case notAnEvent(member: String)

    /// The body has no conversation, or one with an id that none can have.
    case noConversation

    public var sentence: String {
        switch self {
        case .notAnEvent(let member): "must be a JSON object with the event in `\(member)`"
        case .noConversation: "must have the id of a conversation"
        }
    }
}

/// What a webhook tells.
public struct WebhookContent: Sendable {
    public enum Kind: Equatable, Sendable {
        /// The record of a conversation that has ended.
        /// - Parameter isAnalysed: false for the record that a vendor sends before it has analysed the conversation.
        case record(isAnalysed: Bool)

        /// The conversation could not begin.
        case failure

        /// Nothing that is stored, such as audio.
        case other
    }

    public let kind: Kind

    /// Nil only for kinds that are not stored.
    public let conversationId: String?

    /// When the conversation began, if it is told.
    public let startedAt: Instant?

    /// How long it lasted, in seconds, if that is told.
    public let duration: Double?

    /// When the vendor sent the event, or signed it.
    public let sentAt: Instant
}

extension WebhookContent {
    public init(_ webhook: VerifiedWebhook) throws(WebhookFlaw) {
        let text: JSONText
        let members = EventMembers(of: webhook.vendor)
        do throws(JSONSyntaxError) {
            text = try JSONText(Array(webhook.body.utf8)[...])
        } catch {
            throw .notAnEvent(member: members.event)
        }
        guard !text.isTooDeep, let event = text.root.value(at: members.event)?.string else {
            throw .notAnEvent(member: members.event)
        }
        let root = text.root
        kind = Self.kind(of: event, root, webhook.vendor)
        conversationId = root.value(at: members.conversation)?.string
        guard kind == .other || conversationId != nil else { throw .noConversation }
        startedAt = members.start.lazy.compactMap { root.value(at: $0)?.time }.first
        let end = members.end.lazy.compactMap { root.value(at: $0)?.time }.first
        duration = Self.duration(root, members) ?? Self.seconds(from: startedAt, to: end)
        sentAt = members.sent.flatMap { root.value(at: $0)?.time } ?? webhook.signedAt
    }

    private static func kind(of event: String, _ root: JSONSlice, _ vendor: Vendor) -> Kind {
        switch (vendor, event) {
        case (.elevenlabs, "post_call_transcription"), (.vapi, "end-of-call-report"): return .record(isAnalysed: true)
        case (.elevenlabs, "call_initiation_failure"): return .failure
        case (.retell, "call_ended"), (.retell, "call_analyzed"):
            if hasNeverBegun(root) { return .failure }
            let analysis = root.value(at: "call.call_analysis")
            let isAnalysed = analysis?.members.contains { _ in true } ?? false
            return .record(isAnalysed: isAnalysed || event == "call_analyzed")
        case (.elevenlabs, _), (.retell, _), (.vapi, _): return .other
        }
    }

    /// Whether a call of Retell has ended without a word because it could not begin.
    private static func hasNeverBegun(_ root: JSONSlice) -> Bool {
        let status = root.value(at: "call.call_status")?.string ?? ""
        let isSilent = root.value(at: "call.transcript")?.string?.isEmpty ?? true
        return ["error", "not_connected"].contains(status) && isSilent
    }

    private static func duration(_ root: JSONSlice, _ members: EventMembers) -> Double? {
        members.durations.lazy.compactMap { path, unit in root.value(at: path)?.double.map { $0 / unit } }.first
            .flatMap(inRange)
    }

    private static func seconds(from start: Instant?, to end: Instant?) -> Double? {
        guard let start, let end else { return nil }
        return inRange(Double(end.milliseconds - start.milliseconds) / 1_000)
    }

    /// A longer conversation than a day is not one.
    private static func inRange(_ seconds: Double) -> Double? { 0...86_400 ~= seconds ? seconds : nil }
}

/// Where the bodies of a vendor have what is read of them; names of nested members are joined by dots.
private struct EventMembers {
    let event: String
    let conversation: String
    let start: [String]
    let end: [String]

    /// With the number of them that make a second.
    let durations: [(String, Double)]
    let sent: String?

    init(of vendor: Vendor) {
        switch vendor {
        case .elevenlabs:
            (event, conversation) = ("type", "data.conversation_id")
            (start, end) = (["data.metadata.start_time_unix_secs"], [])
            (durations, sent) = ([("data.metadata.call_duration_secs", 1)], "event_timestamp")
        case .retell:
            (event, conversation) = ("event", "call.call_id")
            (start, end) = (["call.start_timestamp"], ["call.end_timestamp"])
            (durations, sent) = ([("call.duration_ms", 1_000)], nil)
        case .vapi:
            (event, conversation) = ("message.type", "message.call.id")
            start = ["message.startedAt", "message.call.startedAt"]
            end = ["message.endedAt", "message.call.endedAt"]
            durations = [("message.durationSeconds", 1), ("message.durationMs", 1_000)]
            sent = "message.timestamp"
        }
    }
}

extension JSONSlice {
    fileprivate func value(at path: String) -> JSONSlice? {
        var value = self
        for name in path.split(separator: ".") {
            guard let member = value.member(String(name)) else { return nil }
            value = member
        }
        return value
    }

    /// A time in RFC 3339, or in seconds or milliseconds since 1970.
    fileprivate var time: Instant? {
        if let text = string { return Instant(text) }
        guard let number = double, number > 0 else { return nil }
        // Seconds have this many in the year 5138, milliseconds had them in 1973.
        let milliseconds = number < 1e11 ? number * 1_000 : number
        return milliseconds <= 253_402_300_799_999 ? Instant(milliseconds: Int(milliseconds)) : nil
    }
}
