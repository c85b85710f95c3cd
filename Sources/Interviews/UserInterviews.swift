// The operations that keep and give single interviews of one user. Lists are in `InterviewList.swift`, and what is read
// out of interviews in `Insights.swift`, `Search.swift` and `Progress.swift`.

internal import Insight
public import JSON

/// The interviews of one user, within one access to the database. No operation reaches another user's.
public struct UserInterviews {
    let user: UserID
    let transaction: Transaction

    public init(of user: UserID, in transaction: Transaction) {
        self.user = user
        self.transaction = transaction
    }

    /// Keeps a new interview, `pending`.
    public func create(technologies: [String], context: String, duration: Int) throws(Refusal) -> Interview {
        try transaction.beginWriting()
        var userRow = try transaction.userRowOrNew(of: user)
        let (id, startedAt) = transaction.clock.newInterview()
        let interview = Interview(
            id: id, userId: user.text, technologies: Self.jsonArray(technologies), context: context, duration: duration,
            status: .pending, startedAt: startedAt)
        try transaction.run(
            .insertInterview,
            [
                .integer(userRow.userKey), .text(id), .text(interview.technologies), .text(context), .integer(duration),
                SQLValue(startedAt), .integer(interview.checksum(for: userRow.userKey).value),
            ])
        userRow.totals += Totals(interview)
        if userRow.hasSummarised(id) {
            try transaction.enter(interview, of: userRow)
        } else {
            userRow.unsummarisedInterviews += 1
            if userRow.unsummarisedInterviews >= FilterSummary.size { try transaction.file(&userRow) }
        }
        transaction.keep(userRow, of: user)
        return interview
    }

    /// Moves an interview on. The same status again changes nothing but a given conversation id: clients finalize
    /// twice, and reconnect.
    public func updateStatus(
        _ interviewId: String, to status: InterviewStatus, conversationId: String?
    ) throws(Refusal) -> Interview {
        try transaction.beginWriting()
        guard let userRow = try transaction.userRow(of: user) else { throw .notFound }
        let before = try find(interviewId, of: userRow)
        let isMove = before.status != status
        guard !isMove || before.status.moves.contains(status) else {
            throw .invalidTransition(from: before.status, to: status)
        }
        let isReconnected =
            conversationId.map { !$0.utf8.elementsEqual((before.conversationId ?? "").utf8) } ?? false
        guard isMove || isReconnected else { return before }
        let interview = before.moved(to: status, at: transaction.clock.tick(), conversationId: conversationId)
        try replace(before, by: interview, of: userRow)
        return interview
    }

    /// Keeps what was said, in whatever state the interview is, and completes it. Saving again replaces the
    /// transcription and the duration; a feedback or a score left out keeps the stored one.
    public func saveTranscription(
        _ interviewId: String, _ transcription: JSONSlice, actualDuration: Double, feedback: JSONSlice?, score: Double?
    ) throws(Refusal) -> Interview {
        let transcription = transcription.lineSafeBytes
        guard transcription.count <= Limits.transcriptionBytes else {
            throw .tooLarge("transcription", limit: Limits.transcriptionBytes)
        }
        let feedback = feedback?.lineSafeBytes
        if let feedback, feedback.count > Limits.feedbackBytes {
            throw .tooLarge("feedback", limit: Limits.feedbackBytes)
        }
        try transaction.beginWriting()
        guard var userRow = try transaction.userRow(of: user) else { throw .notFound }
        let before = try find(interviewId, of: userRow)
        let readBefore = userRow.interviewsWithTerms
        try transaction.dropTerms(of: before.id, &userRow)
        if userRow.interviewsWithTerms != readBefore { transaction.keep(userRow, of: user) }
        let interview = before.moved(
            to: .completed, at: transaction.clock.tick(), actualDuration: actualDuration, score: score,
            content: try keep(transcription, feedback, of: before, userRow))
        try replace(before, by: interview, of: userRow)
        return interview
    }

    /// One interview, whole.
    public func get(_ interviewId: String) throws(Refusal) -> WholeInterview {
        let found = try transaction.one(.findWhole, [.text(user.text), .text(interviewId)]) {
            row throws(StoreFailure) in
            let interview = try Interview(row, userId: user.text)
            let transcription = try row.json(13)
            guard interview.content == nil || transcription != nil else { throw StoreFailure.damaged }
            return WholeInterview(
                interview: interview, feedback: try row.json(15), transcription: transcription)
        }
        guard let found else { throw .notFound }
        return found
    }

    /// What all interviews of the user come to.
    public func stats() throws(Refusal) -> InterviewStats {
        InterviewStats(totals: try transaction.userRow(of: user)?.totals ?? Totals())
    }

    // MARK: - Parts

    /// One interview, without what was said.
    func find(_ interviewId: String, of userRow: UserRow) throws(Refusal) -> Interview {
        let found = try transaction.one(.find, [.integer(userRow.userKey), .text(interviewId)]) {
            row throws(StoreFailure) in try Interview(row, userId: user.text)
        }
        guard let found else { throw .notFound }
        return found
    }

    /// - Returns: the number of the recording.
    private func keep(
        _ transcription: [UInt8], _ feedback: [UInt8]?, of interview: Interview, _ userRow: UserRow
    ) throws(Refusal) -> Int {
        let values: [SQLValue] = [
            .utf8(transcription), .integer(Checksum(transcription).value), feedback.map(SQLValue.utf8) ?? .null,
            feedback.map { .integer(Checksum($0).value) } ?? .null,
        ]
        guard interview.content != nil else {
            try transaction.run(.insertContent, values)
            return transaction.lastInsertedKey
        }
        // Not in place: to make room, SQLite would move other recordings, and leave copies behind that no deletion reaches.
        let place: [SQLValue] = [.integer(userRow.userKey), .text(interview.id)]
        try transaction.run(.insertNextContent, place + values)
        let content = transaction.lastInsertedKey
        try transaction.run(.deleteContent, place)
        return content
    }

    private func replace(_ before: Interview, by interview: Interview, of userRow: UserRow) throws(Refusal) {
        try transaction.run(
            .update,
            [
                .integer(userRow.userKey), .text(interview.id), .text(interview.status.rawValue),
                SQLValue(interview.conversationId), SQLValue(interview.endedAt), SQLValue(interview.actualDuration),
                SQLValue(interview.score), interview.content.map(SQLValue.integer) ?? .null,
                .integer(interview.checksum(for: userRow.userKey).value),
            ])
        let change = Totals(interview) - Totals(before)
        guard change != Totals() else { return }
        if interview.status != before.status, userRow.hasSummarised(interview.id) {
            try transaction.move(interview.id, from: before.status, to: interview.status, of: userRow)
        }
        var userRow = userRow
        userRow.totals += change
        transaction.keep(userRow, of: user)
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
    /// Reads a row of `Statement.columns`.
    convenience init(_ row: borrowing Row, userId: String) throws(StoreFailure) {
        self.init(
            id: row.text(0), userId: userId, technologies: row.text(1), context: row.text(2),
            duration: try row.integer(3, within: Limits.duration), conversationId: row.optionalText(4),
            status: try row.status(5), startedAt: try row.instant(6), endedAt: try row.optionalInstant(7),
            actualDuration: try row.real(8, within: Limits.actualDuration),
            score: try row.real(9, within: Limits.score), content: row.optionalInteger(10))
        if row.isNull(12) { try StoredJSON.requireStrings(Array(technologies.utf8)) }
        try row.expect(checksum(for: row.integer(11)), 12)
    }

    /// The checksum of the row that keeps this interview.
    fileprivate func checksum(for userKey: Int) -> Checksum {
        var checksum = Checksum()
        checksum.add(userKey)
        checksum.add(id)
        checksum.add(technologies)
        checksum.add(context)
        checksum.add(duration)
        checksum.add(conversationId ?? "")
        checksum.add(status.rawValue)
        checksum.add(startedAt.milliseconds)
        checksum.add(endedAt?.milliseconds)
        checksum.add(actualDuration)
        checksum.add(score)
        checksum.add(content)
        return checksum
    }
}
