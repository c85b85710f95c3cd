// What is read of the bodies of webhooks.

import Insight
import Testing

@testable import Webhooks

@Suite struct ContentTests {
    private static let signedAt = Instant(milliseconds: 1_700_000_000_000)

    private func content(_ vendor: Vendor, _ body: String) throws -> WebhookContent {
        try WebhookContent(VerifiedWebhook(vendor: vendor, body: body, signedAt: Self.signedAt))
    }

    @Test func `the record of ElevenLabs`() throws {
        let read = try content(
            .elevenlabs,
            #"{"type":"post_call_transcription","event_timestamp":1739537297,"data":{"conversation_id":"c","metadata":{"start_time_unix_secs":1739537000,"call_duration_secs":22}}}"#
        )
        #expect(read.kind == .record(isAnalysed: true) && read.conversationId == "c" && read.duration == 22)
        #expect(read.startedAt?.milliseconds == 1_739_537_000_000 && read.sentAt.milliseconds == 1_739_537_297_000)
    }

    @Test func `the records of Retell, before and after the analysis`() throws {
        let ended = try content(
            .retell,
            #"{"event":"call_ended","call":{"call_id":"r","call_status":"ended","start_timestamp":1714608475945,"end_timestamp":1714608491736,"call_analysis":{}}}"#
        )
        #expect(ended.kind == .record(isAnalysed: false) && ended.conversationId == "r" && ended.duration == 15.791)
        #expect(ended.startedAt?.milliseconds == 1_714_608_475_945 && ended.sentAt == Self.signedAt)
        let analysed = try content(
            .retell,
            #"{"event":"call_analyzed","call":{"call_id":"r","duration_ms":1001,"call_analysis":{"call_summary":"x"}}}"#
        )
        #expect(analysed.kind == .record(isAnalysed: true) && analysed.duration == 1.001 && analysed.startedAt == nil)
    }

    @Test func `the report of Vapi`() throws {
        let read = try content(
            .vapi,
            #"{"message":{"type":"end-of-call-report","timestamp":1714608500000,"call":{"id":"v"},"startedAt":"2024-05-02T00:00:00.5Z","endedAt":"2024-05-02T00:01:00Z"}}"#
        )
        #expect(read.kind == .record(isAnalysed: true) && read.conversationId == "v" && read.duration == 59.5)
        #expect(read.startedAt?.description == "2024-05-02T00:00:00.500Z")
        #expect(read.sentAt.milliseconds == 1_714_608_500_000)
    }

    @Test(arguments: [
        (
            Vendor.elevenlabs,
            #"{"type":"call_initiation_failure","data":{"conversation_id":"c","failure_reason":"busy"}}"#
        ),
        (.retell, #"{"event":"call_ended","call":{"call_id":"c","call_status":"not_connected"}}"#),
        (.retell, #"{"event":"call_ended","call":{"call_id":"c","call_status":"error","transcript":""}}"#),
        (.retell, #"{"event":"call_analyzed","call":{"call_id":"c","call_status":"not_connected"}}"#),
    ]) func `a conversation that could not begin has failed`(_ vendor: Vendor, _ body: String) throws {
        let read = try content(vendor, body)
        #expect(read.kind == .failure && read.conversationId == "c")
    }

    @Test(arguments: [
        (
            Vendor.elevenlabs, #"{"type":"post_call_audio","data":{"conversation_id":"c","full_audio":"//uQx"}}"#,
            "c" as String?
        ),
        (.elevenlabs, #"{"type":"something"}"#, nil),
        (.retell, #"{"event":"call_started","call":{"call_id":"c"}}"#, "c"),
        (.vapi, #"{"message":{"type":"status-update","call":{"id":"c"}}}"#, "c"),
        (.vapi, #"{"message":{"type":"speech-update"}}"#, nil),
    ]) func `everything else is ignored`(_ vendor: Vendor, _ body: String, _ id: String?) throws {
        let read = try content(vendor, body)
        #expect(read.kind == .other && read.conversationId == id)
    }

    @Test(arguments: [
        (Vendor.elevenlabs, "", WebhookFlaw.notAnEvent(member: "type")),
        (.elevenlabs, "[]", .notAnEvent(member: "type")),
        (.retell, #"{"event":7}"#, .notAnEvent(member: "event")),
        (.vapi, #"{"type":"x"}"#, .notAnEvent(member: "message.type")),
        (.elevenlabs, #"{"type":"post_call_transcription","data":{}}"#, .noConversation),
        (.elevenlabs, #"{"type":"post_call_transcription","data":{"conversation_id":7}}"#, .noConversation),
        (.retell, #"{"event":"call_ended","call":[]}"#, .noConversation),
        (.vapi, #"{"message":{"type":"end-of-call-report","call":{}}}"#, .noConversation),
        (.vapi, #"{"message":{"type":"end-of-call-report"}},"#, .notAnEvent(member: "message.type")),
        (
            .vapi, String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
            .notAnEvent(member: "message.type")
        ),
    ]) func `a body that has no event, or no conversation, is refused`(
        _ vendor: Vendor, _ body: String, _ flaw: WebhookFlaw
    )
        throws
    {
        #expect(throws: flaw) { try content(vendor, body) }
    }

    @Test(arguments: [
        #""start_time_unix_secs":-1,"call_duration_secs":-1"#,
        #""start_time_unix_secs":1e300,"call_duration_secs":86401"#,
        #""start_time_unix_secs":"soon","call_duration_secs":"22""#, #""start_time_unix_secs":null"#,
    ]) func `times that cannot be are unknown`(_ members: String) throws {
        let read = try content(
            .elevenlabs,
            #"{"type":"post_call_transcription","data":{"conversation_id":"c","metadata":{\#(members)}}}"#)
        #expect(read.startedAt == nil && read.duration == nil && read.sentAt == Self.signedAt)
    }
}
