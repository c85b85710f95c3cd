// How an interview and its parts are read from the wire and written to it.

internal import Interviews
internal import JSON
internal import JSONRPC

// MARK: - Read

extension Shape<[String]> {
    static let technologies = Shape.array(of: Shape<String>.technology, Limits.technologies)
}

extension Shape<String> {
    static let technology = Shape.string(Limits.technologyLength, blank: .refused)

    /// Any string may be an id; whether it is one is for the store to say.
    static let id = Shape("a string without U+0000") { slice in
        slice.string.flatMap { $0.utf8.contains(0) ? nil : $0 }
    }
}

extension Shape<String> {
    /// Whether it is one is for the list to say, which knows the user and the filters.
    static let cursor = Shape("a cursor that this list has given, with the same filters") { $0.string }
}

extension Shape<[InterviewStatus]> {
    static let statuses = Shape.array(of: Shape<InterviewStatus>.choice, 1...InterviewStatus.allCases.count)
}

extension Shape<Instant> {
    static let instant = Shape("a date and time as RFC 3339 writes them, such as 2026-01-31T09:30:00Z") { slice in
        slice.string.flatMap(Instant.init)
    }
}

// MARK: - Written

extension Record<Interview> {
    /// `{voiceInterview: …}`, without what was said.
    static let interview = Record(Member("voiceInterview", \.self, .summary))

    fileprivate static let summary = Record(
        Member("id") { $1.string($0.id) },
        Member("userId") { $1.string($0.userId) },
        Member("technologies") { $1.lineSafe($0.technologies.utf8) },
        Member("context") { $1.string($0.context) },
        Member("duration") { $1.integer($0.duration) },
        Member(optional: "conversationId", \.conversationId) { $1.string($0) },
        Member("status") { $1.string($0.status.rawValue) },
        Member("startedAt") { $1.string($0.startedAt.description) },
        Member(optional: "endedAt", \.endedAt) { $1.string($0.description) },
        Member(optional: "actualDuration", \.actualDuration) { $1.number($0) },
        Member(optional: "score", \.score) { $1.number($0) })
}

extension Record<WholeInterview> {
    /// `{voiceInterview: …}`, with feedback and transcription.
    static let wholeInterview = Record(Member("voiceInterview", \.self, .whole))

    private static let whole = Record(
        Member(membersOf: .summary, \.interview),
        Member(optional: "feedback", \.feedback) { $1.lineSafe($0) },
        Member(optional: "transcription", \.transcription) { $1.lineSafe($0) })
}

extension Record<InterviewPage> {
    /// `{voiceInterviews: […], nextCursor?}`: as many summaries as fit into `Limits.pageBytes`, and at least one.
    static let page = Record(
        writing: { page, writer in
            let start = writer.count
            writer.beginObject()
            writer.name("voiceInterviews")
            writer.beginArray()
            var written = 0
            for interview in page.interviews {
                let mark = writer.mark
                Record<Interview>.summary.write(interview, to: &writer)
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
        })

    /// Bytes that the end of a page needs, with its cursor.
    private static let endOfPage = 70
}

extension Record<InterviewStats> {
    /// `{stats: …}`
    static let stats = Record(Member("stats", \.self, .totals))

    private static let totals = Record(
        Member("total") { $1.integer($0.total) },
        Member("byStatus", \.self, .counts),
        Member("totalDuration") { $1.number($0.totalDuration) },
        Member("scoredInterviews") { $1.integer($0.scoredInterviews) },
        Member("averageScore") { stats, writer in
            if let average = stats.averageScore { writer.number(average) } else { writer.null() }
        })

    private static let counts = Record(
        Member("pending") { $1.integer($0.pending) },
        Member("active") { $1.integer($0.active) },
        Member("completed") { $1.integer($0.completed) },
        Member("failed") { $1.integer($0.failed) })
}
