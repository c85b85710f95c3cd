// Sums over a user's interviews, updated with every write, from which statistics are answered without counting.

/// Sums over interviews. They are integers, so that adding and subtracting in any order gives the same as a recount.
public struct Totals: Equatable, Sendable {
    public var pending = 0
    public var active = 0
    public var completed = 0
    public var failed = 0

    /// The sum of the actual durations, each rounded to a microsecond.
    public var microseconds = 0

    /// The number of interviews that have a score.
    public var scored = 0

    /// The sum of the scores, each rounded to a millionth.
    public var scoreMillionths = 0

    public init() {}
}

extension Totals {
    /// The number of interviews.
    public var interviews: Int { pending + active + completed + failed }

    /// Nil if no interview has a score.
    var averageScore: Double? { scored == 0 ? nil : Double(scoreMillionths) / 1e6 / Double(scored) }

    /// The totals of a single interview.
    public init(_ interview: Interview) {
        count(interview.status)
        microseconds = Self.millionths(interview.actualDuration)
        scored = interview.score == nil ? 0 : 1
        scoreMillionths = Self.millionths(interview.score)
    }

    mutating func count(_ status: InterviewStatus) {
        switch status {
        case .pending: pending += 1
        case .active: active += 1
        case .completed: completed += 1
        case .failed: failed += 1
        }
    }

    private static func millionths(_ value: Double?) -> Int {
        Int(((value ?? 0) * 1e6).rounded())
    }

    public static func += (left: inout Totals, right: Totals) {
        left.pending += right.pending
        left.active += right.active
        left.completed += right.completed
        left.failed += right.failed
        left.microseconds += right.microseconds
        left.scored += right.scored
        left.scoreMillionths += right.scoreMillionths
    }

    public static func -= (left: inout Totals, right: Totals) {
        left.pending -= right.pending
        left.active -= right.active
        left.completed -= right.completed
        left.failed -= right.failed
        left.microseconds -= right.microseconds
        left.scored -= right.scored
        left.scoreMillionths -= right.scoreMillionths
    }
}

/// The statistics of a user's interviews.
public struct InterviewStats: Equatable, Sendable {
    let totals: Totals

    public var pending: Int { totals.pending }
    public var active: Int { totals.active }
    public var completed: Int { totals.completed }
    public var failed: Int { totals.failed }
    public var total: Int { totals.interviews }

    /// The sum of all actual durations in seconds, exact to a microsecond.
    public var totalDuration: Double { Double(totals.microseconds) / 1e6 }

    public var scoredInterviews: Int { totals.scored }

    /// The average over the interviews that have a score; nil if none has.
    public var averageScore: Double? { totals.averageScore }
}
