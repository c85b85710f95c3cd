// Captions in WebVTT and SubRip that every player can parse, whatever text they contain.
//
// The text of a caption is put on one line: a blank line would end the caption, and parsers disagree about which other
// characters end a line.

enum Captions {
    /// WebVTT (www.w3.org/TR/webvtt1 §4). The speaker is in a voice span; `&`, `<` and `>` are escaped, so that no text
    /// is parsed as a tag, an entity or an arrow. A note says if times are estimated.
    static func webVTT(_ cues: Cues) -> String {
        var file = "WEBVTT\n"
        if cues.basis == .estimated { file += "\n\(CaptionReader.estimatedTimes).\n" }
        for cue in cues.cues {
            file += "\n\(time(cue.start, ".")) --> \(time(cue.end, "."))\n"
            let voice = escaped(cue.turn.label.onOneLine)
            file += (voice.isEmpty ? "" : "<v \(voice)>") + escaped(cue.turn.text.onOneLine) + "\n"
        }
        return file
    }

    /// SubRip, which has no escapes: what parsers and players take for times or markup is written with characters that
    /// look like it.
    static func subRip(_ cues: Cues) -> String {
        cues.cues.enumerated().map { index, cue in
            let label = cue.turn.label.onOneLine
            let text = (label.isEmpty ? "" : label + ": ") + cue.turn.text.onOneLine
            return """
                \(index + 1)
                \(time(cue.start, ",")) --> \(time(cue.end, ","))
                \(withoutMarkup(text))

                """
        }.joined(separator: "\n")
    }

    /// `-->` becomes `→`, `<` and `>` become `‹` and `›` where there could be a tag between or behind them, and the braces
    /// of `{\\an8}`, `{b}`, `{/b}` and `{Y:i}` become `｛`.
    private static func withoutMarkup(_ text: String) -> String {
        let text = withoutBraces(text.replacing("-->", with: "→"))
        guard let open = text.firstIndex(of: "<") else { return text }
        let opensTag = text.split(separator: "<", omittingEmptySubsequences: false).dropFirst()
            .contains { $0.first.map { $0.isLetter || $0 == "/" } ?? false }
        guard opensTag || text[open...].contains(">") else { return text }
        return text.replacing { byte in
            switch byte {
            case UInt8(ascii: "<"): "‹"
            case UInt8(ascii: ">"): "›"
            default: nil
            }
        }
    }

    private static func withoutBraces(_ text: String) -> String {
        let parts = text.split(separator: "{", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
            let opensTag = part.first.map { $0.isLetter || $0 == "\\" || $0 == "/" } ?? false
            text += (opensTag ? "｛" : "{") + part
        }
    }

    private static func time(_ milliseconds: Int, _ point: String) -> String {
        let seconds = milliseconds / 1_000
        let fraction = String(1_000 + milliseconds % 1_000).dropFirst()
        return (seconds / 3_600).twoDigits + ":" + (seconds / 60 % 60).twoDigits + ":" + (seconds % 60).twoDigits
            + point + fraction
    }

    private static func escaped(_ text: String) -> String {
        text.replacing { byte in
            switch byte {
            case UInt8(ascii: "&"): "&amp;"
            case UInt8(ascii: "<"): "&lt;"
            case UInt8(ascii: ">"): "&gt;"
            default: nil
            }
        }
    }
}
