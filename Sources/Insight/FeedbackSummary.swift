// A feedback in a known format, mapped to common members. The stored feedback does not change.

internal import JSON

/// A feedback summary. What the feedback does not contain is nil or empty.
public struct FeedbackSummary: Equatable, Sendable {
    public struct Category: Equatable, Sendable {
        public let name: String
        public let score: Double?
    }

    /// A strength, or what to improve.
    public struct Point: Equatable, Sendable {
        public let text: String

        /// What to do about it.
        public let advice: String?
        public let quote: Quote?
    }

    /// What the feedback quotes of the interview.
    public struct Quote: Equatable, Sendable {
        /// The index of the turn.
        public let turn: Int?
        public let text: String
    }

    /// On the scale of the feedback; a fraction is converted to a percentage.
    public let score: Double?
    public let summary: String?
    public let strengths: [Point]
    public let improvements: [Point]

    /// Recommendations in addition to `improvements`.
    public let recommendations: [String]
    public let categories: [Category]
}

/// The members of feedback by their names in lower case without `_`, `-` and spaces, in the order of preference.
enum FeedbackMembers {
    static let score = ["note", "overallscore", "totalscore", "score", "rating", "overallrating", "finalscore"]
    static let summary = [
        "explicationnote", "evaluation", "finalassessment", "summary", "overallassessment", "overallfeedback",
        "overview",
    ]
    static let strengths = ["pointsforts", "strengths", "positives", "pros", "whatwentwell"]
    static let improvements = [
        "pointsfaibles", "weaknesses", "areasforimprovement", "areastoimprove", "improvements", "improvementareas",
        "cons",
    ]
    static let recommendations = ["recommendations", "suggestions", "nextsteps"]
    static let categories = [
        "categoryscores", "scores", "categories", "criteria", "breakdown", "questions", "questionfeedback",
        "perquestion",
    ]

    /// What an object has the feedback in.
    static let envelopes = ["feedback", "evaluation", "review", "assessment", "result", "data", "report"]

    private static let all = [score, summary, strengths, improvements, recommendations, categories]

    /// Those of a vendor's analysis.
    private static let analysis = [
        "structureddata", "customanalysisdata", "datacollectionresults", "transcriptsummary", "callsummary",
        "evaluationcriteriaresults", "successevaluation",
    ]

    private static let names: NameTable<String> = {
        let names = Set(all.joined() + envelopes + analysis)
        return NameTable(Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }))
    }()

    /// The members of an object that have one of the names; of several with one name, the first.
    static func byName(_ object: JSONSlice) -> [String: JSONSlice] {
        var members: [String: JSONSlice] = [:]
        for (name, value) in object.members where value.kind != .null {
            guard let name = names.value(name), members[name] == nil else { continue }
            members[name] = value
        }
        return members
    }

    static func areFeedback(_ members: [String: JSONSlice]) -> Bool {
        all.count { names in names.contains { members[$0] != nil } } >= 2
    }
}

extension FeedbackSummary {
    /// How many members, and texts that are JSON, can lead to the feedback.
    private static let mostEnvelopes = 3

    /// - Parameter feedback: the JSON text that was saved.
    /// - Returns: nil if the format is unknown.
    public init?(reading feedback: [UInt8]?) {
        guard let feedback else { return nil }
        do throws(JSONSyntaxError) {
            guard let text = try ReadingBudget().parse(feedback[...]) else { return nil }
            self.init(reading: text.root)
        } catch {
            return nil
        }
    }

    /// A text is the summary, unless it is JSON; an object has at least two of the members, or one that has them.
    init?(reading feedback: JSONSlice, envelopes: Int = 0) {
        if let text = feedback.safeString {
            if envelopes < Self.mostEnvelopes, let json = EmbeddedJSON.value(in: text) {
                self.init(reading: json, envelopes: envelopes + 1)
                return
            }
            guard !text.isBlank else { return nil }
            self.init(
                score: nil, summary: text.trimmed, strengths: [], improvements: [], recommendations: [], categories: [])
            return
        }
        let members = FeedbackMembers.byName(feedback)
        if FeedbackMembers.areFeedback(members) {
            self.init(members)
            return
        }
        guard envelopes < Self.mostEnvelopes else { return nil }
        for name in FeedbackMembers.envelopes {
            guard let inner = members[name], inner.kind == .object || inner.kind == .string else { continue }
            guard inner.kind == .object || EmbeddedJSON.value(in: inner.safeString ?? "") != nil else { continue }
            self.init(reading: inner, envelopes: envelopes + 1)
            return
        }
        return nil
    }

    init(_ members: [String: JSONSlice]) {
        func values(_ names: [String]) -> [JSONSlice] { names.compactMap { members[$0] } }
        func points(_ names: [String]) -> [Point] { values(names).lazy.map(Self.points).first { !$0.isEmpty } ?? [] }
        score = values(FeedbackMembers.score).lazy.compactMap(Self.number).first
        let summaries = values(FeedbackMembers.summary)
        summary = summaries.lazy.compactMap(\.safeString).first { !$0.isBlank }?.trimmed
        strengths = points(FeedbackMembers.strengths)
        let improvements = points(FeedbackMembers.improvements)
        let recommendations = points(FeedbackMembers.recommendations)
        self.improvements = improvements.isEmpty ? recommendations : improvements
        self.recommendations = improvements.isEmpty ? [] : recommendations.map(\.text)
        let listed = [members["evaluation"]].compactMap(\.self).filter { $0.kind == .array }
        categories =
            (values(FeedbackMembers.categories) + listed).lazy.map(Self.categories).first { !$0.isEmpty } ?? []
    }

    /// The length of a string with a number as it is written, in bytes.
    private static let longestNumber = 256

    /// A number or a string with a number; `12/20` is 60, and `78%` is 78.
    static func number(_ value: JSONSlice) -> Double? {
        if let number = value.double { return number }
        guard value.kind == .string, value.count <= longestNumber else { return nil }
        let text = (value.safeString ?? "").trimmed
        let parts = (text.last == "%" ? text.dropLast() : text[...]).split(
            separator: "/", omittingEmptySubsequences: false
        ).map(decimal)
        switch (parts.first ?? nil, parts.dropFirst().first ?? nil, parts.count) {
        case (let number?, nil, 1) where number.isFinite: return number
        case (let number?, let whole?, 2) where whole > 0 && (number / whole * 100).isFinite:
            return (number / whole * 100).rounded(toPlaces: 6)
        default: return nil
        }
    }

    /// - Returns: nil if the text contains anything other than digits, a sign, and a decimal point or comma.
    private static func decimal(_ text: Substring) -> Double? {
        let text = text.trimmed
        guard text.utf8.allSatisfy({ "0123456789.,+-".utf8.contains($0) }) else { return nil }
        return Double(text.replacing { $0 == UInt8(ascii: ",") ? "." : nil })
    }

    /// The points of a string, an array of strings, or an array of objects with a text.
    private static func points(_ value: JSONSlice) -> [Point] {
        value.kind == .array ? value.elements.compactMap(point) : [point(value)].compactMap(\.self)
    }

    private static func point(_ value: JSONSlice) -> Point? {
        let text =
            value.safeString
            ?? ["point", "title", "trait", "name", "text", "description"].lazy
            .compactMap { value.member($0)?.safeString }.first
        guard let text, !text.isBlank else { return nil }
        guard value.kind == .object else { return Point(text: text.trimmed, advice: nil, quote: nil) }
        let advice = value.member("advice")?.safeString.flatMap { $0.isBlank ? nil : $0.trimmed }
        return Point(text: text.trimmed, advice: advice, quote: value.member("quote").flatMap(quote))
    }

    /// The quote of a string, or of an object with a text and the index of the turn.
    private static func quote(_ value: JSONSlice) -> Quote? {
        guard let text = value.safeString ?? value.member("text")?.safeString, !text.isBlank else { return nil }
        return Quote(turn: value.member("turn")?.integer.flatMap { $0 < 0 ? nil : $0 }, text: text.trimmed)
    }

    /// The categories of an array of `{name, score}`, or of an object whose members are scores or objects with a score.
    private static func categories(_ value: JSONSlice) -> [Category] {
        func score(_ value: JSONSlice) -> Double? { number(value.member("score") ?? value) }
        let categories =
            value.kind == .array
            ? value.elements.compactMap { item in
                ["name", "category", "item", "criterion", "question"].lazy.compactMap { item.member($0)?.safeString }
                    .first
                    .map { Category(name: $0.trimmed, score: score(item)) }
            }
            : value.members.compactMap { name, item in
                name.safeString.map { Category(name: $0.trimmed, score: score(item)) }
            }
        return categories.filter { !$0.name.isEmpty }
    }
}
