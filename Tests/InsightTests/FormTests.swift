// Transcripts as products and people hand them over: envelopes, members, times and texts of every kind.

import Testing

@testable import Insight

extension Conversation {
    /// One line a turn: `I 0–1.5 Hello`, with `I` and `C` for the two roles, a name in quotes, `?` for nobody, and `_`
    /// for a time that is not known.
    var lines: [String] {
        turns.map { turn in
            let who: String =
                switch turn.speaker {
                case .interviewer: "I"
                case .candidate: "C"
                case nil: turn.name.map { "'\($0)'" } ?? "?"
                }
            func time(_ seconds: Double?) -> String {
                guard let seconds else { return "_" }
                return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
            }
            let times = turn.start == nil && turn.end == nil ? "" : "\(time(turn.start))–\(time(turn.end)) "
            return "\(who) \(times)\(turn.text)"
        }
    }
}

/// A transcription and what it is read as.
struct Form: Sendable, CustomTestStringConvertible {
    let name: String
    let json: String
    let source: TranscriptSource
    let timing: Timing
    let turns: [String]

    init(_ name: String, _ json: String, _ source: TranscriptSource, _ timing: Timing, _ turns: [String]) {
        (self.name, self.json, self.source, self.timing, self.turns) = (name, json, source, timing, turns)
    }

    init(_ name: String, _ json: String, _ source: TranscriptSource, _ turns: [String]) {
        self.init(name, json, source, .none, turns)
    }

    var testDescription: String { name }

    func check() {
        let read = conversation(json)
        #expect(read.lines == turns)
        #expect(read.source == source && read.timing == timing)
    }
}

@Suite struct FormTests {
    @Test(arguments: products) func `a product's form is read`(_ form: Form) { form.check() }

    @Test(arguments: envelopes) func `an envelope does not matter`(_ form: Form) { form.check() }

    @Test(arguments: lists) func `a list or a text of another kind is read`(_ form: Form) { form.check() }

    @Test(arguments: unspoken) func `what nobody said is not a turn`(_ form: Form) { form.check() }

    @Test(arguments: times) func `times are those of one conversation`(_ form: Form) { form.check() }

    @Test(arguments: texts) func `a text names its speakers`(_ form: Form) { form.check() }

    @Test(arguments: captions) func `captions are read`(_ form: Form) { form.check() }
}
