// The operations that keep and give single interviews of one user. Lists are in `InterviewList.swift`, and what is read
// out of interviews in `Insights.swift`, `Search.swift` and `Progress.swift`.

internal import Insight
public import JSON

/// The interviews of one user, within one access to the database. No operation reaches another user's.
public struct OwnInterviews {
    let user: UserID
    let access: Access

    public init(of user: UserID, in access: Access) {
        self.user = user
        self.access = access
    }

    /// Keeps a new interview, `pending`.
    public func create(technologies: [String], context: String, duration: Int) throws(Refusal) -> Interview {
        try access.beginWriting()
        var account = try access.account(of: user)
        let (id, startedAt) = access.clockwork.newInterview()
        let interview = Interview(
            id: id, userId: user.text, technologies: Self.jsonArray(technologies), context: context, duration: duration,
            status: .pending, startedAt: startedAt)
        try access.run(
            .insertInterview,
            [
                .integer(account.owner), .text(id), .text(interview.technologies), .text(context), .integer(duration),
                SQLValue(startedAt), .integer(interview.checksum(for: account.owner).value),
            ])
        account.totals += Totals(interview)
        if account.hasFiled(id) {
            try access.enter(interview, of: account)
        } else {
            account.unfiledInterviews += 1
            if account.unfiledInterviews >= Block.size { try access.file(&account) }
        }
        access.keep(account, of: user)
        return interview
    }

    /// Moves an interview on. The same status again changes nothing but a given conversation id: clients finalize
    /// twice, and reconnect.
    public func updateStatus(
        _ interviewId: String, to status: InterviewStatus, conversationId: String?
    ) throws(Refusal) -> Interview {
        try access.beginWriting()
        guard let account = try access.knownAccount(of: user) else { throw .notFound }
        let before = try find(interviewId, of: account)
        let isMove = before.status != status
        guard !isMove || before.status.moves.contains(status) else {
            throw .invalidTransition(from: before.status, to: status)
        }
        let isReconnected =
            conversationId.map { !$0.utf8.elementsEqual((before.conversationId ?? "").utf8) } ?? false
        guard isMove || isReconnected else { return before }
        let interview = before.moved(to: status, at: access.clockwork.tick(), conversationId: conversationId)
        try replace(before, by: interview, of: account)
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
        try access.beginWriting()
        guard var account = try access.knownAccount(of: user) else { throw .notFound }
        let before = try find(interviewId, of: account)
        let readBefore = account.readInterviews
        try access.forgetWords(of: before.id, &account)
        if account.readInterviews != readBefore { access.keep(account, of: user) }
        let interview = before.moved(
            to: .completed, at: access.clockwork.tick(), actualDuration: actualDuration, score: score,
            recording: try keep(transcription, feedback, of: before, account))
        try replace(before, by: interview, of: account)
        return interview
    }

    /// One interview, whole.
    public func get(_ interviewId: String) throws(Refusal) -> WholeInterview {
        let found = try access.one(.findWhole, [.text(user.text), .text(interviewId)]) { row throws(StoreFailure) in
            let interview = try Interview(row, userId: user.text)
            let transcription = try row.json(13)
            guard interview.recording == nil || transcription != nil else { throw StoreFailure.damaged }
            return WholeInterview(
                interview: interview, feedback: try row.json(15), transcription: transcription)
        }
        guard let found else { throw .notFound }
        return found
    }

    /// What all interviews of the user come to.
    public func stats() throws(Refusal) -> InterviewStats {
        InterviewStats(totals: try access.knownAccount(of: user)?.totals ?? Totals())
    }

    // MARK: - Parts

    /// One interview, without what was said.
    func find(_ interviewId: String, of account: Account) throws(Refusal) -> Interview {
        let found = try access.one(.find, [.integer(account.owner), .text(interviewId)]) {
            row throws(StoreFailure) in try Interview(row, userId: user.text)
        }
        guard let found else { throw .notFound }
        return found
    }

    /// - Returns: the number of the recording.
    private func keep(
        _ transcription: [UInt8], _ feedback: [UInt8]?, of interview: Interview, _ account: Account
    ) throws(Refusal) -> Int {
        let values: [SQLValue] = [
            .utf8(transcription), .integer(Checksum(transcription).value), feedback.map(SQLValue.utf8) ?? .null,
            feedback.map { .integer(Checksum($0).value) } ?? .null,
        ]
        guard interview.recording != nil else {
            try access.run(.insertRecording, values)
            return access.lastInsertedKey
        }
        // Not in place: to make room, SQLite would move other recordings, and leave copies behind that no deletion reaches.
        let place: [SQLValue] = [.integer(account.owner), .text(interview.id)]
        try access.run(.insertNextRecording, place + values)
        let recording = access.lastInsertedKey
        try access.run(.deleteRecording, place)
        return recording
    }

    private func replace(_ before: Interview, by interview: Interview, of account: Account) throws(Refusal) {
        try access.run(
            .update,
            [
                .integer(account.owner), .text(interview.id), .text(interview.status.rawValue),
                SQLValue(interview.conversationId), SQLValue(interview.endedAt), SQLValue(interview.actualDuration),
                SQLValue(interview.score), interview.recording.map(SQLValue.integer) ?? .null,
                .integer(interview.checksum(for: account.owner).value),
            ])
        let change = Totals(interview) - Totals(before)
        guard change != Totals() else { return }
        if interview.status != before.status, account.hasFiled(interview.id) {
            try access.move(interview.id, from: before.status, to: interview.status, of: account)
        }
        var account = account
        account.totals += change
        access.keep(account, of: user)
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
            score: try row.real(9, within: Limits.score), recording: row.optionalInteger(10))
        if row.isNull(12) { try StoredJSON.requireStrings(Array(technologies.utf8)) }
        try row.expect(checksum(for: row.integer(11)), 12)
    }

    /// The checksum of the row that keeps this interview.
    fileprivate func checksum(for owner: Int) -> Checksum {
        var checksum = Checksum()
        checksum.add(owner)
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
        checksum.add(recording)
        return checksum
    }
}
