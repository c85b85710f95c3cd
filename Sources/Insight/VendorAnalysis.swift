// The analysis of a conversation by the product that recorded it, as a feedback summary.

internal import JSON

extension FeedbackSummary {
    private static let analyses = NameTable(["analysis": true, "callanalysis": true])

    /// The size of an analysis that is read, in bytes: that of feedback.
    private static let longestAnalysis = 1024 * 1024

    /// How many members, and arrays of one element, lead from a transcription to its analysis, at most.
    private static let deepestAnalysis = 5

    /// - Parameters:
    ///   - feedback: the JSON text that was saved; nil if none was.
    ///   - transcription: the JSON text with which an analysis may have been saved; it counts only without feedback.
    /// - Returns: nil if there is neither, or the format is unknown.
    public init?(reading feedback: [UInt8]?, orAnalysisIn transcription: [UInt8]?) {
        guard feedback == nil else {
            self.init(reading: feedback)
            return
        }
        guard let transcription, Self.namesAnalysis(transcription) else { return nil }
        do throws(JSONSyntaxError) {
            let budget = ReadingBudget()
            guard let root = try budget.parse(transcription[...])?.root,
                let analysis = Self.analysis(in: root, depth: 0, budget), analysis.count <= Self.longestAnalysis
            else { return nil }
            self.init(analysis: analysis)
        } catch {
            return nil
        }
    }

    /// Whether a name, or a text, ends like those of analyses, so that the whole is worth being parsed.
    private static func namesAnalysis(_ json: [UInt8]) -> Bool {
        let (quote, end) = (UInt8(ascii: "\""), Array("nalysis".utf8))
        var from = 0
        while let place = json.span.firstIndex(of: quote, from: from) {
            from = place + 1
            guard place > 0, "s\\".utf8.contains(json[place - 1]) else { continue }
            // In a string that is JSON, quotes are escaped.
            let name = json[..<place].suffix(end.count + mostBackslashes)
            let start = name.lastIndex { $0 != UInt8(ascii: "\\") }.map { $0 + 1 } ?? place
            if json[..<start].suffix(end.count).elementsEqual(end) { return true }
        }
        return false
    }

    /// How many backslashes a quote has in a string that is JSON in a string in a string.
    private static let mostBackslashes = 7

    /// Of an object, an array of one element, or a string that is JSON.
    private static func analysis(in value: JSONSlice, depth: Int, _ budget: ReadingBudget) -> JSONSlice? {
        guard depth <= deepestAnalysis else { return nil }
        if value.kind == .string {
            guard value.withContent({ $0.count > 8 }), namesAnalysis(Array(value.bytes.dropFirst())),
                budget.takeWrapped(value.count)
            else { return nil }
            return EmbeddedJSON.value(inString: value, within: budget)
                .flatMap { analysis(in: $0, depth: depth + 1, budget) }
        }
        if value.kind == .array {
            let elements = Array(value.elements.prefix(2))
            return elements.count == 1 ? analysis(in: elements[0], depth: depth + 1, budget) : nil
        }
        for (name, value) in value.members
        where value.kind == .object && analyses.value(name) != nil {
            return value
        }
        return value.members.lazy.compactMap { analysis(in: $0.value, depth: depth + 1, budget) }.first
    }

    /// - Parameter analysis: of ElevenLabs (`transcript_summary`, `evaluation_criteria_results`,
    ///   `data_collection_results`), Vapi (`summary`, `successEvaluation`, `structuredData`) or Retell (`call_summary`,
    ///   `custom_analysis_data`). What was extracted by the customer's own names is read as feedback.
    private init?(analysis: JSONSlice) {
        let members = FeedbackMembers.byName(analysis)
        let extracted = ["structureddata", "customanalysisdata"].lazy.compactMap { members[$0] }
            .compactMap { FeedbackSummary(reading: $0) }.first
        let collected = members["datacollectionresults"].flatMap { results in
            let values = FeedbackMembers.byName(results).compactMapValues { $0.member("value") }
            return FeedbackMembers.areFeedback(values) ? FeedbackSummary(values) : nil
        }
        let own = extracted ?? collected
        let summaries = ["transcriptsummary", "callsummary", "summary"].lazy.compactMap { members[$0]?.safeString }
        let criteria = members["evaluationcriteriaresults"].map { results in
            results.members.compactMap { $0.name.safeString.map { Category(name: $0.trimmed, score: nil) } }
        }
        self.init(
            score: own?.score ?? members["successevaluation"].flatMap(Self.number),
            summary: own?.summary ?? summaries.first { !$0.isBlank }?.trimmed, strengths: own?.strengths ?? [],
            improvements: own?.improvements ?? [], recommendations: own?.recommendations ?? [],
            categories: own?.categories.isEmpty ?? true ? criteria ?? [] : own?.categories ?? [])
        guard score != nil || summary != nil || own != nil || !categories.isEmpty else { return nil }
    }
}
