// A review, and the form in which it is stored.

public import Insight
internal import JSON

/// What is scored.
public enum ReviewCategory: String, CaseIterable, Sendable {
    case communication, technicalKnowledge, problemSolving, structure, examples
}

/// Whether the candidate answered a question.
public enum Verdict: String, CaseIterable, Sendable {
    case answered, partly, notAnswered

    init?(inAnyCase name: String) {
        guard let verdict = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
            return nil
        }
        self = verdict
    }
}

/// A model's review of an interview, in which every quote was found in what the candidate said.
public struct Review: Equatable, Sendable {
    struct Assessment: Equatable {
        let category: ReviewCategory
        let score: Double
        let comment: String
    }

    /// Words of the candidate, as they are in the transcript.
    struct Quote: Equatable {
        let turn: Int
        let text: String
    }

    struct Strength: Equatable {
        let point: String
        let quote: Quote?
    }

    struct Improvement: Equatable {
        let point: String

        /// Empty if there is none.
        let advice: String
        let quote: Quote?
    }

    struct Question: Equatable {
        /// A turn of the interviewer.
        let turn: Int
        let question: String
        let verdict: Verdict
        let comment: String
    }

    let summary: String

    /// One for each category, in their order.
    let categories: [Assessment]
    let strengths: [Strength]
    let improvements: [Improvement]
    let questions: [Question]

    /// The number of quotes that were dropped because the candidate did not say them.
    public let unverifiedQuotes: Int

    /// The mean of the scores of the categories, rounded to the nearest integer, halves up.
    public var score: Int {
        let mean = categories.reduce(0) { $0 + $1.score } / Double(ReviewCategory.allCases.count)
        return Int(mean.rounded(.toNearestOrAwayFromZero))
    }
}

// MARK: - Storing

extension Review {
    /// The feedback as it is stored: one JSON object, on one line.
    /// - Parameters:
    ///   - model: the name of the model.
    ///   - language: the language that was asked for, if one was.
    ///   - generatedAt: when the model answered.
    public func feedback(model: String, language: LanguageTag?, generatedAt: Instant) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("score")
        json.integer(score)
        json.member("summary", summary)
        json.list("categories", categories) { category, json in category.write(to: &json) }
        json.list("strengths", strengths) { strength, json in
            json.member("point", strength.point)
            strength.quote?.write(to: &json)
        }
        json.list("improvements", improvements) { improvement, json in
            json.member("point", improvement.point)
            if !improvement.advice.isEmpty { json.member("advice", improvement.advice) }
            improvement.quote?.write(to: &json)
        }
        json.list("questions", questions) { question, json in question.write(to: &json) }
        json.name("unverifiedQuotes")
        json.integer(unverifiedQuotes)
        json.name("model")
        json.beginObject()
        json.member("name", model.shortened(to: ReviewLimits.modelNameLength))
        json.member("rubric", ReviewForm.rubric)
        if let language { json.member("language", language.text) }
        json.member("generatedAt", generatedAt.description)
        json.endObject()
        json.endObject()
        return json.bytes
    }
}

extension Review.Assessment {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("name", category.rawValue)
        json.name("score")
        json.number(score)
        json.member("comment", comment)
    }
}

extension Review.Quote {
    fileprivate func write(to json: inout JSONWriter) {
        json.name("quote")
        json.beginObject()
        json.name("turn")
        json.integer(turn)
        json.member("text", text)
        json.endObject()
    }
}

extension Review.Question {
    fileprivate func write(to json: inout JSONWriter) {
        json.name("turn")
        json.integer(turn)
        json.member("question", question)
        json.member("verdict", verdict.rawValue)
        json.member("comment", comment)
    }
}

extension JSONWriter {
    /// Writes an array of objects, whose members `members` writes.
    fileprivate mutating func list<Element>(
        _ name: String, _ elements: [Element], members: (Element, inout JSONWriter) -> Void
    ) {
        self.name(name)
        beginArray()
        for element in elements {
            beginObject()
            members(element, &self)
            endObject()
        }
        endArray()
    }
}

extension String {
    /// The text, of which a longer rest becomes an ellipsis.
    /// - Parameter length: in Unicode scalars.
    func shortened(to length: Int) -> String {
        guard utf8.count > length, unicodeScalars.count > length else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(length - 1))) + "…"
    }
}
