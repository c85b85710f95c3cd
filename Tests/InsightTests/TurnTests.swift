// Transcripts in each known format are read as turns; those in unknown formats have none.

import JSON
import Testing

@testable import Insight

/// Reads a transcription.
func conversation(_ json: String) -> Conversation { Conversation(reading: Array(json.utf8)) }

@Suite struct TurnTests {
    private static let question = "Tell me about B-trees."
    private static let answer = "They are flat."

    /// Each format with one question and one answer, and other elements that it can contain.
    static let formats: [(json: String, source: TranscriptSource, times: [Double?])] = [
        (
            """
            [{"id":"1","speaker":"ai","text":"Tell me about B-trees.","timestamp":"2026-01-05T10:00:00.000Z","confidence":0.95},
             {"id":"2","speaker":"user","text":"They are flat.","timestamp":"2026-01-05T10:00:04.250Z","confidence":0.95}]
            """, .webClient, [0, nil, 4.25, nil]
        ),
        (
            """
            {"agent_id":"a","conversation_id":"c","status":"done","transcript":[
             {"role":"agent","message":"Tell me about B-trees.","time_in_call_secs":0,"tool_calls":[]},
             {"role":"agent","message":null,"time_in_call_secs":3,"tool_calls":[{"name":"t"}]},
             {"role":"user","message":"They are flat.","time_in_call_secs":6,"interrupted":false}],"metadata":{}}
            """, .elevenLabs, [0, nil, 6, nil]
        ),
        (
            """
            {"type":"post_call_transcription","event_timestamp":1,"data":{"transcript":[
             {"role":"agent","message":"Tell me about B-trees.","time_in_call_secs":1},
             {"role":"user","message":"They are flat.","time_in_call_secs":5}]}}
            """, .elevenLabs, [1, nil, 5, nil]
        ),
        (
            """
            [{"source":"ai","message":"Tell me about B-trees."},{"source":"user","message":"They are flat."}]
            """, .elevenLabsEvents, [nil, nil, nil, nil]
        ),
        (
            """
            {"message":{"type":"end-of-call-report","artifact":{"messages":[
             {"role":"system","message":"You are an interviewer.","time":1742105733000,"secondsFromStart":0},
             {"role":"bot","message":"Tell me about B-trees.","time":1742105733442,"endTime":1742105735292,
              "duration":1850,"secondsFromStart":1.84},
             {"role":"tool_calls","message":"","toolCalls":[]},
             {"role":"user","message":"They are flat.","time":1742105737000,"secondsFromStart":5.5,"duration":900}]}}}
            """, .vapi, [1.84, 3.69, 5.5, 6.4]
        ),
        (
            """
            {"event":"call_ended","call":{"transcript":"Agent: …","transcript_object":[
             {"role":"agent","content":"Tell me about B-trees.","words":[{"word":"Tell","start":0.5,"end":0.9},
              {"word":"B-trees.","start":1.2,"end":1.75}]},
             {"role":"tool_call_result","content":"{}"},
             {"role":"user","content":"They are flat.","words":[{"word":"They","start":3}]}]}}
            """, .retell, [0.5, 1.75, 3, nil]
        ),
        (
            """
            {"items":[
             {"type":"message","role":"developer","content":["Be strict."]},
             {"type":"message","role":"assistant","content":["Tell me about B-trees."],"interrupted":false,
              "metrics":{"started_speaking_at":1771866890.5,"stopped_speaking_at":1771866892.25}},
             {"type":"function_call","name":"t"},
             {"type":"message","role":"user","content":["They are flat."],
              "metrics":{"started_speaking_at":1771866894.0,"stopped_speaking_at":1771866895.0}}]}
            """, .openAI, [0, 1.75, 3.5, 4.5]
        ),
        (
            """
            [{"type":"message","role":"assistant","content":[{"type":"output_audio","transcript":"Tell me about B-trees."}]},
             {"type":"message","role":"user","content":[{"type":"input_audio","transcript":null},
              {"type":"input_text","text":"They are flat."}]}]
            """, .openAI, [nil, nil, nil, nil]
        ),
        (
            #"[{"role":"assistant","content":"Tell me about B-trees."},{"role":"user","content":"They are flat."}]"#,
            .openAI, [nil, nil, nil, nil]
        ),
        (#""Interviewer: Tell me about B-trees.\r\nCandidate: They are flat.""#, .plainText, [nil, nil, nil, nil]),
        (#""AI: Tell me about B-trees.\nUser: They are flat.""#, .plainText, [nil, nil, nil, nil]),
        (#"{"transcript":"Agent: Tell me about B-trees.\nUser: They are flat."}"#, .plainText, [nil, nil, nil, nil]),
        (
            #"[{"index":0,"speaker":"interviewer","text":"Tell me about B-trees.","start":0.5,"end":2},{"speaker":"candidate","text":"They are flat.","start":3}]"#,
            .turns, [0.5, 2, 3, nil]
        ),
        (
            #"[{"speaker":"assistant","text":"Tell me about B-trees."},{"speaker":"user","text":"They are flat."}]"#,
            .webClient, [nil, nil, nil, nil]
        ),
        (
            #"[{"role":"interviewer","message":"Tell me about B-trees."},{"role":"user","message":"They are flat."}]"#,
            .elevenLabs, [nil, nil, nil, nil]
        ),
    ]

    @Test(arguments: formats.indices) func `a transcript in a known format is read`(_ index: Int) {
        let (json, source, times) = Self.formats[index]
        let read = conversation(json)
        #expect(read.source == source)
        #expect(
            read.turns == [
                Turn(.interviewer, Self.question, start: times[0], end: times[1]),
                Turn(.candidate, Self.answer, start: times[2], end: times[3]),
            ])
    }

    @Test func `every source except none and unknown has a format`() {
        let forms = FormTests.products + FormTests.texts + FormTests.captions
        let read = Set(Self.formats.map(\.source) + forms.map(\.source))
        #expect(read.union([.unknown, .none]) == Set(TranscriptSource.allCases))
        #expect(Conversation(reading: nil) == .none)
    }

    @Test(arguments: [
        "7", "true", "[1,2]", #"{"transcript":7}"#, #"[{"speaker":"ai"}]"#,
        #"[{"speaker":"user","text":7}]"#, #"[{"text":"Alone."}]"#,
        #"[["user","Hello."]]"#, #"{"messages":{"role":"user","content":"x"}}"#, #"[{"role":"user","message":null}]"#,
        #"[{"role":"user","content":[]}]"#, #"[{"role":"user","content":" "}]"#,
        #"{"a":{"b":{"c":[{"speaker":"ai"}]}}}"#,
    ]) func `a transcript in an unknown format has no turns`(_ json: String) {
        #expect(conversation(json) == Conversation(.unknown, []))
    }

    @Test(arguments: [
        "{}", "[]", #""""#, #"" \n ""#, #"{"transcript":[]}"#, #"{"transcript":""}"#, #"{"messages":[]}"#,
        #"{"data":{"transcript":[]}}"#,
        #"{"transcript":{"source":"none","turns":[]}}"#,
    ])
    func `an empty transcription has the source none`(_ json: String) {
        #expect(conversation(json) == .none)
    }

    @Test func `a speaker of an unknown role is kept, with the name`() {
        let read = conversation(
            #"[{"speaker":"ai","text":"A"},{"speaker":"Bob","text":"B"},{"speaker":"system","text":"C"},{"speaker":"","text":"D"}]"#
        )
        #expect(read.source == .webClient)
        #expect(read.turns == [Turn(.interviewer, "A"), Turn(nil, name: "Bob", "B"), Turn(nil, "D")])
    }

    @Test(arguments: [
        (#""Just some notes.""#, [Turn(nil, "Just some notes.")]),
        (#""  One.\nTwo: three.  ""#, [Turn(nil, "One.\nTwo: three.")]),
        (#""Remember: this is one turn.""#, [Turn(nil, "Remember: this is one turn.")]),
        (#""User: Hello.""#, [Turn(.candidate, "Hello.")]),
        (
            #""Ms. Rey: Hello.\nand welcome.\n\nLéa: Hi.""#,
            [Turn(nil, name: "Ms. Rey", "Hello.\nand welcome."), Turn(nil, name: "Léa", "Hi.")]
        ),
        (#""at 10:30 we began\nUser: Hi.""#, [Turn(nil, "at 10:30 we began\nUser: Hi.")]),
        (#""Recruteur: Bonjour\nCandidat:\nMoi: oui""#, [Turn(.interviewer, "Bonjour"), Turn(.candidate, "oui")]),
    ]) func `a plain text is one turn, or one for each name`(_ json: String, _ turns: [Turn]) {
        #expect(conversation(json).turns == turns)
    }

    @Test(arguments: [
        #""time_in_call_secs":-2"#, #""time_in_call_secs":86401"#, #""time_in_call_secs":1e300"#,
        #""time_in_call_secs":"soon""#, #""time_in_call_secs":null"#, #""other":3"#,
    ]) func `invalid times are nil`(_ member: String) {
        let read = conversation(#"[{"role":"agent","message":"Hi.",\#(member)}]"#)
        #expect(read == Conversation(.elevenLabs, [Turn(.interviewer, "Hi.")]))
    }

    @Test func `a length stands for an end that is not after its start, and a turn without a time keeps its place`() {
        let read = conversation(
            """
            [{"speaker":"ai","text":"A","timestamp":1000},{"speaker":"user","text":"B","timestamp":500},
             {"speaker":"user","text":"C","timestamp":"yesterday"}]
            """)
        #expect(
            read.turns == [Turn(.candidate, "B", start: 0), Turn(.candidate, "C"), Turn(.interviewer, "A", start: 0.5)])
        let vapi = conversation(
            #"[{"role":"bot","message":"A","secondsFromStart":5,"time":1742105733442,"endTime":1742105733442,"duration":7}]"#
        )
        #expect(vapi.turns == [Turn(.interviewer, "A", start: 5, end: 5.007)] && vapi.timing == .exact)
    }

    @Test func `an end without a start is kept, and invisible text is not a turn`() {
        let read = conversation(
            #"[{"role":"user","content":"A","words":[{"word":"A"},{"end":2}]},{"role":"agent","content":"\u0001 \u0085"}]"#
        )
        #expect(read.turns == [Turn(.candidate, "A", end: 2)])
        #expect(conversation(#""hello \u0e33""#).turns == [Turn(nil, "hello \u{0E33}")])
    }

    @Test func `turns of unknown speakers are read from this program's own format`() {
        let read = conversation(
            #"{"transcript":{"turns":[{"index":0,"name":"Bob","text":"A"},{"index":1,"text":"B","end":2},{"index":2,"speaker":"candidate","text":"C"}]}}"#
        )
        #expect(read.source == .turns)
        #expect(read.turns == [Turn(nil, name: "Bob", "A"), Turn(nil, "B", end: 2), Turn(.candidate, "C")])
    }

    @Test func `of several lists, the one with most known turns is read`() {
        let read = conversation(
            #"{"transcript":[{"role":"user","message":"A"}],"messages":[{"role":" BOT ","message":"B"},{"role":"user","message":"C"}]}"#
        )
        #expect(read.source == .vapi && read.turns == [Turn(.interviewer, "B"), Turn(.candidate, "C")])
    }

    @Test func `names of speakers are case-insensitive, and other members are ignored`() {
        let read = conversation(
            #"[{"speaker":"AI","text":"A","x":{"y":[1,{"z":{}}]}},7,null,[],{"speaker":"system","text":"B"},{"speaker":"User","text":"C"}]"#
        )
        #expect(read.turns == [Turn(.interviewer, "A"), Turn(.candidate, "C")])
    }
}
