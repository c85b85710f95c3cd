// The products that a transcript can come from, told apart by the members and the roles that they use.

/// The members by which one product names the speaker and the text, and its roles.
struct VendorFormat: Sendable {
    let source: TranscriptSource
    let speaker: String
    let text: String
    let roles: [String]

    private static let all = [
        VendorFormat(source: .webClient, speaker: "speaker", text: "text", roles: ["user", "ai"]),
        VendorFormat(source: .elevenLabs, speaker: "role", text: "message", roles: ["user", "agent"]),
        VendorFormat(source: .elevenLabsEvents, speaker: "source", text: "message", roles: ["user", "ai"]),
        VendorFormat(source: .vapi, speaker: "role", text: "message", roles: ["user", "bot", "assistant"]),
        VendorFormat(source: .retell, speaker: "role", text: "content", roles: ["user", "agent"]),
        VendorFormat(source: .openAI, speaker: "role", text: "content", roles: ["user", "assistant"]),
        VendorFormat(source: .turns, speaker: "speaker", text: "text", roles: ["candidate", "interviewer"]),
    ]

    /// The product most of whose roles, members and events the elements have; `list` if none is known.
    static func source(of elements: [TurnElement]) -> TranscriptSource {
        var tallies: [VendorTally] = []
        var counts = all.map { _ in 0 }
        func add(_ element: TurnElement, _ count: Int) {
            for (index, format) in all.enumerated() where format.matches(element) { counts[index] += count }
        }
        for element in elements {
            if let known = tallies.firstIndex(where: { $0.example.isAlike(element) }) {
                tallies[known].count += 1
            } else if tallies.count < mostTallies {
                tallies.append(VendorTally(example: element, count: 1))
            } else {
                add(element, 1)
            }
        }
        for tally in tallies { add(tally.example, tally.count) }
        guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else { return .list }
        return all[index].source
    }

    /// More kinds of elements than this are matched one by one.
    private static let mostTallies = 8

    private func matches(_ element: TurnElement) -> Bool {
        if let event = element.event { return source == event.source }
        if source == .turns, element.hasIndex, element.textMember == text,
            element.speakerMember == nil || element.speakerMember == TurnMember.nameMember
        {
            return true
        }
        return element.speakerMember == speaker && element.textMember == text && roles.contains(element.speakerName)
    }
}

/// The number of elements with the same members and the same speaker.
private struct VendorTally {
    let example: TurnElement
    var count: Int
}

extension TurnElement {
    fileprivate func isAlike(_ other: TurnElement) -> Bool {
        speakerName == other.speakerName && textMember == other.textMember && speakerMember == other.speakerMember
            && event?.type == other.event?.type && hasIndex == other.hasIndex
    }
}
