// The formats of transcripts, one declaration for each: members for the list of turns, the speaker, the text, the
// times.

internal import JSON

/// A product's format of a transcript: an array of objects, one for each turn.
struct VendorFormat: Sendable {
    let source: TranscriptSource

    /// The paths of members that lead to the array, one for each envelope; an empty path if the transcription is the
    /// array.
    let paths: [[String]]

    /// The member with the speaker, and its values for the two roles, compared case-insensitively.
    let speaker: String
    let candidate: Set<String>
    let interviewer: Set<String>

    /// The member with the text.
    let text: String
    let notation: TimeNotation

    static let all = [
        VendorFormat(
            source: .webClient, paths: [[], ["transcript"], ["messages"]],
            speaker: "speaker", candidate: ["user"], interviewer: ["ai"], text: "text", notation: .arrival),
        VendorFormat(
            source: .elevenLabs, paths: [[], ["transcript"], ["data", "transcript"]],
            speaker: "role", candidate: ["user"], interviewer: ["agent"], text: "message", notation: .wholeSeconds),
        VendorFormat(
            source: .elevenLabsEvents, paths: [[]],
            speaker: "source", candidate: ["user"], interviewer: ["ai"], text: "message", notation: .none),
        VendorFormat(
            source: .vapi, paths: [[], ["messages"], ["artifact", "messages"], ["message", "artifact", "messages"]],
            speaker: "role", candidate: ["user"], interviewer: ["bot", "assistant"], text: "message",
            notation: .sinceStart),
        VendorFormat(
            source: .retell, paths: [[], ["transcript_object"], ["call", "transcript_object"]],
            speaker: "role", candidate: ["user"], interviewer: ["agent"], text: "content", notation: .words),
        VendorFormat(
            source: .openAI, paths: [[], ["items"], ["messages"]],
            speaker: "role", candidate: ["user"], interviewer: ["assistant"], text: "content", notation: .speaking),
        VendorFormat(
            source: .turns, paths: [[], ["turns"], ["transcript", "turns"]],
            speaker: "speaker", candidate: ["candidate"], interviewer: ["interviewer"], text: "text",
            notation: .seconds),
    ]

    /// Roles of elements that are not speech: instructions, tool calls, events of the product.
    private static let silent: Set = [
        "system", "developer", "tool", "tool_call", "tool_calls", "tool_call_invocation", "tool_call_result",
        "tool_result", "function", "function_call", "function_call_output", "node_transition", "dtmf", "sms",
        "injected",
    ]

    /// The arrays at the paths of this format.
    func lists(in transcription: JSONSlice) -> [JSONSlice] {
        paths.compactMap { path in
            let found = path.reduce(transcription as JSONSlice?) { $0?.member($1) }
            return found?.kind == .array ? found : nil
        }
    }

    /// Reads an array in this format. Unknown members, and elements that are not turns, are ignored.
    /// - Returns: the conversation, and the number of turns whose speaker is one of this format.
    func read(_ list: JSONSlice) -> (conversation: Conversation, known: Int) {
        var turns: [Turn] = []
        var known = 0
        var origin: Double?
        for item in list.elements {
            guard let name = name(of: item), !Self.silent.contains(name.lowercased()),
                let text = item.member(text).flatMap(Self.text)
            else { continue }
            let own = speaker(of: name.lowercased())
            if own != nil || isOwnTurn(item) { known += 1 }
            let role = own ?? PlainText.role(of: name)
            var (start, end) = notation.times(of: item)
            if notation.isAbsolute {
                origin = origin ?? start ?? end
                start = start.map { $0 - (origin ?? 0) }
                end = end.map { $0 - (origin ?? 0) }
            }
            start = start.flatMap(Self.valid)
            end = end.flatMap(Self.valid).flatMap { $0 > start ?? -1 ? $0 : nil }
            let other = role == nil && !name.isEmpty ? name : nil
            turns.append(Turn(role, name: other, text, start: start, end: end))
        }
        return (Conversation(source, turns, notation.timing(of: turns)), known)
    }

    /// The speaker's name; nil if the element is not a turn.
    private func name(of item: JSONSlice) -> String? {
        if let name = item.member(speaker)?.string { return name.trimmed }
        return isOwnTurn(item) ? item.member("name")?.string?.trimmed ?? "" : nil
    }

    /// Whether the element is a turn in this program's own format, in which unknown speakers have no `speaker`.
    private func isOwnTurn(_ item: JSONSlice) -> Bool { source == .turns && item.member("index")?.integer != nil }

    private func speaker(of role: String) -> Speaker? {
        if candidate.contains(role) { return .candidate }
        return interviewer.contains(role) ? .interviewer : nil
    }

    private static let longest = 86_400.0

    /// The time rounded to milliseconds; nil if it is outside 0 to 86,400 seconds.
    private static func valid(_ seconds: Double) -> Double? {
        0...longest ~= seconds ? (seconds * 1_000).rounded() / 1_000 : nil
    }

    /// A string, or the strings, `text` and `transcript` members of an array of parts, joined; nil if blank.
    private static func text(_ value: JSONSlice) -> String? {
        let parts = value.kind == .array ? value.elements.compactMap(part) : [value.string].compactMap(\.self)
        let text = parts.joined(separator: "\n")
        return text.isBlank ? nil : text
    }

    private static func part(_ value: JSONSlice) -> String? {
        value.string ?? value.member("text")?.string ?? value.member("transcript")?.string
    }
}

/// The members of a format that have the times of a turn.
enum TimeNotation: Sendable {
    case none

    /// `timestamp`: the time of arrival, in RFC 3339 or in milliseconds since 1970.
    case arrival

    /// `time_in_call_secs`: the start, in whole seconds.
    case wholeSeconds

    /// `secondsFromStart`: the start in seconds; the length is `endTime` minus `time`, or `duration`, in milliseconds.
    case sinceStart

    /// `words`, each with `start` and `end` in seconds.
    case words

    /// `start` and `end`, in seconds.
    case seconds

    /// `metrics` with `started_speaking_at` and `stopped_speaking_at` (or `startedSpeakingAt`, …), in seconds since
    /// 1970.
    case speaking

    /// Whether the times are absolute; the first one is then the start of the conversation.
    var isAbsolute: Bool {
        switch self {
        case .arrival, .speaking: true
        case .none, .wholeSeconds, .sinceStart, .words, .seconds: false
        }
    }

    /// In seconds.
    func times(of item: JSONSlice) -> (start: Double?, end: Double?) {
        switch self {
        case .none:
            return (nil, nil)
        case .arrival:
            guard let time = item.member("timestamp") else { return (nil, nil) }
            let instant = time.string.flatMap(Instant.init).map { Double($0.milliseconds) }
            return ((instant ?? time.double).map { $0 / 1_000 }, nil)
        case .wholeSeconds:
            return (item.member("time_in_call_secs")?.double, nil)
        case .sinceStart:
            guard let start = item.member("secondsFromStart")?.double else { return (nil, nil) }
            var milliseconds = item.member("duration")?.double
            if let begin = item.member("time")?.double, let end = item.member("endTime")?.double {
                milliseconds = end - begin
            }
            return (start, milliseconds.map { start + $0 / 1_000 })
        case .words:
            let words = item.member("words").map { Array($0.elements) } ?? []
            return (words.first?.member("start")?.double, words.last?.member("end")?.double)
        case .seconds:
            return (item.member("start")?.double, item.member("end")?.double)
        case .speaking:
            let metrics = item.member("metrics")
            func time(_ names: String...) -> Double? { names.lazy.compactMap { metrics?.member($0)?.double }.first }
            return (
                time("started_speaking_at", "startedSpeakingAt"), time("stopped_speaking_at", "stoppedSpeakingAt")
            )
        }
    }

    func timing(of turns: [Turn]) -> Timing {
        guard turns.contains(where: { $0.start != nil }) else { return .none }
        switch self {
        case .none: return .none
        case .arrival: return .arrivals
        case .wholeSeconds: return .wholeSeconds
        case .sinceStart, .words, .speaking, .seconds: return turns.contains { $0.end != nil } ? .exact : .starts
        }
    }
}
