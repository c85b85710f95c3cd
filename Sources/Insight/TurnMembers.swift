// The names of the members by which objects in transcripts tell a turn: who speaks, what is said, when.

internal import JSON

/// What a member of an object tells about a turn.
enum TurnMember: Sendable {
    /// Who speaks. Of several, the first by rank that names a role counts, or else the first by rank.
    case speaker(rank: Int)

    /// What is said. Of several, the first by rank that is not blank counts.
    case text(rank: Int)
    case start(TimeUnit)

    /// The start, if no other member tells it; otherwise what an end on the same clock is to be compared with.
    case time

    /// When the turn arrived at the client.
    case arrival
    case end(TimeUnit)
    case length(TimeUnit)

    /// What kind of element it is.
    case kind

    /// Whether the text is preliminary; a later element has the final one.
    case isFinal(Bool)

    /// The element is not speech if it has such a member.
    case unspoken

    /// The position of an element in this program's own turns.
    case index

    /// The turn that an event is about, or its identifier.
    case item

    /// An object with further members of the element.
    case nested
}

extension TurnMember {
    /// By their names, compared without case, `_`, `-`, `.` and spaces.
    static let named: NameTable<TurnMember> = {
        var all = others
        for (rank, name) in speakers.enumerated() { all[name] = .speaker(rank: rank) }
        for (rank, name) in texts.enumerated() { all[name] = .text(rank: rank) }
        return NameTable(all)
    }()

    private static let speakers = [
        "role", "participantrole", "speaker", "speakername", "speakerlabel", "participant", "source", "sender",
        "sendername", "from", "author", "displayname", "speakerid", "speakertag", "user", nameMember,
    ]

    /// The member that names the speaker only in this program's own turns; anywhere else it names many things.
    static let nameMember = "name"

    private static let texts = [
        "correctedagentresponse", "text", "message", "content", "transcript", "utterance", "messagetext", "parts",
        "multivoicemessage", "transcription", "originaltext", "originalmessage", "rawtext", "usertranscript",
        "agentresponse", "sentences", "words", "elements", "value",
    ]

    /// The rank of `value`, which has the text only beside a role; anywhere else it has many things.
    static let valueRank = texts.count - 1

    private static let others: [String: TurnMember] = [
        "start": .start(.unnamed), "begin": .start(.unnamed), "starttime": .start(.unnamed),
        "starttimestamp": .start(.unnamed), "startts": .start(.unnamed), "ts": .start(.unnamed),
        "startoffset": .start(.unnamed), "startseconds": .start(.seconds), "starttimeseconds": .start(.seconds),
        "secondsfromstart": .start(.seconds), "timeincallsecs": .start(.seconds), "startsec": .start(.seconds),
        "startms": .start(.milliseconds), "starttimems": .start(.milliseconds),
        "beginoffsetmillis": .start(.milliseconds), "startoffsetms": .start(.milliseconds),
        "startedspeakingat": .start(.clock), "time": .time, "timestamp": .arrival, "createdat": .arrival,
        "created": .arrival, "date": .arrival, "sentat": .arrival, "receivedat": .arrival,
        "end": .end(.unnamed), "endtime": .end(.unnamed), "endtimestamp": .end(.unnamed), "endts": .end(.unnamed),
        "endoffset": .end(.unnamed), "stop": .end(.unnamed), "endseconds": .end(.seconds),
        "endtimeseconds": .end(.seconds), "endsec": .end(.seconds), "endms": .end(.milliseconds),
        "endtimems": .end(.milliseconds), "endoffsetmillis": .end(.milliseconds),
        "endoffsetms": .end(.milliseconds), "stoppedspeakingat": .end(.clock),
        "duration": .length(.unnamed), "durationseconds": .length(.seconds), "durationms": .length(.milliseconds),
        "timespan": .nested, "metrics": .nested, "type": .kind, "kind": .kind, "medium": .kind, "sourcemedium": .kind,
        "transcripttype": .kind, "messagetype": .kind, "isfinal": .isFinal(true), "final": .isFinal(true),
        "interim": .isFinal(false), "ispartial": .isFinal(false), "partial": .isFinal(false),
        "contextualupdateinfo": .unspoken, "index": .index, "itemid": .item, "item": .item, "data": .nested,
        "usertranscriptionevent": .nested, "agentresponseevent": .nested, "agentresponsecorrectionevent": .nested,
    ]
}

extension TurnMember {
    /// Whether an object that is the member's value has members of the element.
    var canBeNested: Bool {
        switch self {
        case .text, .time, .item, .nested: true
        case .speaker, .start, .arrival, .end, .length, .kind, .isFinal, .unspoken, .index: false
        }
    }
}

/// An event of a product that streams a conversation, whose type tells who speaks.
struct TurnEvent: Sendable {
    let type: String
    let speaker: Speaker
    let source: TranscriptSource

    /// The agent was interrupted: the text of its last turn is shorter than was announced.
    static let correction = "agent_response_correction"

    /// - Returns: nil if no event of this type is known.
    init?(type: String) {
        switch type {
        case "conversation.item.input_audio_transcription.completed": (speaker, source) = (.candidate, .openAI)
        case "response.audio_transcript.done", "response.output_audio_transcript.done", "response.text.done",
            "response.output_text.done":
            (speaker, source) = (.interviewer, .openAI)
        case "user_transcript": (speaker, source) = (.candidate, .elevenLabsEvents)
        case "agent_response", Self.correction: (speaker, source) = (.interviewer, .elevenLabsEvents)
        default: return nil
        }
        self.type = type
    }

    /// Whether an element, or a part of one, of this type is not speech, or is repeated by others.
    static func isUnspoken(_ type: String) -> Bool {
        let type = type.lowercased()
        return ["tool", "function", "partial", "reasoning", "thinking"].contains { type.hasPrefix($0) }
            || type.hasSuffix(".delta") || Role(named: type) == .unspoken
    }
}

/// The members that tell something about the elements of a list, most of which have the same names in the same order.
struct TurnMemberNames {
    private var known: [(bytes: ArraySlice<UInt8>, name: String, member: TurnMember)] = []

    /// How many names are kept: an element with more is none of a transcript.
    private static let mostNames = 64
    private var next = 0

    /// - Returns: nil if a member of this name tells nothing about a turn.
    mutating func member(_ name: JSONSlice) -> (name: String, member: TurnMember)? {
        if next >= known.count { next = 0 }
        if next < known.count, name.isWritten(as: known[next].bytes) {
            defer { next += 1 }
            return (known[next].name, known[next].member)
        }
        guard let member = TurnMember.named.value(name) else { return nil }
        if let place = known.firstIndex(where: { name.isWritten(as: $0.bytes) }) {
            next = place + 1
            return (known[place].name, member)
        }
        let text = name.safeString ?? ""
        if known.count < Self.mostNames {
            known.append((name.bytes, text, member))
            next = known.count
        }
        return (text, member)
    }
}
