// One reading of an interview is bounded over all its conversations and sources.

import Insight
import TestStores
import Testing

@testable import Interviews

@Suite struct ReadingTests {
    private let interview: Interview

    init() throws { interview = try emptyStore(.deterministic).create() }

    private static func turns(_ count: Int) -> [UInt8] {
        Array(("[" + repeatElement(#"{"role":"user","content":"a"}"#, count: count).joined(separator: ",") + "]").utf8)
    }

    private func record(_ id: String, _ turns: Int) -> VendorRecord {
        let body = Self.turns(turns)
        return VendorRecord(
            VendorRecordHead(
                conversationId: id, isAnalysed: true, sentAt: interview.startedAt, startedAt: nil, duration: 60,
                bytes: body.count),
            body: body)
    }

    private func live(_ count: Int, of conversationId: String) -> [PlacedTurn] {
        (0..<count).map { PlacedTurn(LiveTurn(key: "\($0)", .candidate, "a", conversationId: conversationId), at: $0) }
    }

    @Test func `the records, and the live turns, of all conversations count together`() {
        let most = ReadingLimits.turns
        for (more, isTruncated) in [(0, false), (1, true)] {
            let whole = WholeInterview(interview, transcription: Self.turns(most + more), feedback: nil).with(
                live(most / 2, of: "a") + live(most / 2 + more, of: "b"),
                [record("a", most / 2), record("b", most / 2 + more)])
            for origin in TranscriptOrigin.allCases {
                let reading = whole.reading(from: origin)
                #expect(reading.origin == origin && reading.conversation.turns.count == most)
                #expect(reading.conversation.isTruncated == isTruncated, "\(origin)")
            }
            let metrics = InterviewMetrics(of: whole)
            #expect(metrics.speech.leftOut.contains { $0.reason == .tooLong } == isTruncated)
        }
    }

    @Test func `many records are read as far as one reading goes`() {
        let records = (0..<200).map { record("c\($0)", 100) }
        let reading = WholeInterview(interview, transcription: nil, feedback: nil).with([], records).reading()
        #expect(reading.conversation.turns.count == ReadingLimits.turns && reading.conversation.isTruncated)
        #expect(reading.conversation.source == .retell && reading.conversationIds?.count == 200)
    }

    @Test func `a source that was read in vain takes no turns from the next one`() {
        // One of two conversations has no record.
        let whole = WholeInterview(interview, transcription: Self.turns(6_000), feedback: nil).with(
            [], [record("a", 6_000)])
        #expect(whole.reading().origin == .saved && whole.conversation.turns.count == 6_000)
        #expect(!whole.conversation.isTruncated)
    }

    @Test(arguments: TranscriptFormat.allCases)
    func `a truncated conversation is told, whatever the format is`(_ format: TranscriptFormat) {
        let whole = WholeInterview(interview, transcription: Self.turns(ReadingLimits.turns + 1), feedback: nil)
        let transcript = InterviewTranscript(of: whole, as: format)
        #expect(transcript.reading.conversation.isTruncated && transcript.transcription == nil)
        let numbers = Array(("[" + repeatElement("0", count: 1_000_000).joined(separator: ",") + "]").utf8)
        let unknown = InterviewTranscript(
            of: WholeInterview(interview, transcription: numbers, feedback: nil), as: format)
        #expect(unknown.reading.conversation.isTruncated && unknown.transcription == numbers)
    }
}
