// Feedback in each known format is mapped to a summary; any other has none.

import JSON
import Testing

@testable import Insight

@Suite struct FeedbackTests {
    private func read(_ json: String) -> FeedbackSummary? { FeedbackSummary(reading: Array(json.utf8)) }

    @Test(arguments: [
        (
            #"{"note":72,"explication_note":" Bien. ","points_forts":["calme",""],"points_faibles":["peu d'exemples"]}"#,
            FeedbackSummary(72, "Bien.", ["calme"], ["peu d'exemples"], [])
        ),
        (#"{"note":"12/20","points_forts":"calme"}"#, FeedbackSummary(60, nil, ["calme"], [], [])),
        (
            #"{"overallScore":"81","evaluation":"Good.","strengths":["a"],"weaknesses":["b"],"recommendations":["c"]}"#,
            FeedbackSummary(81, "Good.", ["a"], ["b"], recommendations: ["c"], [])
        ),
        (
            #"{"overallScore":null,"evaluation":[{"item":"SQL","score":7},{"item":"Go"}],"strengths":[{"trait":"t","description":"d"}],"recommendations":["c"]}"#,
            FeedbackSummary(nil, nil, ["t"], ["c"], [.init(name: "SQL", score: 7), .init(name: "Go", score: nil)])
        ),
        (
            #"{"overallScore":70,"scores":{"knowledge":60,"examples":null},"evaluation":"x","strengths":[],"weaknesses":[]}"#,
            FeedbackSummary(
                70, "x", [], [], [.init(name: "knowledge", score: 60), .init(name: "examples", score: nil)])
        ),
        (
            #"{"totalScore":55,"categoryScores":[{"name":"Clarity","score":40,"comment":"."}],"strengths":["s"],"areasForImprovement":["i"],"finalAssessment":"F"}"#,
            FeedbackSummary(55, "F", ["s"], ["i"], [.init(name: "Clarity", score: 40)])
        ),
        (
            #"{"totalScore":55,"categoryScores":{"clarity":{"score":40,"comment":"."},"depth":30}}"#,
            FeedbackSummary(55, nil, [], [], [.init(name: "clarity", score: 40), .init(name: "depth", score: 30)])
        ),
        (#"" Speak slower. ""#, FeedbackSummary(nil, "Speak slower.", [], [], [])),
        (
            #"{"score":80,"summary":"s","strengths":["a"],"improvements":["b"],"categories":[{"name":"c","score":1}]}"#,
            FeedbackSummary(80, "s", ["a"], ["b"], [.init(name: "c", score: 1)])
        ),
    ]) func `feedback in a known format has a summary`(_ json: String, _ summary: FeedbackSummary) {
        #expect(read(json) == summary)
    }

    @Test(arguments: [
        (
            #""{\"overall_score\":\"78%\",\"areas_for_improvement\":[\"pace\"]}""#,
            FeedbackSummary(78, nil, [], ["pace"], [])
        ),
        (
            #""```json\n{\"Score\":7,\"Summary\":\"Good.\"}\n```""#, FeedbackSummary(7, "Good.", [], [], [])
        ),
        (
            #"{"feedback":{"rating":4,"strengths":["calm"],"areasToImprove":["depth"]}}"#,
            FeedbackSummary(4, nil, ["calm"], ["depth"], [])
        ),
        (
            #"{"overall_rating":"8/10","questions":[{"question":"What is a tree?","score":9,"comment":"."}]}"#,
            FeedbackSummary(80, nil, [], [], [.init(name: "What is a tree?", score: 9)])
        ),
        (
            #"{"result":{"feedback":"{\"note\":15,\"points_forts\":\"calme\"}"}}"#,
            FeedbackSummary(15, nil, ["calme"], [], [])
        ),
        (#"{"Overall Score":71,"Next Steps":["read"]}"#, FeedbackSummary(71, nil, [], ["read"], [])),
    ]) func `feedback is read whatever its names and its envelope`(_ json: String, _ summary: FeedbackSummary) {
        #expect(read(json) == summary)
    }

    @Test(arguments: [
        "7", "[]", "{}", #"" ""#, #"{"note":7}"#, #"{"messages":[],"phase":2,"questionIndex":1}"#,
        #"{"note":null,"points_forts":["x"]}"#, #"{"strengths":["x"]}"#,
    ]) func `feedback in an unknown format has no summary`(_ json: String) {
        #expect(read(json) == nil)
    }

    @Test(arguments: [
        #"{"finalAssessment":[{"item":"i"}],"strengths":["x"],"categoryScores":"y"}"#,
        #"{"note":7,"explication_note":[{"name":"i","score":1}]}"#, #"{"overallScore":7,"evaluation":{"a":1}}"#,
    ]) func `other values of the summary and of the scores give no categories`(_ json: String) {
        #expect(read(json)?.categories == [])
    }

    @Test(arguments: [
        "\"0x10\"", "\"1e303/1\"", "\"1e5\"", "\"good\"", "\"1/0\"", "\"1/2/3\"", "\"\"", "\"nan\"", "\"inf\"", "{}",
        "true", "\"1e400\"",
    ])
    func `a score that is not a number is nil`(_ score: String) {
        #expect(read(#"{"overallScore":\#(score),"evaluation":"x"}"#)?.score == nil)
    }
}

@Suite struct RoundingTests {
    @Test(arguments: [1e303, -1e303, Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0.1 + 0.2])
    func `rounding never gives infinity or NaN`(_ number: Double) {
        #expect(number.rounded(toPlaces: 6).isFinite)
    }

    @Test(arguments: [
        (
            #"{"data":{"transcript":[],"analysis":{"call_successful":"success","transcript_summary":" Good. ","evaluation_criteria_results":{"Clarity":{"result":"success","rationale":"r"}},"data_collection_results":{}}}}"#,
            FeedbackSummary(nil, "Good.", [], [], [.init(name: "Clarity", score: nil)])
        ),
        (
            #"{"analysis":{"transcript_summary":"Good.","data_collection_results":{"Overall Score":{"value":7,"rationale":"r"},"strengths":{"value":"calm"}}}}"#,
            FeedbackSummary(7, "Good.", ["calm"], [], [])
        ),
        (
            #"[{"body":{"message":{"type":"end-of-call-report","analysis":{"summary":"Fine.","successEvaluation":"8","structuredData":{"strengths":["a"],"improvements":["b"]}}}}}]"#,
            FeedbackSummary(8, "Fine.", ["a"], ["b"], [])
        ),
        (
            #"{"call":{"call_analysis":{"call_summary":"Short.","user_sentiment":"Neutral","custom_analysis_data":{}}}}"#,
            FeedbackSummary(nil, "Short.", [], [], [])
        ),
        (#""{\"transcript\":[],\"analysis\":{\"summary\":\"Short.\"}}""#, FeedbackSummary(nil, "Short.", [], [], [])),
        (
            #"{"payload":"{\"call_analysis\":{\"call_summary\":\"Short.\"}}"}"#,
            FeedbackSummary(nil, "Short.", [], [], [])
        ),
        (#"{"analysis":{"success":true}}"#, nil), (#"{"analysis":"Good."}"#, nil),
        (#"[{"analysis":{"summary":"a"}},{}]"#, nil),
        (#"[{"speaker":"user","text":"My \"analysis\" was: "}]"#, nil), (#""analysis""#, nil),
    ]) func `the analysis of a product is read where there is no feedback`(
        _ transcription: String, _ summary: FeedbackSummary?
    ) {
        let json = Array(transcription.utf8)
        #expect(FeedbackSummary(reading: nil, orAnalysisIn: json) == summary)
        #expect(FeedbackSummary(reading: Array(#"{"other":1}"#.utf8), orAnalysisIn: json) == nil)
    }
}

extension FeedbackSummary {
    fileprivate init(
        _ score: Double?, _ summary: String?, _ strengths: [String], _ improvements: [String],
        recommendations: [String] = [], _ categories: [Category]
    ) {
        self.init(
            score: score, summary: summary, strengths: strengths.map { .init(text: $0, advice: nil, quote: nil) },
            improvements: improvements.map { .init(text: $0, advice: nil, quote: nil) },
            recommendations: recommendations, categories: categories)
    }
}
