// Transcripts in the formats that people read and players of captions parse.

/// An output format of transcripts.
public enum TranscriptFormat: String, CaseIterable, Sendable {
    /// An array of turns.
    case turns
    case text, markdown

    /// WebVTT (www.w3.org/TR/webvtt1).
    case vtt

    /// SubRip.
    case srt
}

/// A transcript in one format.
public struct TranscriptRendering: Sendable {
    public let format: TranscriptFormat
    public let source: TranscriptSource

    /// Whether the times of captions are measured or estimated; nil for formats without captions.
    public let times: Basis?

    /// Nil for formats that are text.
    public let turns: [Turn]?

    /// Nil for the format `turns`.
    public let text: String?

    public init(of conversation: Conversation, as format: TranscriptFormat) {
        self.format = format
        source = conversation.source
        var times: Basis?
        func captions(_ write: (Cues) -> String) -> String {
            let cues = Cues(conversation.turns)
            if !cues.cues.isEmpty { times = cues.basis }
            return write(cues)
        }
        turns = format == .turns ? conversation.turns : nil
        text =
            switch format {
            case .turns: nil
            case .text: PlainTranscript.text(conversation.turns)
            case .markdown: PlainTranscript.markdown(conversation.turns)
            case .vtt: captions(Captions.webVTT)
            case .srt: captions(Captions.subRip)
            }
        self.times = times
    }
}

extension Turn {
    /// The speaker's name for readers; empty if it is unknown.
    var label: String {
        switch speaker {
        case .candidate: "Candidate"
        case .interviewer: "Interviewer"
        case nil: name ?? ""
        }
    }
}

/// Transcripts as plain text and as Markdown.
enum PlainTranscript {
    /// A paragraph for each turn; empty if there are no turns.
    static func text(_ turns: [Turn]) -> String {
        turns.map { turn in
            let label = label(of: turn, in: turns)
            return (label.isEmpty ? "" : label + ": ") + turn.text.paragraph
        }.joined(separator: "\n\n") + (turns.isEmpty ? "" : "\n")
    }

    /// CommonMark: a paragraph for each turn, with the speaker in bold, and the start time if it is known. Text is
    /// escaped, so that none of it is parsed as markup.
    static func markdown(_ turns: [Turn]) -> String {
        turns.map { turn in
            let time = turn.start.map { " (\(clock($0)))" } ?? ""
            let label = label(of: turn, in: turns)
            let head = label.isEmpty ? time.trimmed : "**\(escaped(label))**\(time):"
            var text = head.isEmpty ? "" : head + " "
            for (index, line) in turn.text.paragraph.utf8.split(separator: UInt8(ascii: "\n")).enumerated() {
                if index > 0 { text += "\\\n" }
                text += escapedLine(Substring(line))
            }
            return text
        }.joined(separator: "\n\n") + (turns.isEmpty ? "" : "\n")
    }

    /// The name of the speaker, without which a turn could not be told from the one before.
    private static func label(of turn: Turn, in turns: [Turn]) -> String {
        let label = turn.label.onOneLine
        return label.isEmpty && turns.count > 1 ? Turn.unknownSpeaker : label
    }

    /// `m:ss`, or `h:mm:ss`.
    private static func clock(_ seconds: Double) -> String {
        let seconds = Int(seconds)
        let last = (seconds % 60).twoDigits
        return seconds < 3_600
            ? "\(seconds / 60):\(last)" : "\(seconds / 3_600):\((seconds / 60 % 60).twoDigits):\(last)"
    }

    /// Escapes characters that have a meaning at the beginning of a line, such as those of lists and headings.
    private static func escapedLine(_ line: Substring) -> String {
        // Most lines begin with a letter.
        if let byte = line.utf8.first, 0x41...0x7A ~= byte { return escaped(line) }
        if let first = line.first, "#+-=>".contains(first) { return "\\" + String(first) + escaped(line.dropFirst()) }
        let number = line.prefix { $0.isASCII && $0.isNumber }
        guard !number.isEmpty, let mark = line.dropFirst(number.count).first, ".)".contains(mark) else {
            return escaped(line)
        }
        return number + "\\" + escaped(line.dropFirst(number.count))
    }

    /// Escapes characters that have a meaning anywhere; CommonMark allows it for all ASCII punctuation (§2.4).
    private static func escaped(_ text: some StringProtocol) -> String {
        text.replacing { marks.contains($0) ? "\\" + String(Unicode.Scalar($0)) : nil }
    }

    private static let marks = Array("\\`*_[]<>&|~$".utf8)
}

extension Int {
    var twoDigits: String { self < 10 ? "0\(self)" : String(self) }
}
