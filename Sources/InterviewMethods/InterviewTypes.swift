// The parameter types and result types of interviews: how they are read, written and described.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC

// MARK: - Parameter types

extension ParameterType<[String]> {
    static let technologies = ParameterType.array(
        of: ParameterType<String>.technology, Limits.technologies, "technologies")
}

extension ParameterType<String> {
    static let technology = ParameterType.string(Limits.technologyLength, blank: .refused)

    /// The id of an interview. Any string is accepted; whether an interview has this id is checked in the store.
    static let id = ParameterType("a string without U+0000", .string(pattern: withoutNUL)) { slice in
        guard let id = slice.string, !slice.hasEscapes || !id.utf8.contains(0) else { return nil }
        return id
    }

    /// A cursor. Any string is accepted; the list checks it, because a cursor is bound to the user and the filters.
    static let cursor = ParameterType("a `nextCursor` that this method returned with the same filters", .string()) {
        $0.string
    }
}

extension ParameterType<[InterviewStatus]> {
    static let statuses = ParameterType.array(
        of: ParameterType<InterviewStatus>.choice, 1...InterviewStatus.allCases.count, "statuses")
}

extension ParameterType<Instant> {
    static let instant = ParameterType(
        "an RFC 3339 date and time, such as 2026-01-31T09:30:00Z", .string(format: "date-time")
    ) { slice in
        slice.string.flatMap(Instant.init)
    }
}

extension ParameterType<JSONSlice> {
    /// Any JSON value except `null`. The schema names types nevertheless, because hosts omit a parameter without a
    /// type, or send it as a string.
    static let anyJSON = ParameterType.json(.anyOf([.array(.object(nil)), .object(nil), .string()]))
}

// MARK: - Result types

extension ResultType<Instant> {
    static let instant = ResultType(.string(format: "date-time")) { $1.string(utf8: $0.utf8.span) }
}

extension ResultType<Text> {
    fileprivate static let text = ResultType(.string()) { $1.string($0) }

    /// A JSON array of strings, as it is stored.
    fileprivate static let texts = ResultType(.array(.string())) { $1.lineSafe($0) }
}

extension ResultType<[UInt8]> {
    /// A JSON text, as it is stored.
    static let json = ResultType(.json) { $1.lineSafe($0.span) }
}

extension ResultType<Interview> {
    /// The object `{voiceInterview: …}` with a summary.
    static let interview = ResultType.record(
        nil, Member("voiceInterview", whole: summary, "The interview as it is now."))

    /// A summary: an interview without feedback and transcription.
    static let summary = ResultType.record("VoiceInterviewSummary", members)

    fileprivate static let members: [Member] = [
        Member("id", { $0.idText }, .text, "A UUID version 7 (RFC 9562), compared exactly."),
        Member("userId", { $0.userId }, .string, "The id of its user."),
        Member("technologies", { $0.technologiesText }, .texts, "The subjects of the interview."),
        Member("context", { $0.contextText }, .text, "The position, the candidate, what to ask."),
        Member("duration", { $0.duration }, .integer, "The planned duration in minutes."),
        Member(
            optional: "conversationId", { $0.conversationIdText }, .text, "The vendor's id of the latest conversation."),
        Member(
            "status", { $0.status }, .choice,
            "pending: created. active: being held. completed: ended normally. failed: aborted."),
        Member("startedAt", { $0.startedAt }, .instant, "The creation time, in UTC with milliseconds."),
        Member(optional: "endedAt", { $0.endedAt }, .instant, "When it first became completed or failed."),
        Member(optional: "actualDuration", { $0.actualDuration }, .number, "The actual duration in seconds."),
        Member(optional: "score", { $0.score }, .number, "The score, 0 to 100."),
    ]
}

extension ResultType<WholeInterview> {
    /// The object `{voiceInterview: …}` with a whole interview.
    static let wholeInterview = ResultType.record(
        nil, Member("voiceInterview", whole: whole, "The interview, with its feedback and transcription."))

    /// An interview with its feedback and transcription.
    static let whole = ResultType.record(
        "VoiceInterview", ResultType<Interview>.members, of: \.interview,
        Member(optional: "feedback", \.feedback, .json, "The feedback as it was saved."),
        Member(
            optional: "transcription", \.transcription, .json,
            "The transcription as it was saved, or else vendor records or live turns."),
        Member(
            optional: "transcriptionFrom", \.transcriptionFrom, .choice,
            "Where `transcription` comes from, if none was saved."),
        Member(
            optional: "conversations", { $0.interview.conversationIdText == nil ? nil : $0.interview }, .conversations,
            "Its conversations in the order in which they began; omitted if there are none."),
        Member(
            optional: "feedbackSummary", \.feedbackSummary, .feedbackSummary,
            "The feedback, or else the vendor's analysis, mapped to common members; omitted if unknown."))
}

extension ResultType<Interview> {
    /// The conversations of an interview that has some.
    fileprivate static let conversations = ResultType(.array(ResultType<ConversationEntry>.conversation.schema)) {
        interview, writer in
        if let list = interview.conversationsText { return writer.lineSafe(list) }
        writer.beginArray()
        if let id = interview.conversationIdText {
            writer.beginObject()
            writer.name("id")
            writer.string(id)
            writer.name("startedAt")
            writer.string(utf8: (interview.conversationStartedAt ?? interview.startedAt).utf8.span)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension ResultType<ConversationEntry> {
    fileprivate static let conversation = ResultType.record(
        "InterviewConversation",
        Member("id", \.id, .string, "The vendor's id of the conversation."),
        Member(
            "startedAt", \.startedAt, .instant,
            "When it began, as its vendor's record tells; else when its id was first given."))
}

extension ResultType<InterviewPage> {
    /// The object `{voiceInterviews: […], nextCursor?}` with as many summaries as fit into `Limits.pageBytes`, but at
    /// least one if there are any.
    static let page = ResultType(
        .object([
            .init("voiceInterviews", .array(ResultType<Interview>.summary.schema), "The interviews, newest first."),
            .init("nextCursor", .string(), isRequired: false, "The cursor of the next page; omitted on the last page."),
        ])
    ) { page, writer in
        let start = writer.count
        writer.beginObject()
        writer.name("voiceInterviews")
        writer.beginArray()
        let interviews = page.interviews.span
        var written = 0
        while written < interviews.count {
            let mark = writer.mark
            ResultType<Interview>.summary.write(interviews[written], &writer)
            guard written == 0 || writer.count - start <= Limits.pageBytes - endOfPage else {
                writer.rewind(to: mark)
                break
            }
            written += 1
        }
        writer.endArray()
        if let cursor = page.nextCursor(after: written) {
            writer.name("nextCursor")
            writer.string(cursor)
        }
        writer.endObject()
    }

    /// The length that is reserved for the end of a page with its cursor, in bytes.
    private static let endOfPage = 70
}

extension ResultType<InterviewStats> {
    /// The object `{stats: …}`.
    static let stats = ResultType.record(nil, Member("stats", whole: totals, "The totals of the caller's interviews."))

    private static let totals = ResultType.record(
        "VoiceInterviewStats",
        Member("total", \.total, .integer, "The number of interviews."),
        Member("byStatus", whole: counts, "The number of interviews by status."),
        Member("totalDuration", \.totalDuration, .number, "The sum of `actualDuration`, in seconds."),
        Member("scoredInterviews", \.scoredInterviews, .integer, "The number of interviews with a score."),
        Member(
            "averageScore", \.averageScore, .nullable(.number), "The average of their scores; `null` if there are none."
        ))

    private static let counts = ResultType.record(
        nil,
        Member("pending", \.pending, .integer, "Created."),
        Member("active", \.active, .integer, "Being held."),
        Member("completed", \.completed, .integer, "Ended normally."),
        Member("failed", \.failed, .integer, "Aborted."))
}
