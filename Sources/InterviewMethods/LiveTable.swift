// The methods that store what is said while an interview runs, and what its vendor records.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC
internal import Webhooks

extension InterviewTable {
    var appendVoiceInterviewTurns: Method<Transaction> {
        method(
            .appendVoiceInterviewTurns, title: "Append turns",
            """
            Stores turns while an interview is held, so that nothing is lost if no transcription is saved. A turn with the \
            key of an earlier one replaces that one. To store a whole transcription, use saveVoiceInterviewTranscription.
            """,
            Self.ofInterview,
            Parameter("turns", .liveTurns, "The turns, in order."),
            result: .appendedTurns, effect: .writesIdempotently, refusals: [.notFound, .tooLarge, .quotaExceeded],
            example: .append
        ) { interviews, id, turns throws(Refusal) in try interviews.append(turns, to: id) }
    }

    var ingestVoiceInterviewWebhook: Method<Transaction> {
        Method(
            MethodName.ingestVoiceInterviewWebhook.rawValue, title: "Ingest a webhook",
            """
            Verifies a webhook of the vendor of the voice agent, and stores its record of the conversation. For the web server \
            that receives the webhook.
            """,
            caller: sessions.callerParameter,
            Parameter("vendor", ParameterType<Vendor>.choice, "Who has sent the webhook."),
            Parameter(
                "body", .text,
                "The body of the HTTP request, as it was received; at most \(Limits.transcriptionBytes) bytes."),
            Parameter(
                "signature", .string(Self.signatureLength),
                "The value of the header ElevenLabs-Signature or x-retell-signature; of Vapi x-vapi-signature, x-vapi-secret or Authorization."
            ),
            Parameter(
                optional: "interviewId", .id,
                "The id of the interview; if omitted, the newest one that has the conversation."),
            result: .ingestion, effect: .writesIdempotently, audience: .programs,
            refusals: [.webhookRejected, .notFound, .tooLarge, .notConfigured, .quotaExceeded],
            example: MethodExample.ingest.with(session: sessions.example)
        ) { transaction, caller, vendor, body, signature, interviewId throws(Fault) in
            let event = try event(vendor, body, signature, at: transaction.clock.now)
            do throws(Refusal) {
                return try UserInterviews(of: caller.user, in: transaction, quotas).ingest(event, into: interviewId)
            } catch {
                guard case .notFound = error, interviewId == nil else { throw Fault(error, log) }
                throw .noConversation
            }
        }
    }

    /// Longer than the headers of any vendor, in Unicode scalars.
    private static let signatureLength = 0...4_096

    /// Verifies and reads a webhook.
    private func event(
        _ vendor: Vendor, _ body: String, _ signature: String, at now: Instant
    ) throws(Fault) -> VendorEvent {
        guard body.utf8.count <= Limits.transcriptionBytes else {
            throw Fault(.tooLarge("body", limit: Limits.transcriptionBytes), log)
        }
        let webhook: VerifiedWebhook?
        do throws(WebhookRejection) {
            webhook = try webhookSecrets?.verify(signature, of: vendor, for: body, at: now)
        } catch {
            log(.webhookRejected(vendor: vendor.rawValue, reason: error.rawValue))
            throw Fault(error)
        }
        guard let webhook else { throw .notConfigured }
        do throws(WebhookFlaw) {
            return try VendorEvent(try WebhookContent(webhook), Array(body.utf8))
        } catch {
            throw .invalidParams([Problem(path: "/body", reason: error.sentence)])
        }
    }
}

extension VendorEvent {
    fileprivate init(_ content: WebhookContent, _ body: [UInt8]) throws(WebhookFlaw) {
        let id = content.conversationId.flatMap { id in
            Limits.conversationIdLength ~= id.unicodeScalars.count && !id.utf8.contains(0) ? id : nil
        }
        switch (content.kind, id) {
        case (.other, _): self = .other(conversationId: id)
        case (_, nil): throw .noConversation
        case (.failure, let id?): self = .failed(conversationId: id)
        case (.record(let isAnalysed), let id?):
            let head = VendorRecordHead(
                conversationId: id, isAnalysed: isAnalysed, sentAt: content.sentAt, startedAt: content.startedAt,
                duration: content.duration, bytes: body.count)
            self = .ended(VendorRecord(head, body: body))
        }
    }
}

extension ParameterType<String> {
    /// A string of any length.
    fileprivate static let text = ParameterType("a string", .string()) { $0.string }
}

extension ResultType<Ingestion> {
    static let ingestion = ResultType.record(
        nil,
        Member(
            optional: "voiceInterview", \.interview, .summary,
            "The interview as it is now; omitted if the webhook is ignored, and no interview has its conversation."),
        Member(
            "outcome", \.outcome, .choice,
            "stored: the record. duplicate: it was stored already. failed: the interview. ignored: nothing was stored.")
    )
}

extension Fault {
    fileprivate static let noConversation = Fault(.notFound, "The caller has no interview with this conversation.")

    fileprivate static let notConfigured = Fault(
        .notConfigured, "This process has no secret of this vendor, and cannot verify its webhooks.",
        [("what", .text("webhookSecrets"))])

    fileprivate init(_ rejection: WebhookRejection) {
        let sentence =
            switch rejection {
            case .malformed: "The signature is not one of this vendor's."
            case .badSignature: "The signature was not made for this body with a secret of this vendor."
            case .tooOld: "The webhook was signed too long ago."
            case .tooNew: "The webhook was signed in the future."
            }
        self.init(.webhookRejected, sentence, [("reason", .text(rejection.rawValue))])
    }
}
