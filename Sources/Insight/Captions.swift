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
            if !voice.isEmpty { file += "<v \(voice)>" }
            file += escaped(cue.turn.text.onOneLine)
            file += "\n"
        }
        return file
    }

    /// SubRip, which has no escapes: what parsers and players take for times or markup is written with characters that
    /// look like it.
    static func subRip(_ cues: Cues) -> String {
        var file = ""
        for (index, cue) in cues.cues.enumerated() {
            let label = cue.turn.label.onOneLine
            let text = (label.isEmpty ? "" : label + ": ") + cue.turn.text.onOneLine
            if index > 0 { file += "\n" }
            file += "\(index + 1)\n\(time(cue.start, ",")) --> \(time(cue.end, ","))\n"
            file += withoutMarkup(text)
            file += "\n"
        }
        return file
    }

    /// `-->` becomes `→`, `<` and `>` become `‹` and `›` where there could be a tag between or behind them, and the braces
    /// of `{\\an8}`, `{b}`, `{/b}` and `{Y:i}` become `｛`.
    private static func withoutMarkup(_ text: String) -> String {
        let utf8 = text.utf8.span
        guard !utf8.indices.allSatisfy({ !"<>{".utf8.contains(utf8[$0]) }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + utf8.count / 8)
        let replacesAngles = utf8.mayHaveTags
        var at = 0
        while at < utf8.count {
            let byte = utf8[at]
            if byte == UInt8(ascii: "-"), utf8.beginsArrow(at: at) {
                bytes += "→".utf8
                at += 3
                continue
            }
            switch byte {
            case UInt8(ascii: "{") where utf8.beginsTag(at: at + 1, orWith: UInt8(ascii: "\\")): bytes += "｛".utf8
            case UInt8(ascii: "<") where replacesAngles: bytes += "‹".utf8
            case UInt8(ascii: ">") where replacesAngles: bytes += "›".utf8
            default: bytes.append(byte)
            }
            at += 1
        }
        return String(decoding: bytes, as: UTF8.self)
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

extension Span<UInt8> {
    fileprivate func beginsArrow(at: Int) -> Bool {
        at + 2 < count && self[at + 1] == UInt8(ascii: "-") && self[at + 2] == UInt8(ascii: ">")
    }

    /// Whether a letter or a slash, or another character, is at `at`.
    fileprivate func beginsTag(at: Int, orWith other: UInt8? = nil) -> Bool {
        guard at < count else { return false }
        if self[at] == UInt8(ascii: "/") || self[at] == other { return true }
        if self[at] < 0x80 { return UInt8(ascii: "a")...UInt8(ascii: "z") ~= self[at] | 0x20 }
        return Unicode.Scalar(scalar(at: at).value)?.properties.isAlphabetic ?? false
    }

    /// Whether there could be a tag between angle brackets: a bracket opens before a letter or a slash, or before another
    /// one that closes, and is none of an arrow.
    fileprivate var mayHaveTags: Bool {
        var isOpen = false
        var at = 0
        while at < count {
            switch self[at] {
            case UInt8(ascii: "-") where beginsArrow(at: at): at += 2
            case UInt8(ascii: "<"):
                if beginsTag(at: at + 1) { return true }
                isOpen = true
            case UInt8(ascii: ">"): if isOpen { return true }
            default: break
            }
            at += 1
        }
        return false
    }
}
