// An element of a list of turns, read by the names of its members.

internal import JSON

/// An element of a list.
struct TurnElement {
    /// Nil if the element is not speech.
    private(set) var turn: SpokenTurn?

    /// The members that have the speaker and the text, by which products are told apart, and the speaker in lower case.
    private(set) var speakerMember: String?
    private(set) var textMember = ""
    private(set) var speakerName = ""

    /// The event that the element is.
    let event: TurnEvent?

    /// The turn that the element is about, if it is an event.
    let item: String?

    /// Whether the element has the position of a turn, as in this program's own format, in which speakers that are not
    /// known have no `speaker`.
    let hasIndex: Bool

    init(_ element: JSONSlice, _ names: inout TurnMemberNames, within budget: ReadingBudget) {
        let found = FoundMembers(element, &names, budget)
        (item, hasIndex, event) = (found.item, found.hasIndex, found.event)
        guard found.isSpoken, let text = found.text else { return }
        let speaker = found.speaker
        guard text.rank < TurnMember.valueRank || speaker?.role.speaker != nil else { return }
        guard speaker != nil || event != nil || hasIndex || found.times.isSpeaking else { return }
        var turn = found.times.turn(saying: text.text.trimmed)
        // This program's own turns are in seconds.
        if hasIndex, speaker.map(Self.isOwn) ?? true {
            (turn.start, turn.end) = (turn.start?.inSeconds, turn.end?.inSeconds)
        }
        if let speaker { turn.setSpeaker(speaker.name, speaker.role) }
        if turn.speaker == nil, turn.name == nil { turn.speaker = event?.speaker }
        if speaker?.member == "role", text.member == "message", turn.speaker == .interviewer {
            turn.text = VoiceTags.removed(from: turn.text)
        }
        guard !turn.text.isBlank else { return }
        self.turn = turn
        (speakerMember, speakerName, textMember) = (speaker?.member, speaker?.name.lowercased() ?? "", text.member)
    }

    /// Whether the speaker is named as in this program's own format.
    private static func isOwn(_ speaker: FoundMembers.FoundSpeaker) -> Bool {
        speaker.member == TurnMember.nameMember || Speaker(rawValue: speaker.name) != nil
    }

    /// Replaces what is said in the turn.
    mutating func correct(_ text: String) { turn?.text = text }

    var isAgentResponse: Bool { event?.speaker == .interviewer }
}

/// The members of an element that tell something about a turn.
private struct FoundMembers {
    typealias FoundSpeaker = (rank: Int, member: String, name: String, role: Role)

    private var roleSpeaker: FoundSpeaker?
    private var otherSpeaker: FoundSpeaker?

    /// The first text that is not blank, by rank.
    private(set) var text: (rank: Int, member: String, text: String)?
    private(set) var times = FoundTimes()
    private(set) var event: TurnEvent?
    private(set) var isSpoken = true
    private(set) var hasIndex = false
    private(set) var item: String?

    /// How deep objects in an element are looked into.
    private static let deepest = 2

    private let budget: ReadingBudget

    init(_ element: JSONSlice, _ names: inout TurnMemberNames, _ budget: ReadingBudget) {
        self.budget = budget
        add(element, depth: 0, &names)
    }

    /// The first speaker with a role, by rank, or else the first with a name, or else a blank one.
    var speaker: FoundSpeaker? {
        if let roleSpeaker { return roleSpeaker }
        return otherSpeaker?.member == TurnMember.nameMember && !hasIndex ? nil : otherSpeaker
    }

    private mutating func add(_ object: JSONSlice, depth: Int, _ names: inout TurnMemberNames) {
        for (name, value) in object.members {
            guard let (name, member) = names.member(name), value.kind != .null else { continue }
            add(member, name, value, &names)
            if value.kind == .object, member.canBeNested, depth < Self.deepest {
                add(value, depth: depth + 1, &names)
            }
        }
    }

    private mutating func add(
        _ member: TurnMember, _ name: String, _ value: JSONSlice, _ names: inout TurnMemberNames
    ) {
        switch member {
        case .speaker(let rank): addSpeaker(rank, name, value)
        case .text(let rank):
            if rank < text?.rank ?? .max, let read = TurnText.read(value, within: budget) { text = (rank, name, read) }
            if name == "words" || name == "elements" { times.add(words: value, &names) }
        case .kind:
            guard let type = budget.name(in: value) else { return }
            event = event ?? TurnEvent(type: type)
            if TurnEvent.isUnspoken(type) { isSpoken = false }
        case .isFinal(let isFinal):
            if value.kind == (isFinal ? .false : .true) { isSpoken = false }
        case .unspoken: isSpoken = false
        case .index: hasIndex = value.integer != nil
        case .item: item = budget.name(in: value) ?? value.member("id").flatMap(budget.name) ?? item
        case .nested: break
        case .start, .time, .arrival, .end, .length: times.add(member, value)
        }
    }

    private mutating func addSpeaker(_ rank: Int, _ member: String, _ value: JSONSlice) {
        guard let name = name(value) else { return }
        let role = Role(named: name)
        if member == TurnMember.nameMember || role == .other {
            if otherSpeaker?.name.isEmpty ?? true || (rank < otherSpeaker?.rank ?? .max && !name.isEmpty) {
                otherSpeaker = (rank, member, name, role)
            }
        } else if role == .unspoken {
            isSpoken = false
        } else if rank < roleSpeaker?.rank ?? .max {
            roleSpeaker = (rank, member, name, role)
        }
    }

    /// A string, a number, or what names a speaker that is an object.
    private func name(_ value: JSONSlice) -> String? {
        if let name = budget.name(in: value)?.trimmed ?? value.integer.map(String.init) { return name }
        return ["role", "name", "displayName", "display_name", "label", "id"].lazy.compactMap { value.member($0) }
            .compactMap { budget.name(in: $0)?.trimmed ?? $0.integer.map(String.init) }.first
    }
}

/// What is said in a turn.
enum TurnText {
    /// A string, or the strings and the texts of an array of parts, of which those of words are joined by spaces, those
    /// beside punctuation by nothing, and others by line feeds.
    /// - Returns: nil if there is nothing but white space.
    static func read(_ value: JSONSlice, within budget: ReadingBudget) -> String? {
        guard value.kind == .array else { return budget.said(in: value).flatMap { $0.isBlank ? nil : $0 } }
        var text = ""
        var names = TurnMemberNames()
        for element in value.elements {
            guard let (part, joint) = part(element, &names, budget), joint == .nothing || !part.isBlank else {
                continue
            }
            if !text.isEmpty { text += joint.rawValue }
            text += joint == .space ? part.trimmed : part
            guard text.utf8.count <= ReadingLimits.speechBytes else {
                budget.isCut = true
                break
            }
        }
        return text.isBlank ? nil : text
    }

    /// What is between a part and the one before.
    private enum Joint: String {
        case nothing = ""
        case space = " "
        case lineFeed = "\n"
    }

    /// A part that is speech: neither the call of a tool nor what a model thinks.
    private static func part(
        _ part: JSONSlice, _ names: inout TurnMemberNames, _ budget: ReadingBudget
    ) -> (text: String, joint: Joint)? {
        if let text = budget.said(in: part) { return (text, .lineFeed) }
        let found = FoundParts(part, &names)
        if let type = found[.type].flatMap(budget.name), TurnEvent.isUnspoken(type) { return nil }
        if let word = found[.punctuatedWord].flatMap(budget.said) ?? found[.word].flatMap(budget.said) {
            return (word, .space)
        }
        for name in [FoundParts.Name.text, .transcript, .content] {
            if let text = found[name].flatMap(budget.said) { return (text, found.isTimed ? .space : .lineFeed) }
        }
        if let text = found[.text]?.member("value").flatMap(budget.said) { return (text, .lineFeed) }
        return found[.value].flatMap(budget.said).map { ($0, .nothing) }
    }
}

/// The members of a part of a text that tell what is said in it; of several with one name, the first.
private struct FoundParts {
    enum Name: Int {
        case type, punctuatedWord, word, text, transcript, content, value
    }

    private static let names = MemberNames([
        "type", "punctuated_word", "word", "text", "transcript", "content", "value",
    ])
    private var values = [7 of JSONSlice?](repeating: nil)

    /// Whether a member tells the start.
    private(set) var isTimed = false

    init(_ part: JSONSlice, _ known: inout TurnMemberNames) {
        for (name, value) in part.members {
            if let index = Self.names.index(of: name) {
                if values[index] == nil { values[index] = value }
            } else if !isTimed, case .start? = known.member(name)?.member {
                isTimed = true
            }
        }
    }

    subscript(name: Name) -> JSONSlice? { values[name.rawValue] }
}
