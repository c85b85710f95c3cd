// Everything that is kept of a user, as it is at one moment.

/// All interviews of a user, and what they come to.
public struct History: Sendable {
    public let stats: InterviewStats
    public let progress: Progress

    /// Newest first.
    public let interviews: [WholeInterview]
}
