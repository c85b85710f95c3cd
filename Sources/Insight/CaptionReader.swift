// Reads captions: WebVTT (www.w3.org/TR/webvtt1 §6) and SubRip.

/// The cues of a file of captions as turns.
struct CaptionReader {
    let source: TranscriptSource
    private(set) var turns: [SpokenTurn] = []

    /// The first words of a note that says that no time in the file was measured.
    static let estimatedTimes = "NOTE Times are estimated"

    /// How many lines can stand before the first times of a file without a header.
    private static let mostLinesBefore = 3

    /// - Returns: nil if the lines are not captions.
    init?(_ lines: [Substring]) {
        let first = lines.firstIndex { !$0.isBlank } ?? lines.endIndex
        let hasHeader = first < lines.endIndex && lines[first].hasPrefix("WEBVTT")
        let hasTimes = lines[first...].prefix(Self.mostLinesBefore).contains { CueTimes($0) != nil }
        guard hasHeader || hasTimes else { return nil }
        let isSubRip = !hasHeader && lines[first...].lazy.compactMap(CueTimes.init).first?.hasCommas ?? false
        source = isSubRip ? .subRip : .webVTT
        var payloads: [(times: CueTimes, text: [Substring])] = []
        var isMeasured = true
        // Only an empty line ends a cue of WebVTT.
        for block in lines[first...].split(whereSeparator: { isSubRip ? $0.isBlank : $0.isEmpty }) {
            if block.first?.hasPrefix(Self.estimatedTimes) ?? false { isMeasured = false }
            guard let at = block.prefix(2).firstIndex(where: { CueTimes($0) != nil }), let times = CueTimes(block[at])
            else {
                // SubRip's texts may have blank lines.
                if isSubRip, !payloads.isEmpty { payloads[payloads.count - 1].text += block }
                continue
            }
            payloads.append((times, Array(block[(at + 1)...])))
        }
        add(payloads, isMeasured: isMeasured)
    }

    private mutating func add(_ payloads: [(times: CueTimes, text: [Substring])], isMeasured: Bool) {
        let voices = payloads.map { CueText.voices(in: $0.text.map(\.trimmed).joined(separator: "\n")) }
        let lines = voices.map { TextLine(($0.first?.text ?? "")[...].prefix { $0 != "\n" }) }
        let labels = Labels(of: lines)
        let hasLabels = labels.firstLine(of: lines) != nil
        for (index, payload) in payloads.enumerated() {
            for (name, text) in voices[index] where !text.isBlank {
                var turn = SpokenTurn(text: text.trimmed)
                if isMeasured {
                    (turn.start, turn.end) = (.offset(payload.times.start), .offset(payload.times.end))
                }
                if let name {
                    turn.setSpeaker(name, Role(named: name))
                } else if hasLabels, labels.names(lines[index]) {
                    let label = lines[index].label ?? ""
                    turn.setSpeaker(label, Role(named: label))
                    turn.text =
                        ([lines[index].text] + text.split(separator: "\n").dropFirst()).joined(separator: "\n").trimmed
                }
                if !turn.text.isBlank { turns.append(turn) }
            }
        }
    }
}

/// The line with the start and the end of a cue, in seconds.
private struct CueTimes {
    let start: Double
    let end: Double

    /// Whether a comma is before the fractions, as in SubRip.
    let hasCommas: Bool

    /// - Returns: nil for any other line.
    init?(_ line: Substring) {
        guard let arrow = line.firstRange(of: "-->"),
            let start = WrittenTime.timeOfDay(line[..<arrow.lowerBound].trimmed),
            let last = line[arrow.upperBound...].split(whereSeparator: \.isWhitespace).first,
            let end = WrittenTime.timeOfDay(last)
        else { return nil }
        (self.start, self.end, hasCommas) = (start, end, last.contains(","))
    }
}

/// What is said in the text of a cue, without markup.
private enum CueText {
    /// The parts that are spoken by different voices (§4.2.2); a part outside voice tags has no name.
    static func voices(in text: String) -> [(name: String?, text: String)] {
        var voices: [(name: String?, text: String)] = [(nil, "")]
        var rest = text[...]
        while let open = rest.firstIndex(where: { "<{&".contains($0) }) {
            voices[voices.count - 1].text += rest[..<open]
            rest = rest[open...]
            if rest.first == "&" {
                let (character, after) = CharacterReference.first(of: rest)
                voices[voices.count - 1].text += character
                rest = after
            } else if let (tag, after) = tag(rest) {
                if let name = voiceName(tag) {
                    voices.append((name, ""))
                } else if tag == "/v" {
                    voices.append((nil, ""))
                }
                rest = after
            } else {
                voices[voices.count - 1].text.append(rest.removeFirst())
            }
        }
        voices[voices.count - 1].text += rest
        return voices.filter { !$0.text.isBlank }
    }

    /// The tag at the beginning of the text: of WebVTT, of SubRip's markup (`<i>`, `<font …>`), or `{\an8}`.
    private static func tag(_ text: Substring) -> (tag: Substring, rest: Substring)? {
        let isBrace = text.first == "{"
        let tag = text.dropFirst().prefix { !"<>{}".contains($0) }
        let rest = text[tag.endIndex...]
        guard rest.first == (isBrace ? "}" : ">"), !isBrace || tag.first == "\\" else { return nil }
        return (tag, rest.dropFirst())
    }

    /// The annotation of a start tag `v` (§6.5.1).
    private static func voiceName(_ tag: Substring) -> String? {
        guard tag.first == "v", let space = tag.firstIndex(where: \.isWhitespace),
            tag[..<space] == "v" || tag.hasPrefix("v.")
        else { return nil }
        var name = ""
        var rest = tag[space...]
        while let ampersand = rest.firstIndex(of: "&") {
            let (character, after) = CharacterReference.first(of: rest[ampersand...])
            name += rest[..<ampersand] + character
            rest = after
        }
        return (name + rest).onOneLine
    }
}

/// Character references of HTML, of which WebVTT's texts use a few (html.spec.whatwg.org §13.5).
private enum CharacterReference {
    private static let named = [
        "amp": "&", "lt": "<", "gt": ">", "nbsp": "\u{A0}", "lrm": "\u{200E}", "rlm": "\u{200F}", "quot": "\"",
        "apos": "'",
    ]

    /// The character of the reference at the beginning of the text, and what follows it; `&` if it is none.
    static func first(of text: Substring) -> (character: String, rest: Substring) {
        let body = text.dropFirst()
        guard let end = body.prefix(10).firstIndex(of: ";"), let character = character(body[..<end]) else {
            return ("&", body)
        }
        return (character, body[body.index(after: end)...])
    }

    private static func character(_ name: Substring) -> String? {
        guard name.first == "#" else { return named[String(name)] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}
