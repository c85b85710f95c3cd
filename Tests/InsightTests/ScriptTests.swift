// Words, technologies and captions of scripts that are written without spaces, fillers in all their lengths, and SubRip
// without markup.

import Testing
import ToolSupport

@testable import Insight

@Suite struct UnspacedScriptTests {
    private func metrics(_ answer: String, _ technologies: [String] = []) -> SpeechMetrics {
        SpeechMetrics(of: conversation(#"["AI: Hello there.","User: \#(answer)"]"#), technologies: technologies)
    }

    @Test(arguments: ["我用Redis做缓存，用Kafka做消息队列", "レディスをキャッシュに使います", "ผมใช้แคชในหน่วยความจำ", "ខ្ញុំប្រើឃ្លាំងសម្ងាត់"])
    func `words of a script without spaces are left out`(_ answer: String) {
        let read = metrics(answer)
        #expect(read.words == .unknown(.script) && read.candidateWords == .unknown(.script))
        #expect(read.turns == .known(2, .measured))
    }

    @Test func `a few such characters make the number of words an estimate`() {
        let many = String(repeating: "we cache it in memory ", count: 12)
        #expect(metrics("The word for it is 缓存, and " + many).candidateWords.isEstimated)
        #expect(metrics("Das heißt Zwischenspeicher, 캐시 auf Koreanisch").candidateWords == .known(6, .measured))
    }

    @Test(arguments: [
        ("我用Redis做缓存，用Kafka做消息队列", ["Redis", "Kafka", "Go"], ["Redis", "Kafka"]),
        ("캐시는 Redis로 합니다", ["Redis", "캐시"], ["Redis", "캐시"]), ("用消息队列", ["消息", "缓存"], ["消息"]),
        ("JavaScript과 C++를", ["Java", "C", "C++"], ["C++"]), ("각오", ["가"], []),
        ("Łódź, cœur et Ø", ["Lodz", "COEUR", "Ø", "O"], ["Lodz", "COEUR", "Ø"]), ("我用🙂Go🚀。", ["Go"], ["Go"]),
        ("\u{1100}\u{1161}격", ["가격"], ["가격"]), ("か\u{3099}", ["か", "が"], ["が"]),
        ("Elle préfère qu’on l’écrive.", ["Écrive", "prefere", "\u{301}"], ["Écrive", "prefere"]),
    ]) func `a technology is named inside a sentence without spaces`(
        _ answer: String, _ names: [String], _ found: [String]
    ) {
        #expect(metrics(answer, names).technologiesMentioned == .known(found, .measured))
    }

    @Test func `captions give such a text the time that its characters take`() {
        let cues = Cues([Turn(.candidate, String(repeating: "缓", count: 50))])
        #expect(cues.cues.map(\.end) == [10_000])
    }
}

@Suite struct FillerFormTests {
    private func fillers(_ text: String) -> [String] {
        Fillers.count(in: [text]).phrases.map { "\($0.count) \($0.phrase)" }
    }

    @Test(arguments: [
        ("um-um", ["2 um"]), ("Ummm, uhhh… errr", ["1 er", "1 uh", "1 um"]), ("um-uh-um", ["2 um", "1 uh"]),
        ("Hmmmm. Hm. hmm", ["3 hm"]), ("mm-hmm", ["1 mhm"]), ("Mhm, mhmm, mm-hm", ["3 mhm"]), ("uh-huh", ["1 uh-huh"]),
        ("Ahh, eh, ah", ["2 ah", "1 eh"]), ("euhhh", ["1 euh"]), ("I am, er, here. Uma, error, an uh-oh", ["1 er"]),
    ]) func `a filler counts however long it is drawn`(_ text: String, _ counted: [String]) {
        #expect(fillers(text) == counted)
    }
}

@Suite struct SubRipMarkupTests {
    private func subRip(_ text: String) -> String {
        Captions.subRip(Cues([Turn(.candidate, text, start: 0, end: 1)])).split(separator: "\n").last.map(String.init)
            ?? ""
    }

    @Test func `diacritics are removed from simple texts as from any`() {
        var generator = SplitMix64(seed: 7)
        let blocks: [ClosedRange<UInt32>] = [
            0x20...0x24F, 0x300...0x36F, 0x370...0x52F, 0x590...0x6FF, 0x900...0x97F, 0xE00...0xE7F, 0x1100...0x11FF,
            0x1E00...0x1FFF, 0x2010...0x2040, 0x3041...0x30FF, 0x4E00...0x4E80, 0xAC00...0xAC80, 0xFF00...0xFF60,
        ]
        for _ in 0..<4_000 {
            var text = String.UnicodeScalarView()
            let used = [blocks.randomElement(using: &generator), blocks[0]].compactMap(\.self)
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                guard let block = used.randomElement(using: &generator) else { continue }
                Unicode.Scalar(UInt32.random(in: block, using: &generator)).map { text.append($0) }
            }
            let removed = Diacritics.removed(from: String(text)).unicodeScalars
            #expect(Array(removed) == Array(Diacritics.decomposed(String(text)).unicodeScalars))
        }
    }

    @Test(arguments: [
        ("What is Vec<String>?", "Candidate: What is Vec‹String›?"),
        ("Map<K, List<V>> --> fast", "Candidate: Map‹K, List‹V›› → fast"),
        ("a <br", "Candidate: a ‹br"), ("1 < 2", "Candidate: 1 < 2"), ("1 < 2 and 3 > 2", "Candidate: 1 ‹ 2 and 3 › 2"),
        (#"{\an8} top {x}"#, #"Candidate: ｛\an8} top ｛x}"#), ("{} {1} {/b} {Y:i}", "Candidate: {} {1} ｛/b} ｛Y:i}"),
        ("x -> y > z", "Candidate: x -> y > z"),
    ]) func `nothing in a caption is taken for markup`(_ text: String, _ written: String) {
        #expect(subRip(text) == written)
    }
}

extension Figure {
    fileprivate var isEstimated: Bool {
        if case .known(_, .estimated) = self { true } else { false }
    }
}
