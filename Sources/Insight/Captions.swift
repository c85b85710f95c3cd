// Captions that every player reads, whatever was said.
//
// The text of a caption is put on one line: a blank line would end the caption, and readers do not agree on what
// else breaks a line.

enum Captions {
    /// WebVTT as www.w3.org/TR/webvtt1 §4 has it: the speaker in a voice span, `&`, `<` and `>` escaped, so that no
    /// text is taken for a tag, an entity or an arrow.
    static func webVTT(_ cues: [Cue]) -> String {
        var file = "WEBVTT\n"
        for cue in cues {
            file += "\n\(time(cue.start, ".")) --> \(time(cue.end, "."))\n"
            let voice = escaped(cue.turn.label.onOneLine)
            file += (voice.isEmpty ? "" : "<v \(voice)>") + escaped(cue.turn.text.onOneLine) + "\n"
        }
        return file
    }

    /// SubRip, which knows no escapes: an arrow in a text is written as one character.
    static func subRip(_ cues: [Cue]) -> String {
        cues.enumerated().map { index, cue in
            let label = cue.turn.label.onOneLine
            let text = (label.isEmpty ? "" : label + ": ") + cue.turn.text.onOneLine
            return """
                \(index + 1)
                \(time(cue.start, ",")) --> \(time(cue.end, ","))
                \(text.replacing("-->", with: "→"))

                """
        }.joined(separator: "\n")
    }

    private static func time(_ milliseconds: Int, _ point: String) -> String {
        let seconds = milliseconds / 1_000
        let fraction = String(1_000 + milliseconds % 1_000).dropFirst()
        return (seconds / 3_600).twoDigits + ":" + (seconds / 60 % 60).twoDigits + ":" + (seconds % 60).twoDigits
            + point + fraction
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension StringProtocol {
    /// The words of a text with single spaces between, without line breaks and control characters of any kind.
    var onOneLine: String {
        var result = ""
        result.reserveCapacity(utf8.count)
        var hasGap = false
        for scalar in unicodeScalars {
            if scalar.isControl || scalar.properties.isWhitespace {
                hasGap = !result.isEmpty
            } else {
                if hasGap { result.append(" ") }
                hasGap = false
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The lines of a text that are not blank, each without control characters, with line feeds between.
    var paragraph: String {
        split { $0.isNewline }.lazy.map(\.onOneLine).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension Unicode.Scalar {
    /// C0, DEL or C1, and U+FEFF, which some readers take for the beginning of a file.
    fileprivate var isControl: Bool { value < 0x20 || 0x7F...0x9F ~= value || value == 0xFEFF }
}
