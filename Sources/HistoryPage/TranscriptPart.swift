// The transcript of an interview, with speakers and times.

internal import Insight

struct TranscriptPart {
    let say: Strings
    let conversation: Conversation
    let interviewId: String

    /// The indexes of the turns that are quoted.
    let quoted: Set<Int>

    func write(to page: PageWriter) throws {
        switch conversation.source {
        case .none: try page.write(.none(say.noTranscript))
        case .unknown: try page.write(.none(say.unknownTranscript))
        case .webClient, .elevenLabs, .elevenLabsEvents, .vapi, .retell, .openAI, .list, .plainText, .textExport,
            .webVTT,
            .subRip, .turns:
            try page.write("<ol class=\"turns\">\n")
            for (index, turn) in conversation.turns.enumerated() { try write(index, turn, to: page) }
            try page.write("</ol>\n")
        }
    }

    private func write(_ index: Int, _ turn: Turn, to page: PageWriter) throws {
        let id: HTML = quoted.contains(index) ? " id=\"\(HTML.place(ofTurn: index, in: interviewId))\"" : ""
        try page.write(
            """
            <li class="\(text: turn.speaker?.rawValue ?? "unknown")"\(id)><p class="who">\(who(turn))\(turn.start.map(time) ?? "")</p>\
            <p class="said" dir="auto">
            """)
        try page.write(text: turn.text)
        try page.write("</p></li>\n")
    }

    private func who(_ turn: Turn) -> HTML {
        guard turn.speaker == nil, let name = turn.name else { return say.name(of: turn.speaker) }
        return "<bdi>\(text: name)</bdi>"
    }

    /// For example ` 02:05` or ` 1:02:05`.
    private func time(_ start: Double) -> HTML {
        let seconds = Int(start)
        let hours: HTML = seconds >= 3_600 ? "\(seconds / 3_600):" : ""
        let clock: HTML = "\(hours)\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        return " <time datetime=\"PT\(seconds)S\">\(clock)</time>"
    }

    private func twoDigits(_ number: Int) -> HTML { "\(number < 10 ? "0" : "")\(number)" }
}
