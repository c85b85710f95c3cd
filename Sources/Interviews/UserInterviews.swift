// The rules for one user's interviews. Lists are in `InterviewList.swift`, derived data in `Insights.swift`,
// `Search.swift` and `Progress.swift`.

public import Insight
public import JSON

/// The interviews of one user, within one transaction. No operation reaches another user's.
public struct UserInterviews {
    let user: UserID
    let transaction: Transaction
    let records: any UserRecords
    let quotas: Quotas

    public init(of user: UserID, in transaction: Transaction, _ quotas: Quotas = .none) {
        self.user = user
        self.quotas = quotas
        self.transaction = transaction
        records = transaction.records(of: user)
    }

    /// Stores a new interview, `pending`.
    public func create(technologies: [String], context: String, duration: Int) throws(Refusal) -> Interview {
        try transaction.begin(.interviews)
        let technologies = Self.jsonArray(technologies)
        try requireRoom(interviews: 1, bytes: technologies.count + context.utf8.count)
        let (id, startedAt) = transaction.clock.newInterview()
        let interview = Interview(
            id: id, userId: user.text, technologies: technologies, context: context, duration: duration,
            startedAt: startedAt)
        try records.insert(interview)
        return interview
    }

    /// Changes the status. Repeating the current status changes nothing but a given conversation id or duration, because
    /// clients finalize twice, and reconnect. An interview that was ended by a webhook takes the conversation of a
    /// candidate who reconnects, and stays ended.
    public func updateStatus(
        _ interviewId: String, to status: InterviewStatus, conversationId: String? = nil, actualDuration: Double? = nil
    ) throws(Refusal) -> Interview {
        try transaction.begin(.interviews)
        let before = try find(interviewId)
        let isLate = conversationId != nil && status == .active && before.marks.contains(.endedByWebhook)
        let isMove = before.status != status && !isLate
        guard !isMove || before.status.moves.contains(status) else {
            throw .invalidTransition(from: before.status, to: status)
        }
        let isReconnected = conversationId.map { Text($0) != before.conversationIdText } ?? false
        let isTimed = actualDuration.map { !before.isTimed($0) } ?? false
        guard isMove || isReconnected || isTimed else { return before }
        let time = transaction.clock.tick()
        var interview = before.moved(to: isLate ? before.status : status, at: time, actualDuration: actualDuration)
        if isReconnected, let conversationId {
            // One that is given again is the latest again.
            var conversations = ConversationList(of: before)
            if conversations.add(conversationId, at: time) {
                try insert([conversationId], of: before, conversations)
            }
            interview = interview.with(conversations, latest: conversationId)
        }
        if isLate { interview = interview.marked(adding: .endedByWebhook) }
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
        try requireRoom(for: content, of: before)
        let interview = before.moved(
            to: .completed, at: transaction.clock.tick(), actualDuration: actualDuration, score: score)
        try records.replace(before, by: interview, content)
        return interview
    }

    /// Stores feedback, whatever the status is, in place of an earlier one. Nothing else changes but the score, if one is
    /// given.
    public func saveFeedback(_ interviewId: String, _ feedback: JSONSlice, score: Double?) throws(Refusal) -> Interview
    {
        let content = InterviewContent(
            transcription: nil, feedback: try Self.text(feedback, "feedback", limit: Limits.feedbackBytes))
        try transaction.begin(.interviews)
        let before = try find(interviewId)
        try requireRoom(for: content, of: before)
        let interview = score.map(before.scored) ?? before
        try records.replace(before, by: interview, content)
        return interview
    }

    /// Stores the feedback and the score of a review.
    /// - Parameters:
    ///   - feedback: a JSON text on one line.
    ///   - turns: what was reviewed.
    ///   - earlier: the feedback that the interview had then.
    /// - Throws: `changedMeanwhile` if the interview has other turns now, or another feedback.
    public func saveReview(
        _ interviewId: String, _ feedback: [UInt8], score: Double, of turns: [Turn], inPlaceOf earlier: [UInt8]?
    ) throws(Refusal) -> Interview {
        guard feedback.count <= Limits.feedbackBytes else { throw .tooLarge("feedback", limit: Limits.feedbackBytes) }
        // To read all turns takes time, in which no other process should wait.
        let fingerprint = try transaction.snapshot { () throws(Refusal) in
            let whole = try get(interviewId)
            guard whole.conversation.turns == turns, whole.feedback == earlier else { throw .changedMeanwhile }
            return try records.fingerprint(of: whole.interview)
        }
        try transaction.begin(.interviews)
        let before = try find(interviewId)
        guard try records.fingerprint(of: before) == fingerprint else { throw .changedMeanwhile }
        let content = InterviewContent(transcription: nil, feedback: feedback[...])
        try requireRoom(for: content, of: before)
        let interview = before.scored(score)
        try records.replace(before, by: interview, content)
        return interview
    }

    /// The ids of the interviews that have ended and have no feedback, newest first.
    public func endedWithoutFeedback() throws(Refusal) -> [String] {
        try transaction.snapshot { () throws(Refusal) in
            var ids: [String] = []
            var budget = Budget.unlimited
            _ = try records.interviews(
                InterviewFilter(statuses: [.completed, .failed]), in: .all, within: &budget
            ) { interview in
                ids.append(interview.id)
                return true
            }
            var found: [String] = []
            for id in ids where try hasNoFeedback(id) { found.append(id) }
            return found
        }
    }

    /// Whether an interview has no feedback, or one that is damaged, of which whoever reads it learns.
    private func hasNoFeedback(_ interviewId: String) throws(Refusal) -> Bool {
        do throws(Refusal) { return try records.feedback(of: find(interviewId)) == nil } catch .failed(.damaged) {
            return true
        }
    }

    /// The time of the transaction.
    public var now: Instant { transaction.clock.now }

    /// One interview with its content.
    public func get(_ interviewId: String) throws(Refusal) -> WholeInterview {
        guard let found = try records.wholeInterview(interviewId) else { throw .notFound }
        guard found.interview.marks.isDisjoint(with: [.liveTurns, .vendorRecords]) else {
            return try transaction.snapshot { () throws(Refusal) in try getAllSources(interviewId) }
        }
        return found
    }

    private func getAllSources(_ interviewId: String) throws(Refusal) -> WholeInterview {
        guard let found = try records.wholeInterview(interviewId) else { throw .notFound }
        let (interview, marks) = (found.interview, found.interview.marks)
        return found.with(
            marks.contains(.liveTurns) ? try records.liveTurns(of: interview) : [],
            marks.contains(.vendorRecords) ? try records.vendorRecords(of: interview) : [])
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

    func find(_ interviewId: String) throws(Refusal) -> Interview {
        guard let found = try records.interview(interviewId) else { throw .notFound }
        return found
    }

    /// The interview with conversations, of which the last new one is its latest from now on.
    func add(
        _ conversationIds: [String], to interview: Interview, at time: Instant
    ) throws(Refusal) -> Interview {
        var conversations = ConversationList(of: interview)
        let new = conversationIds.filter { conversations.add($0, at: time) }
        guard let latest = new.last else { return interview }
        try insert(new, of: interview, conversations)
        return interview.with(conversations, latest: latest)
    }

    /// Inserts new conversations, all or none of them.
    /// - Parameter conversations: those of the interview with the new ones.
    func insert(
        _ new: [String], of interview: Interview, _ conversations: ConversationList
    ) throws(Refusal) {
        guard conversations.entries.count == 1 || conversations.json.count <= Limits.conversationsBytes else {
            throw .tooLarge("conversations", limit: Limits.conversationsBytes)
        }
        for id in new { try records.insert(conversationId: id, of: interview) }
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
