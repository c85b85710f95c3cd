// A list of turns, such as transcripts have it in JSON.

internal import JSON

/// The turns of one list or text within a transcription.
struct TurnList {
    let source: TranscriptSource
    let turns: [SpokenTurn]

    /// The bytes of what is said.
    let speech: Int

    init(_ source: TranscriptSource, _ turns: [SpokenTurn]) {
        self.source = source
        self.turns = turns
        speech = turns.reduce(0) { $0 + $1.text.utf8.count }
    }

    /// - Returns: nil if no element of the array is a turn.
    init?(reading array: JSONSlice) {
        var spoken: [TurnElement] = []
        // Events tell about a turn several times: it stands where it was first heard of, and says what was said last.
        var positions: [String: Int] = [:]
        var names = TurnMemberNames()
        for element in array.elements where element.kind == .object {
            let read = TurnElement(element, &names)
            if let item = read.item {
                if let position = positions[item] {
                    if read.turn != nil { spoken[position] = read }
                } else {
                    positions[item] = spoken.count
                    spoken.append(read)
                }
            } else if let text = read.turn?.text {
                if read.event?.type == TurnEvent.correction, let last = spoken.lastIndex(where: \.isAgentResponse) {
                    spoken[last].correct(text)
                } else {
                    spoken.append(read)
                }
            }
        }
        spoken.removeAll { $0.turn == nil }
        guard !spoken.isEmpty else {
            self.init(exchanges: array)
            return
        }
        self.init(VendorFormat.source(of: spoken), spoken.compactMap(\.turn))
    }

    /// Members whose names tell who says what they have. Others that are roles elsewhere, such as `model` and `agent`,
    /// have identifiers.
    private static let speakers: [String: Speaker] = [
        "question": .interviewer, "interviewer": .interviewer, "assistant": .interviewer, "ai": .interviewer,
        "bot": .interviewer, "answer": .candidate, "candidate": .candidate, "user": .candidate, "human": .candidate,
    ]

    /// Turns in members that are named like the speakers, or like what these say: `{"question": …, "answer": …}`.
    /// - Returns: nil if they do not have turns of both.
    private init?(exchanges array: JSONSlice) {
        var turns: [SpokenTurn] = []
        for element in array.elements {
            for (name, value) in element.members {
                guard let speaker = Self.speakers[(name.safeString ?? "").nameKey], let text = TurnText.read(value)
                else { continue }
                var turn = SpokenTurn(text: text.trimmed)
                turn.speaker = speaker
                turns.append(turn)
            }
        }
        guard Set(turns.map(\.speaker)).count == 2 else { return nil }
        self.init(.list, turns)
    }

    /// Whether some turn is of a known role.
    var hasRoles: Bool { turns.contains { $0.speaker != nil } }

    /// Lists that name the two speakers are the conversation even if others, such as logs, have more text.
    private var weight: Int { hasRoles ? speech * 4 : speech }

    /// Who speaks and when, by how much of it is told.
    private var details: (speakers: Int, times: Int) {
        (
            hasRoles ? 2 : turns.contains { $0.name != nil } ? 1 : 0,
            turns.contains { $0.end != nil } ? 2 : turns.contains { $0.start != nil } ? 1 : 0
        )
    }

    /// Whether this list has more of the conversation than `other`, which stands before it: more of what was said, or
    /// about the same and more about who speaks, or when, or the same in whole turns instead of words.
    func isBetter(than other: TurnList) -> Bool {
        if max(weight, other.weight) > min(weight, other.weight) * 11 / 10 { return weight > other.weight }
        if details != other.details { return details > other.details }
        return turns.count < other.turns.count
    }
}

extension TurnElement {
    fileprivate var isAgentResponse: Bool { event?.speaker == .interviewer }
}
