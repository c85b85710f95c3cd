// All interviews of a user with their statistics, in one snapshot.

/// All interviews of a user, with statistics and progress.
public struct History: Sendable {
    public let stats: InterviewStats
    public let progress: Progress

    /// Newest first.
    public let interviews: [WholeInterview]
}
