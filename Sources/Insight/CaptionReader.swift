// Reads captions: WebVTT (www.w3.org/TR/webvtt1 §6) and SubRip.

internal import JSON

/// The cues of a file of captions as turns.
struct CaptionReader {
    let source: TranscriptSource
    private(set) var turns: [SpokenTurn] = []

    /// The first words of a note that says that no time in the file was measured.
    static let estimatedTimes = "NOTE Times are estimated"

    /// How many lines can stand before the first times of a file without a header.
    private static let mostLinesBefore = 3

    /// - Returns: nil if the lines are not captions.
    init?(_ lines: ArraySlice<Substring>) {
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
        let lines = voices.map { TextLine(Substring(($0.first?.text ?? "").utf8.prefix { $0 != UInt8(ascii: "\n") })) }
        let labels = Labels(of: lines)
        let hasLabels = labels.firstLine(of: lines) != nil
        // One more than a conversation may have tells that there are others.
        for (index, payload) in payloads.enumerated() where turns.count <= ReadingLimits.turns {
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
        let text = line.utf8.span
        guard let arrow = text.arrow, let start = TimeOfDay(text, 0..<arrow) else { return nil }
        let rest = text.withoutSpaceAround(arrow + 3..<text.count)
        var last = rest.lowerBound
        while last < rest.upperBound, !text.isWhiteSpace(at: last) { last += 1 }
        guard let end = TimeOfDay(text, rest.lowerBound..<last) else { return nil }
        (self.start, self.end, hasCommas) = (start.seconds, end.seconds, end.hasComma)
    }
}

extension Span<UInt8> {
    /// Where the arrow between two times is.
    fileprivate var arrow: Int? {
        var from = 0
        while let at = firstIndex(of: UInt8(ascii: "-"), from: from) {
            if at + 2 < count, self[at + 1] == UInt8(ascii: "-"), self[at + 2] == UInt8(ascii: ">") { return at }
            from = at + 1
        }
        return nil
    }
}
