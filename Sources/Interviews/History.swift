// All interviews of a user, in one snapshot: what is known of them together, and then one after the other.

public import Insight

/// All interviews of a user, within one snapshot. It holds none of them: its size does not depend on their texts, and
/// grows with their number only by the weeks, the technologies and the different points of feedback.
public struct History {
    public let stats: InterviewStats

    /// Of all interviews; points are compared and listed up to `Limits.recurringPointLength`.
    public let progress: Progress

    /// The number of interviews with an actual duration.
    public let timedInterviews: Int

    /// When the interview began in which the best score was first reached; nil if there is no score.
    public let bestScoredAt: Instant?

    private let own: UserInterviews

    /// Reads all interviews of a user without their transcriptions.
    /// - Throws: a `Refusal`.
    fileprivate init(of own: UserInterviews, in zone: LocalTime) throws {
        self.own = own
        var tally = try own.tally(in: zone)
        let fold = try own.fold()
        var (strengths, weakPoints) = (RecurringPoints(\.strengths, fold), RecurringPoints(\.improvements, fold))
        var (timed, best): (Int, (score: Double, at: Instant)?) = (0, nil)
        try own.forEachInterview { interview in
            let feedback = FeedbackSummary(reading: try own.records.feedback(of: interview))
            tally.add(interview, nil)
            strengths.add(feedback, of: interview)
            weakPoints.add(feedback, of: interview)
            if interview.actualDuration != nil { timed += 1 }
            // Newest first: of equal scores the first reached is the last.
            if let score = interview.score, score >= best?.score ?? score { best = (score, interview.startedAt) }
        }
        var progress = tally.progress
        progress.strengths = try strengths.points { id throws(Refusal) in try own.feedbackSummary(id) }
        progress.weakPoints = try weakPoints.points { id throws(Refusal) in try own.feedbackSummary(id) }
        (self.progress, stats) = (progress, try own.stats())
        (timedInterviews, bestScoredAt) = (timed, best?.at)
    }

    /// The technologies of one interview.
    public func technologies(ofInterview id: String) throws(Refusal) -> [String] { try own.find(id).technologyNames }

    /// Reads each interview with its content, newest first, when the one before is done with.
    /// - Throws: what `body` throws, or a `Refusal`.
    public func forEachInterview(_ body: (WholeInterview) throws -> Void) throws {
        try own.forEachInterview { try body(try own.get($0.id)) }
    }
}

extension UserInterviews {
    /// Calls `body` with the history, which is valid until `body` returns; all that it reads is from one snapshot.
    /// - Parameter zone: the time zone in which weeks begin.
    /// - Throws: what `body` throws, or a `Refusal`.
    public func history<Value>(in zone: LocalTime, _ body: (History) throws -> Value) throws -> Value {
        try transaction.snapshot { () throws(Refusal) in Result { try body(History(of: self, in: zone)) } }.get()
    }

    /// Maps the wordings of one point to the same text.
    fileprivate func fold() throws(Refusal) -> (String) -> String {
        let tokenizer = try transaction.tokenizer()
        return { tokenizer.tokens($0).map(\.term.text).joined(separator: " ") }
    }

    fileprivate func feedbackSummary(_ interviewId: String) throws(Refusal) -> FeedbackSummary? {
        FeedbackSummary(reading: try records.feedback(of: try find(interviewId)))
    }

    /// All interviews without their content, newest first.
    fileprivate func forEachInterview(_ body: (Interview) throws -> Void) throws {
        var cursor: String?
        repeat {
            let page = try list(InterviewFilter(), limit: Limits.page.upperBound, cursor: cursor)
            for interview in page.interviews { try body(interview) }
            cursor = page.nextCursor(after: page.interviews.count)
        } while cursor != nil
    }
}
