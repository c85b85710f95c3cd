// The six operations, on the interviews of one user.

public import JSON

/// The interviews of one user, within one access to the database. No operation reaches another user's.
public struct OwnInterviews {
    private let user: UserID
    private let access: Access

    public init(of user: UserID, in access: Access) {
        self.user = user
        self.access = access
    }

    /// Keeps a new interview, `pending`.
    public func create(technologies: [String], context: String, duration: Int) throws(Refusal) -> Interview {
        try access.beginWriting()
        let owner = try owner()
        let startedAt = access.clockwork.tick()
        let id = access.clockwork.newID(at: startedAt)
        let list = Self.jsonArray(technologies)
        try access.run(
            .insertInterview,
            [.text(id), .integer(owner), .text(list), .text(context), .integer(duration), SQLValue(startedAt)])
        let key = access.lastInsertedKey
        for technology in technologies {
            try access.run(
                .insertTechnology, [.integer(owner), .text(technology), SQLValue(startedAt), .integer(key)])
        }
        let interview = Interview(
            key: key, id: id, userId: user.text, technologies: list, context: context, duration: duration,
            status: .pending, startedAt: startedAt)
        try add(Totals(interview))
        return interview
    }

    /// Moves an interview on. The same status again changes nothing but a given conversation id: clients finalize
    /// twice, and reconnect.
    public func updateStatus(
        _ interviewId: String, to status: InterviewStatus, conversationId: String?
    ) throws(Refusal) -> Interview {
        try access.beginWriting()
        let before = try find(interviewId)
        var interview = before
        let isMove = interview.status != status
        guard !isMove || interview.status.moves.contains(status) else {
            throw .invalidTransition(from: interview.status, to: status)
        }
        let isReconnected =
            conversationId.map { !$0.utf8.elementsEqual((interview.conversationId ?? "").utf8) } ?? false
        guard isMove || isReconnected else { return interview }
        let now = access.clockwork.tick()
        interview.status = status
        interview.conversationId = conversationId ?? interview.conversationId
        if status.isEnd { interview.endedAt = interview.endedAt ?? now }
        try replace(before, by: interview)
        return interview
    }

    /// Keeps what was said, in whatever state the interview is, and completes it. Saving again replaces the
    /// transcription and the duration; a feedback or a score left out keeps the stored one.
    public func saveTranscription(
        _ interviewId: String, _ transcription: JSONSlice, actualDuration: Double, feedback: JSONSlice?, score: Double?
    ) throws(Refusal) -> Interview {
        let transcription = transcription.lineSafeBytes
        guard transcription.count <= Limits.transcriptionBytes else {
            throw .tooLarge(limit: Limits.transcriptionBytes)
        }
        let feedback = feedback?.lineSafeBytes
        if let feedback, feedback.count > Limits.feedbackBytes { throw .tooLarge(limit: Limits.feedbackBytes) }
        try access.beginWriting()
        let before = try find(interviewId)
        var interview = before
        let now = access.clockwork.tick()
        interview.status = .completed
        interview.endedAt = interview.endedAt ?? now
        interview.actualDuration = actualDuration
        interview.score = score ?? interview.score
        try replace(before, by: interview)
        try access.run(
            .saveRecording,
            [
                .text(user.text), .integer(interview.key), .utf8(transcription),
                feedback.map(SQLValue.utf8) ?? .null,
            ])
        return interview
    }

    /// One interview, without what was said.
    private func find(_ interviewId: String) throws(Refusal) -> Interview {
        let found = try access.one(.find, [.text(user.text), .text(interviewId)]) { Interview($0, userId: user.text) }
        guard let found else { throw .notFound }
        return found
    }

    /// One interview, whole.
    public func get(_ interviewId: String) throws(Refusal) -> WholeInterview {
        let found = try access.one(.findWhole, [.text(user.text), .text(interviewId)]) { row in
            WholeInterview(
                interview: Interview(row, userId: user.text), feedback: row.optionalBytes(12),
                transcription: row.optionalBytes(11))
        }
        guard let found else { throw .notFound }
        return found
    }

    /// A page of the interviews that `filter` lets through, newest first, beginning after `cursor`.
    ///
    /// No more is read than can be answered: what is longer than `Limits.pageBytes` in the store is no shorter as JSON.
    public func list(_ filter: InterviewFilter, limit: Int, cursor: String?) throws(Refusal) -> InterviewPage {
        let seal = CursorSeal(key: access.cursorKey, user: user, filter: filter)
        var start = filter.startedBefore.map { Position(startedAt: $0, key: 0) } ?? .top
        if let cursor {
            guard let position = seal.position(of: cursor) else { throw .foreignCursor }
            start = position
        }
        let statuses = filter.statuses.map { $0.map(\.rawValue).sorted() } ?? []
        var values: [SQLValue] = [
            .text(user.text), .integer(filter.startedAfter?.milliseconds ?? .min),
            SQLValue(start.startedAt), .integer(start.key), .integer(limit + 1),
        ]
        values += statuses.map(SQLValue.text)
        if let technology = filter.technology { values.append(.text(technology)) }
        var interviews: [Interview] = []
        var bytes = 0
        try access.run(.list(statuses: statuses.count, byTechnology: filter.technology != nil), values) { row in
            let interview = Interview(row, userId: user.text)
            interviews.append(interview)
            bytes += interview.context.utf8.count + interview.technologies.utf8.count
            return bytes <= Limits.pageBytes
        }
        let hasMore = interviews.count > limit
        return InterviewPage(interviews: Array(interviews.prefix(limit)), hasMore: hasMore, seal: seal)
    }

    /// What all interviews of the user come to.
    public func stats() throws(Refusal) -> InterviewStats {
        let totals = try access.one(.stats, [.text(user.text)]) { row in
            Totals(
                pending: row.integer(0), active: row.integer(1), completed: row.integer(2), failed: row.integer(3),
                microseconds: row.integer(4), scored: row.integer(5), scoreMillionths: row.integer(6))
        }
        return InterviewStats(totals: totals ?? Totals())
    }

    // MARK: - Parts

    private func owner() throws(Refusal) -> Int {
        if let owner = try access.one(.owner, [.text(user.text)], { $0.integer(0) }) { return owner }
        try access.run(.addUser, [.text(user.text)])
        return access.lastInsertedKey
    }

    private func replace(_ before: Interview, by interview: Interview) throws(Refusal) {
        try access.run(
            .update,
            [
                .text(user.text), .integer(interview.key), .text(interview.status.rawValue),
                SQLValue(interview.conversationId), SQLValue(interview.endedAt), SQLValue(interview.actualDuration),
                SQLValue(interview.score),
            ])
        try add(Totals(interview) - Totals(before))
    }

    private func add(_ change: Totals) throws(Refusal) {
        guard change != Totals() else { return }
        try access.run(
            .addToTotals,
            [
                .text(user.text), .integer(change.pending), .integer(change.active), .integer(change.completed),
                .integer(change.failed), .integer(change.microseconds), .integer(change.scored),
                .integer(change.scoreMillionths),
            ])
    }

    private static func jsonArray(_ texts: [String]) -> String {
        var writer = JSONWriter()
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Interview {
    /// Reads a row of `QueryName.columns`.
    init(_ row: borrowing Columns, userId: String) {
        self.init(
            key: row.integer(0), id: row.text(1), userId: userId, technologies: row.text(2), context: row.text(3),
            duration: row.integer(4), conversationId: row.optionalText(5),
            // The schema lets no other status in.
            status: InterviewStatus(rawValue: row.text(6)) ?? .failed,
            startedAt: row.instant(7), endedAt: row.optionalInstant(8), actualDuration: row.real(9), score: row.real(10)
        )
    }
}
