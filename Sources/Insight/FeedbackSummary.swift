// A feedback in a known format, mapped to common members. The stored feedback does not change.

internal import JSON

/// A feedback summary. What the feedback does not contain is nil or empty.
public struct FeedbackSummary: Equatable, Sendable {
    public struct Category: Equatable, Sendable {
        public let name: String
        public let score: Double?
    }

    /// On the scale of the feedback; a fraction is converted to a percentage.
    public let score: Double?
    public let summary: String?
    public let strengths: [String]
    public let improvements: [String]

    /// Recommendations in addition to `improvements`.
    public let recommendations: [String]
    public let categories: [Category]
}

/// The member names of one format of feedback. A feedback has this format if it is an object with at least two of them.
private struct FeedbackFormat: Sendable {
    let score: String
    let summary: String
    let strengths: String
    let improvements: String

    /// Used as improvements if the feedback has none.
    var recommendations: String?
    let categories: [String]

    /// Whether the summary may be an array of categories.
    var hasListedSummary = false

    static let all = [
        FeedbackFormat(
            score: "note", summary: "explication_note", strengths: "points_forts", improvements: "points_faibles",
            categories: []),
        FeedbackFormat(
            score: "overallScore", summary: "evaluation", strengths: "strengths",
            improvements: "weaknesses", recommendations: "recommendations", categories: ["scores"],
            hasListedSummary: true),
        FeedbackFormat(
            score: "totalScore", summary: "finalAssessment", strengths: "strengths",
            improvements: "areasForImprovement", categories: ["categoryScores"]),
        FeedbackFormat(
            score: "score", summary: "summary", strengths: "strengths", improvements: "improvements",
            categories: ["categories"]),
    ]

    /// 1 if the feedback has improvements or recommendations, 0 otherwise; a tie-breaker.
    func hasImprovements(_ feedback: JSONSlice) -> Int { advice.contains { feedback.member($0) != nil } ? 1 : 0 }

    private var advice: [String] { [improvements] + [recommendations].compactMap(\.self) }

    var members: [String] { [score, summary, strengths] + advice + categories }
}

extension FeedbackSummary {
    /// Includes the members of a category.
    private static let outlineDepth = 5

    /// - Parameter feedback: the JSON text that was saved.
    /// - Returns: nil if the format is unknown.
    public init?(reading feedback: [UInt8]?) {
        guard let feedback else { return nil }
        do throws(JSONSyntaxError) {
            self.init(reading: try JSONText(feedback[...], outlineDepth: Self.outlineDepth).root)
        } catch {
            return nil
        }
    }

    init?(reading feedback: JSONSlice) {
        if let text = feedback.string {
            guard !text.isBlank else { return nil }
            self.init(
                score: nil, summary: text.trimmed, strengths: [], improvements: [], recommendations: [], categories: [])
            return
        }
        let formats = FeedbackFormat.all.map { format in
            (format: format, found: format.members.count { feedback.member($0).map { $0.kind != .null } ?? false })
        }
        // A tie between formats that share members goes to one whose improvements are present.
        let best = formats.max {
            ($0.found, $0.format.hasImprovements(feedback)) < ($1.found, $1.format.hasImprovements(feedback))
        }
        guard let best, best.found >= 2 else { return nil }
        self.init(feedback, best.format)
    }

    private init(_ feedback: JSONSlice, _ format: FeedbackFormat) {
        let summary = feedback.member(format.summary)
        score = feedback.member(format.score).flatMap(Self.number)
        self.summary = summary?.string.flatMap { $0.isBlank ? nil : $0.trimmed }
        strengths = Self.points(feedback.member(format.strengths))
        let improvements = Self.points(feedback.member(format.improvements))
        let recommendations = Self.points(format.recommendations.flatMap { feedback.member($0) })
        self.improvements = improvements.isEmpty ? recommendations : improvements
        self.recommendations = improvements.isEmpty ? [] : recommendations
        let listed = format.hasListedSummary && summary?.kind == .array ? summary : nil
        let categories = format.categories.compactMap { feedback.member($0) } + [listed].compactMap(\.self)
        self.categories = categories.lazy.map(Self.categories).first { !$0.isEmpty } ?? []
    }

    /// A number or a string with a number; `12/20` is 60.
    private static func number(_ value: JSONSlice) -> Double? {
        if let number = value.double { return number }
        let parts = (value.string ?? "").split(separator: "/", omittingEmptySubsequences: false).map(decimal)
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
        return Double(text.replacing(",", with: "."))
    }

    /// The texts of a string, an array of strings, or an array of objects with a text.
    private static func points(_ value: JSONSlice?) -> [String] {
        guard let value else { return [] }
        let texts = value.kind == .array ? value.elements.compactMap(point) : [point(value)].compactMap(\.self)
        return texts.filter { !$0.isBlank }.map(\.trimmed)
    }

    private static func point(_ value: JSONSlice) -> String? {
        value.string
            ?? ["point", "title", "trait", "name", "text", "description"].lazy
            .compactMap { value.member($0)?.string }.first
    }

    /// The categories of an array of `{name, score}`, or of an object whose members are scores or objects with a score.
    private static func categories(_ value: JSONSlice) -> [Category] {
        func score(_ value: JSONSlice) -> Double? { number(value.member("score") ?? value) }
        let categories =
            value.kind == .array
            ? value.elements.compactMap { item in
                ["name", "category", "item"].lazy.compactMap { item.member($0)?.string }.first
                    .map { Category(name: $0.trimmed, score: score(item)) }
            }
            : value.members.compactMap { name, item in
                name.string.map { Category(name: $0.trimmed, score: score(item)) }
            }
        return categories.filter { !$0.name.isEmpty }
    }
}
