// An interview, and the answers of a model about it.

import Foundation
import Insight
import JSON

@testable import Reviews

enum Fixture {
    /// Enough words of the candidate to be reviewed, which occur in no quote of the tests.
    static let filler = (1...30).map { "filler\($0)" }.joined(separator: " ")

    /// A conversation in the program's own form, with alternating turns of the interviewer and the candidate.
    static func conversation(_ texts: [String]) -> Conversation {
        let speakers = [Speaker.interviewer, .candidate]
        return Conversation(
            liveTurns: texts.enumerated().map { index, text in
                var json = JSONWriter()
                json.beginObject()
                json.member("speaker", speakers[index % 2].rawValue)
                json.member("text", text)
                json.endObject()
                return json.bytes
            })
    }

    /// Turn 0 is a question, turn 1 the answer, turn 2 a question, turn 3 the filler.
    static func material(_ said: String, asked: String = "Who are you?") throws -> ReviewMaterial {
        try material([asked, said, "And?", filler])
    }

    static func material(
        _ texts: [String], technologies: [String] = ["Swift"], context: String = ""
    ) throws(NothingToReview) -> ReviewMaterial {
        try ReviewMaterial(conversation(texts), technologies: technologies, context: context)
    }
}

/// An answer of the form, of which some members are replaced.
struct Answer {
    var summary = #""Good.""#
    var scores = ["80", "70", "60", "50", "40"]
    var comment = #""c""#
    var strengths = "[]"
    var improvements = "[]"
    var questions = "[]"

    var json: String {
        let categories = zip(ReviewCategory.allCases, scores).map { category, score in
            #""\#(category.rawValue)":{"score":\#(score),"comment":\#(comment)}"#
        }
        return #"{"score":99,"summary":\#(summary),"categories":{\#(categories.joined(separator: ","))},"#
            + #""strengths":\#(strengths),"improvements":\#(improvements),"questions":\#(questions)}"#
    }

    /// With one strength that has a quote.
    static func quoting(_ text: String, turn: Int) -> Answer {
        var json = JSONWriter()
        json.string(text)
        let text = String(decoding: json.bytes, as: UTF8.self)
        return Answer(strengths: #"[{"point":"p","quote":{"turn":\#(turn),"text":\#(text)}}]"#)
    }
}

extension ReviewMaterial {
    /// The quote that is kept of one that the model gives.
    func kept(_ quote: String, turn: Int = 1) -> Review.Quote? {
        review(reading: Answer.quoting(quote, turn: turn).json)?.strengths.first?.quote
    }
}

extension Review {
    var stored: String {
        let at = Instant(milliseconds: 1_767_225_600_000)
        return String(decoding: feedback(model: "m", language: nil, generatedAt: at), as: UTF8.self)
    }
}
