// The parameter type and the result type of `appendVoiceInterviewTurns`.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC

extension ParameterType<[LiveTurn]> {
    static let liveTurns = ParameterType.array(of: .liveTurn, Limits.turns, "turns")
}

extension ParameterType<LiveTurn> {
    private static let key = ParameterType<String>.string(Limits.turnKeyLength)
    private static let speaker = ParameterType<Speaker>.choice
    private static let text = ParameterType<String>.string(Limits.turnTextLength)
    private static let time = ParameterType<Double>.number(Limits.actualDuration, unit: "seconds")
    private static let conversationId = ParameterType<String>.string(Limits.conversationIdLength)

    private static let members = MemberNames(["key", "speaker", "text", "start", "end", "conversationId"])

    /// An object. An unpaired surrogate in its text is kept as U+FFFD, because the rest of what was said would otherwise be
    /// lost with it.
    fileprivate static let liveTurn = ParameterType("an object", schema, unpairedSurrogates: .kept) { slice, problems in
        guard slice.kind == .object else {
            problems.note("must be an object with the members key, speaker and text")
            return nil
        }
        let given = slice.members(among: members)
        Members.noteMisfits(slice, given, members, &problems)
        let key = Members.required(key, given[0], "key", &problems)
        let speaker = Members.required(speaker, given[1], "speaker", &problems)
        let text = Members.required(text, given[2], "text", &problems)
        let start = Members.optional(time, given[3], "start", &problems)
        let end = Members.optional(time, given[4], "end", &problems)
        let conversationId = Members.optional(conversationId, given[5], "conversationId", &problems)
        guard let key, let speaker, let text, let start, let end, let conversationId,
            !given.mayRepeat, given.otherCount == 0
        else { return nil }
        return LiveTurn(key: key, speaker, text, start: start, end: end, conversationId: conversationId)
    }

    private static var schema: JSONSchema {
        .object(
            title: "LiveTurn",
            [
                .init("key", key.schema, "Unique within its conversation: the id of a message or an event."),
                .init("speaker", speaker.schema, "Who spoke."),
                .init("text", text.schema, "What was said."),
                .init(
                    "start", .nullable(time.schema), isRequired: false, "In seconds from the start of the conversation."
                ),
                .init(
                    "end", .nullable(time.schema), isRequired: false, "In seconds from the start of the conversation."),
                .init(
                    "conversationId", .nullable(conversationId.schema), isRequired: false,
                    "The vendor's id of its conversation, if any."),
            ])
    }
}

/// Reads the members of an object.
private enum Members {
    /// Notes members with other names, and duplicate ones.
    static func noteMisfits(
        _ turn: JSONSlice, _ given: borrowing ExpectedMembers, _ names: MemberNames, _ problems: inout Problems
    ) {
        if given.otherCount > 0 {
            for (name, _) in turn.members where names.index(of: name) == nil {
                problems.within(.name(name.string ?? "")) {
                    $0.note("is not a member of a turn, which has \(names.names.joined(separator: ", "))")
                }
            }
        }
        guard given.mayRepeat else { return }
        for name in turn.repeatedNames { problems.within(.name(name)) { $0.note("is a duplicate member") } }
    }

    static func required<Value>(
        _ type: ParameterType<Value>, _ slice: JSONSlice?, _ name: String, _ problems: inout Problems
    ) -> Value? {
        problems.within(.name(name)) { problems in
            guard let slice else {
                problems.note("is missing and must be \(type.expectation)")
                return nil
            }
            guard name == "text" || !slice.hasUnpairedSurrogate else {
                problems.note("must not contain an unpaired surrogate")
                return nil
            }
            return type.read(slice, &problems)
        }
    }

    /// - Returns: nil if the value is not acceptable.
    static func optional<Value>(
        _ type: ParameterType<Value>, _ slice: JSONSlice?, _ name: String, _ problems: inout Problems
    ) -> Value?? {
        guard let slice, slice.kind != .null else { return .some(nil) }
        return required(type, slice, name, &problems).map { .some($0) }
    }
}

extension ResultType<AppendedTurns> {
    static let appendedTurns = ResultType.record(
        nil,
        Member("appended", \.appended, .integer, "The number of turns that are new."),
        Member("corrected", \.corrected, .integer, "The number of turns that replaced another with the same key."),
        Member("unchanged", \.unchanged, .integer, "The number of turns that were stored already."),
        Member("turns", \.turns, .integer, "The number of turns that the interview has now."))
}
