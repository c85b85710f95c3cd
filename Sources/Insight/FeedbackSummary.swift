// Feedback in one form, read from the forms in which it comes; the feedback itself stays as it was given.

internal import JSON

/// What a feedback says. What it does not say is nil, or empty.
public struct FeedbackSummary: Equatable, Sendable {
    public struct Category: Equatable, Sendable {
        public let name: String
        public let score: Double?
    }

    /// On the scale on which it was given; a fraction as a percentage.
    public let score: Double?
    public let summary: String?
    public let strengths: [String]
    public let improvements: [String]

    /// What is recommended beside `improvements`.
    public let recommendations: [String]
    public let categories: [Category]
}

/// One form of feedback that is more than a text: an object, of whose members at least two are there.
private struct FeedbackFormat: Sendable {
    let score: String
    let summary: String
    let strengths: String
    let improvements: String

    /// Stand for improvements where there are none.
    var recommendations: String?
    let categories: [String]

    /// Whether the summary may be a list of categories instead.
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

    /// 1 or 0.
    func hasImprovements(_ feedback: JSONSlice) -> Int { advice.contains { feedback.member($0) != nil } ? 1 : 0 }

    private var advice: [String] { [improvements] + [recommendations].compactMap(\.self) }

    var members: [String] { [score, summary, strengths] + advice + categories }
}

extension FeedbackSummary {
    /// Deep enough for the parts of a category.
    private static let outlineDepth = 5

    /// - Parameter feedback: the JSON text that was saved.
    /// - Returns: nil for a feedback in a form that is not understood.
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
        let forms = FeedbackFormat.all.map { form in
            (form: form, found: form.members.count { feedback.member($0).map { $0.kind != .null } ?? false })
        }
        // Of forms that share members, the one whose improvements are there.
        let best = forms.max {
            ($0.found, $0.form.hasImprovements(feedback)) < ($1.found, $1.form.hasImprovements(feedback))
        }
        guard let best, best.found >= 2 else { return nil }
        self.init(feedback, best.form)
    }

    private init(_ feedback: JSONSlice, _ form: FeedbackFormat) {
        let summary = feedback.member(form.summary)
        score = feedback.member(form.score).flatMap(Self.number)
        self.summary = summary?.string.flatMap { $0.isBlank ? nil : $0.trimmed }
        strengths = Self.points(feedback.member(form.strengths))
        let improvements = Self.points(feedback.member(form.improvements))
        let recommendations = Self.points(form.recommendations.flatMap { feedback.member($0) })
        self.improvements = improvements.isEmpty ? recommendations : improvements
        self.recommendations = improvements.isEmpty ? [] : recommendations
        let listed = form.hasListedSummary && summary?.kind == .array ? summary : nil
        let categories = form.categories.compactMap { feedback.member($0) } + [listed].compactMap(\.self)
        self.categories = categories.lazy.map(Self.categories).first { !$0.isEmpty } ?? []
    }

    /// A number, also one in a string; `12/20` is 60.
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

    /// - Returns: nil unless it is written with digits, a sign and a point or a comma alone.
    private static func decimal(_ text: Substring) -> Double? {
        let text = text.trimmed
        guard text.utf8.allSatisfy({ "0123456789.,+-".utf8.contains($0) }) else { return nil }
        return Double(text.replacing(",", with: "."))
    }

    /// A list of texts, or of objects with one; or a single text.
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

    /// A list of `{name, score}`, or an object whose members are scores, or have one.
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
