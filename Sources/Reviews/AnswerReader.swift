// Reads a model's answer, and keeps what is of the form and can be verified.

internal import Insight
internal import JSON

/// Reads one answer about the turns of one interview.
struct AnswerReader {
    private let turns: [Turn]
    private var quotations: Quotations

    init(_ turns: [Turn]) {
        self.turns = turns
        quotations = Quotations(turns)
    }

    /// - Returns: nil if the answer is not of the form.
    mutating func review(_ answer: JSONSlice) -> Review? {
        guard let summary = answer.text("summary", atMost: ReviewLimits.summaryLength), !summary.isEmpty,
            let categories = Self.categories(answer), let questions = questions(answer),
            let strengths = strengths(answer), let improvements = improvements(answer)
        else { return nil }
        return Review(
            summary: summary, categories: categories, strengths: strengths, improvements: improvements,
            questions: questions, unverifiedQuotes: quotations.unverified)
    }

    private static func categories(_ answer: JSONSlice) -> [Review.Assessment]? {
        var categories: [Review.Assessment] = []
        for category in ReviewCategory.allCases {
            guard let assessment = answer.member("categories")?.member(category.rawValue),
                let number = assessment.member("score"), number.isNumber(within: ReviewLimits.score),
                let score = number.double, let comment = assessment.text("comment")
            else { return nil }
            categories.append(.init(category: category, score: score, comment: comment))
        }
        return categories
    }

    private mutating func strengths(_ answer: JSONSlice) -> [Review.Strength]? {
        guard let elements = answer.list("strengths", atMost: ReviewLimits.strengths) else { return nil }
        var strengths: [Review.Strength] = []
        for element in elements {
            guard let point = element.text("point") else { return nil }
            // The schema cannot demand a text that says something.
            guard !point.isEmpty else { continue }
            strengths.append(.init(point: point, quote: quotations.verify(element.member("quote"))))
        }
        return strengths
    }

    private mutating func improvements(_ answer: JSONSlice) -> [Review.Improvement]? {
        guard let elements = answer.list("improvements", atMost: ReviewLimits.improvements) else { return nil }
        var improvements: [Review.Improvement] = []
        for element in elements {
            guard let point = element.text("point") else { return nil }
            guard !point.isEmpty else { continue }
            improvements.append(
                .init(
                    point: point, advice: element.text("advice") ?? "",
                    quote: quotations.verify(element.member("quote"))))
        }
        return improvements
    }

    /// Without those that are not about a turn of the interviewer.
    private func questions(_ answer: JSONSlice) -> [Review.Question]? {
        guard let elements = answer.list("questions", atMost: ReviewLimits.questions) else { return nil }
        var questions: [Review.Question] = []
        for element in elements {
            guard let turn = element.member("turn"), turn.kind == .number, let question = element.text("question"),
                let verdict = (element.member("verdict")?.string).flatMap(Verdict.init(inAnyCase:)),
                let comment = element.text("comment")
            else { return nil }
            guard let turn = turn.integer, turns.indices.contains(turn), turns[turn].speaker == .interviewer else {
                continue
            }
            questions.append(.init(turn: turn, question: question, verdict: verdict, comment: comment))
        }
        return questions
    }
}

extension JSONSlice {
    /// A member that is a string, without control characters; nil if there is none.
    fileprivate func text(_ name: String, atMost length: Int = ReviewLimits.textLength) -> String? {
        member(name)?.safeString?.paragraph.shortened(to: length)
    }

    /// The first elements of a member that is an array; empty if it is null or left out, and nil if it is of another
    /// kind.
    fileprivate func list(_ name: String, atMost count: Int) -> [JSONSlice]? {
        guard let list = member(name), list.kind != .null else { return [] }
        return list.kind == .array ? Array(list.elements.prefix(count)) : nil
    }
}

extension String {
    /// The text without the reasoning that some models write before their answer. Servers may leave out where it
    /// begins.
    var withoutReasoning: Substring {
        let text = drop(while: \.isWhitespace)
        guard !text.hasPrefix("{"), !text.hasPrefix("```") else { return text }
        guard let end = text.firstRange(of: "</think>") else { return text.hasPrefix("<think>") ? "" : text }
        return text[end.upperBound...]
    }
}
