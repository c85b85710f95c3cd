// The metrics of an interview: each figure with its basis, or the reason why it is left out.

internal import Insight
internal import Interviews

struct SpeechPart {
    let say: Strings
    let conversation: Conversation
    let interview: Interview

    /// Empty if there is no transcript in a known format; the transcript's part then says so.
    var html: HTML {
        conversation.source.reason == nil
            ? Measures(say: say, SpeechMetrics(of: conversation, technologies: interview.technologyNames)).html : ""
    }
}

private struct Measures {
    private let say: Strings
    private var items: [HTML] = []
    private var leftOut: [(reason: UnknownReason, names: [HTML])] = []

    init(say: Strings, _ speech: SpeechMetrics) {
        self.say = say
        add(say.candidateWords, speech.candidateWords) { say.number($0) }
        add(say.turns, speech.candidateTurns) { say.number($0) }
        add(say.candidateQuestions, speech.candidateQuestions) { say.number($0) }
        add(say.interviewerQuestions, speech.interviewerQuestions) { say.number($0) }
        add(say.talkShare, speech.candidateTalkShare) { say.percent($0) }
        add(say.pace, speech.candidateWordsPerMinute) { say.number($0.rounded()) }
        add(say.monologue, speech.longestMonologue) { say.length($0) }
        add(say.latency, speech.responseLatency) { say.length($0) }
        add(say.fillers, speech.fillerWords) { fillers in
            guard fillers.total > 0 else { return "0" }
            let phrases = fillers.phrases.map { "\(text: $0.phrase) \(say.number($0.count))" as HTML }
            let list = phrases.joined(separator: ", ")
            return phrases.count == 1 ? list : "\(say.number(fillers.total)) (\(list))"
        }
        add(say.mentioned, speech.technologiesMentioned) { $0.isEmpty ? say.noneMentioned : say.names($0) }
    }

    private mutating func add<Value>(_ name: HTML, _ finding: Figure<Value>, _ show: (Value) -> HTML) {
        switch finding {
        case .known(let value, let basis):
            items.append("<div><dt>\(name)</dt><dd>\(show(value)) <small>\(say.name(of: basis))</small></dd></div>\n")
        case .unknown(let reason):
            if let place = leftOut.firstIndex(where: { $0.reason == reason }) {
                leftOut[place].names.append(name)
            } else {
                leftOut.append((reason, [name]))
            }
        }
    }

    var html: HTML {
        let reasons = leftOut.map { reason, names -> HTML in
            "<p class=\"left-out\">\(say.leftOut(names.joined(separator: ", "), reason))</p>\n"
        }
        return "<dl class=\"measures\">\n\(items.joined())</dl>\n\(reasons.joined())"
    }
}
