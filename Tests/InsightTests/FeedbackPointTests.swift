// The points of feedback, with what they advise and quote.

import Testing

@testable import Insight

@Suite struct FeedbackPointTests {
    private typealias Point = FeedbackSummary.Point

    private func improvements(_ json: String) -> [FeedbackSummary.Point]? {
        FeedbackSummary(reading: Array(#"{"score":1,"improvements":\#(json)}"#.utf8))?.improvements
    }

    @Test(arguments: [
        (#"["pace"]"#, FeedbackSummary.Point(text: "pace", advice: nil, quote: nil)),
        (#"" pace ""#, .init(text: "pace", advice: nil, quote: nil)),
        (#"[{"title":"pace"}]"#, .init(text: "pace", advice: nil, quote: nil)),
        (#"[{"point":"pace","advice":" Breathe. "}]"#, .init(text: "pace", advice: "Breathe.", quote: nil)),
        (
            #"[{"point":"pace","quote":{"turn":3,"text":" so I then "}}]"#,
            .init(text: "pace", advice: nil, quote: .init(turn: 3, text: "so I then"))
        ),
        (
            #"[{"point":"pace","quote":"so I then"}]"#,
            .init(text: "pace", advice: nil, quote: .init(turn: nil, text: "so I then"))
        ),
        (
            #"[{"point":"pace","quote":{"turn":-1,"text":"so I then"}}]"#,
            .init(text: "pace", advice: nil, quote: .init(turn: nil, text: "so I then"))
        ),
        (#"[{"point":"pace","advice":" ","quote":{"turn":3}}]"#, .init(text: "pace", advice: nil, quote: nil)),
        (#"[{"point":"pace","advice":7,"quote":null}]"#, .init(text: "pace", advice: nil, quote: nil)),
        (#"[{"point":" "},{"point":"pace","quote":" "}]"#, .init(text: "pace", advice: nil, quote: nil)),
    ]) func `a point has a text, and the advice and the quote if there are any`(
        _ json: String, _ point: FeedbackSummary.Point
    ) {
        #expect(improvements(json) == [point])
    }

    @Test func `recommendations are texts, or the points to improve if there are no others`() {
        let both = FeedbackSummary(reading: Array(#"{"improvements":["a"],"recommendations":[{"text":"b"}]}"#.utf8))
        #expect(both?.improvements.map(\.text) == ["a"] && both?.recommendations == ["b"])
        let one = FeedbackSummary(reading: Array(#"{"score":1,"recommendations":[{"text":"b","advice":"c"}]}"#.utf8))
        #expect(one?.improvements == [Point(text: "b", advice: "c", quote: nil)] && one?.recommendations == [])
    }
}
