// Everything that is kept of a user, as it is at one moment.

public import Insight

/// All interviews of a user, and what they come to.
public struct History: Sendable {
    public let stats: InterviewStats
    public let progress: Progress

    /// Newest first.
    public let interviews: [WholeInterview]
}

extension OwnInterviews {
    /// All interviews, whole, whatever other processes store meanwhile.
    /// - Parameter zone: where the weeks of progress begin.
    public func history(in zone: LocalTime) throws(Refusal) -> History {
        try access.atOneMoment { () throws(Refusal) in
            var interviews: [WholeInterview] = []
            var cursor: String?
            repeat {
                let page = try list(InterviewFilter(), limit: Limits.page.upperBound, cursor: cursor)
                for interview in page.interviews { interviews.append(try get(interview.id)) }
                cursor = page.nextCursor(after: page.interviews.count)
            } while cursor != nil
            return History(
                stats: try stats(), progress: try progress(InterviewFilter(), in: zone), interviews: interviews)
        }
    }
}
