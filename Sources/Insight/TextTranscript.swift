// Transcripts that are text: lines that begin with the name of a speaker, the exports of meeting software, captions, or
// one turn.

/// The turns of a text.
struct TextTranscript {
    private(set) var source = TranscriptSource.plainText
    private(set) var turns: [SpokenTurn] = []

    /// Whether the text says who speaks, or when.
    private(set) var namesSpeakers = true

    init(_ text: String, within budget: ReadingBudget) {
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let lines = budget.lines(of: text)
        if let captions = CaptionReader(lines) {
            (source, turns) = (captions.source, captions.turns)
            return
        }
        let spoken = lines.filter { !$0.isBlank }.map(TextLine.init)
        let labels = Labels(of: spoken)
        guard let first = labels.firstLine(of: spoken) else {
            namesSpeakers = false
            if !text.isBlank { turns = [SpokenTurn(text: text.trimmed)] }
            return
        }
        add(spoken[first...].prefix { !$0.endsTranscript }, labels)
    }

    /// - Parameter lines: the first begins a turn.
    private mutating func add(_ lines: ArraySlice<TextLine>, _ labels: Labels) {
        if lines.contains(where: { $0.start != nil }) { source = .textExport }
        var texts: [[String]] = []
        for line in lines {
            let begins = labels.beginsTurn(line)
            if begins {
                turns.append(turn(line, timeBefore: texts.last?.isEmpty ?? false ? turns.last?.start : nil))
                texts.append([])
            }
            let text = begins ? line.text : line.whole
            let plain = labels.areBold ? Markdown.text(ofLine: text) : String(text)
            if !plain.isBlank { texts[texts.count - 1].append(plain.trimmed) }
        }
        for index in turns.indices { turns[index].text = texts[index].joined(separator: "\n") }
        turns.removeAll { $0.text.isEmpty || $0.name.map { Role(named: $0) == .unspoken } ?? false }
    }

    /// The turn that a line begins; one without a name is of the same speaker as the turn before.
    /// - Parameter timeBefore: the time on a line of its own before this one.
    private func turn(_ line: TextLine, timeBefore: WrittenTime?) -> SpokenTurn {
        var turn = SpokenTurn(
            text: "", start: line.start.map(WrittenTime.timeOfDay), end: line.end.map(WrittenTime.timeOfDay),
            isWholeSeconds: true)
        if let label = line.label {
            if line.start == nil { turn.start = timeBefore }
            turn.setSpeaker(label, Role(named: label))
        } else if let last = turns.last {
            (turn.speaker, turn.name) = (last.speaker, last.name)
        }
        return turn
    }
}

/// The names before what is said.
struct Labels {
    /// What can stand before the first turn: a title, the date, the names of those who take part.
    private static let mostTitleLines = 8

    /// The names, in lower case, that are those of people and not a part of what they say.
    private let people: Set<String>

    /// Whether only names in bold type count, because the first one is in bold type.
    let areBold: Bool

    /// Where both roles are named, or several names occur again, a label that stands once is a part of what was said
    /// (`Time complexity: …`). Where names stand beside times, one without is, unless it is that of a role.
    init(of lines: [TextLine]) {
        areBold = lines.first { $0.label != nil }?.isBold ?? false
        guard !areBold else {
            people = Set(lines.filter(\.isBold).compactMap(\.key))
            return
        }
        var counts: [String: Int] = [:]
        let hasTimes = lines.contains { $0.label != nil && $0.start != nil }
        for line in lines {
            guard let label = line.key else { continue }
            if !hasTimes || line.start != nil || Role(named: label).speaker != nil { counts[label, default: 0] += 1 }
        }
        let roles = Set(counts.keys.compactMap { Role(named: $0).speaker })
        let repeated = counts.values.count { $0 > 1 }
        let isDialogue = roles.count == 2 || repeated > 1
        people = Set(
            counts.filter { label, count in
                !isDialogue || count > 1 || Role(named: label) != .other || label == Turn.unknownKey
            }.keys)
    }

    func names(_ line: TextLine) -> Bool {
        guard let label = line.key, line.isBold || !areBold else { return false }
        return people.contains(label)
    }

    func beginsTurn(_ line: TextLine) -> Bool { names(line) || (line.label == nil && line.start != nil && !areBold) }

    /// The index of the line that begins the first turn: the first line, if it has a time or names a role, or another
    /// line begins a turn, too; a title may stand before at least two.
    /// - Returns: nil if the text is not a conversation.
    func firstLine(of lines: [TextLine]) -> Int? {
        guard let first = lines.firstIndex(where: beginsTurn) else { return nil }
        let hasSecond = lines[(first + 1)...].contains(where: beginsTurn)
        let isEvident = lines[first].start != nil || lines[first].label.map { Role(named: $0).speaker != nil } ?? false
        // Sentences are no title.
        guard isEvident || !lines[..<first].contains(where: \.endsSentence) else { return nil }
        return first == 0
            ? (isEvident || hasSecond ? 0 : nil) : (first <= Self.mostTitleLines && hasSecond ? first : nil)
    }
}
