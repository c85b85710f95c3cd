// The rules for one user's interviews. Lists are in `InterviewList.swift`, derived data in `Insights.swift`,
// `Search.swift` and `Progress.swift`.

internal import Insight
public import JSON

/// The interviews of one user, within one transaction. No operation reaches another user's.
public struct UserInterviews {
    let user: UserID
    let transaction: Transaction
    let records: any UserRecords

    public init(of user: UserID, in transaction: Transaction) {
        self.user = user
        self.transaction = transaction
        records = transaction.records(of: user)
    }

    /// Stores a new interview, `pending`.
    public func create(technologies: [String], context: String, duration: Int) throws(Refusal) -> Interview {
        try transaction.begin(.interviews)
        let (id, startedAt) = transaction.clock.newInterview()
        let interview = Interview(
            id: id, userId: user.text, technologies: Self.jsonArray(technologies), context: context, duration: duration,
            startedAt: startedAt)
        try records.insert(interview)
        return interview
    }

    /// Changes the status. Repeating the current status changes nothing but a given conversation id, because clients finalize
    /// twice, and reconnect.
    public func updateStatus(
        _ interviewId: String, to status: InterviewStatus, conversationId: String?
    ) throws(Refusal) -> Interview {
        try transaction.begin(.interviews)
        let before = try find(interviewId)
        let isMove = before.status != status
        guard !isMove || before.status.moves.contains(status) else {
            throw .invalidTransition(from: before.status, to: status)
        }
        let isReconnected =
            conversationId.map { Text($0) != before.conversationIdText } ?? false
        guard isMove || isReconnected else { return before }
        let interview = before.moved(to: status, at: transaction.clock.tick(), conversationId: conversationId)
        try records.replace(before, by: interview, nil)
        return interview
    }

    /// Stores the transcription, whatever the status is, and completes the interview. Saving again replaces the transcription
    /// and the duration; a feedback or a score that is left out keeps the stored one.
    public func saveTranscription(
        _ interviewId: String, _ transcription: JSONSlice, actualDuration: Double, feedback: JSONSlice?, score: Double?
    ) throws(Refusal) -> Interview {
        let content = InterviewContent(
            transcription: try Self.text(transcription, "transcription", limit: Limits.transcriptionBytes),
            feedback: try feedback.map { feedback throws(Refusal) in
                try Self.text(feedback, "feedback", limit: Limits.feedbackBytes)
            })
        try transaction.begin(.interviews)
        let before = try find(interviewId)
        let interview = before.moved(
            to: .completed, at: transaction.clock.tick(), actualDuration: actualDuration, score: score)
        try records.replace(before, by: interview, content)
        return interview
    }

    /// One interview with its content.
    public func get(_ interviewId: String) throws(Refusal) -> WholeInterview {
        guard let found = try records.wholeInterview(interviewId) else { throw .notFound }
        return found
    }

    /// Deletes an interview, its content, and all that was derived from it.
    /// - Returns: its id.
    public func delete(_ interviewId: String) throws(Refusal) -> String {
        try transaction.begin(.deletion)
        let interview = try find(interviewId)
        try records.delete(interview)
        return interview.id
    }

    /// Counts and sums over all interviews of the user.
    public func stats() throws(Refusal) -> InterviewStats { InterviewStats(totals: try records.totals()) }

    // MARK: - Parts

    private func find(_ interviewId: String) throws(Refusal) -> Interview {
        guard let found = try records.interview(interviewId) else { throw .notFound }
        return found
    }

    private static func text(_ value: JSONSlice, _ name: String, limit: Int) throws(Refusal) -> ArraySlice<UInt8> {
        let text = value.lineSafeBytes
        guard text.count <= limit else { throw .tooLarge(name, limit: limit) }
        return text
    }

    private static func jsonArray(_ texts: [String]) -> JSONWriter {
        var writer = JSONWriter()
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
        return writer
    }
}
