// Every number that bounds an interview, once: the shapes on the wire and the checks in the schema read it here.

public enum Limits {
    /// Technologies of one interview.
    public static let technologies = 0...50

    /// Unicode scalars of one technology.
    public static let technologyLength = 1...100

    /// Unicode scalars.
    public static let contextLength = 0...100_000

    /// Planned duration, in whole minutes.
    public static let duration = 1...480

    /// Unicode scalars.
    public static let conversationIdLength = 1...255

    /// Bytes of UTF-8.
    public static let userIdBytes = 1...255

    /// Real duration, in seconds.
    public static let actualDuration = 0...86_400

    public static let score = 0...100

    /// Bytes of the JSON text, as it is given back.
    public static let transcriptionBytes = 8 * 1024 * 1024

    /// Bytes of the JSON text, as it is given back.
    public static let feedbackBytes = 1024 * 1024

    /// Interviews of one page.
    public static let page = 1...1_000

    /// Unicode scalars of what is searched for.
    public static let queryLength = 1...200

    /// Hits of one page.
    public static let searchPage = 1...100
    public static let defaultSearchPage = 20

    /// Bytes of the transcriptions and contexts that one page of hits reads for the first time, and that it looks into,
    /// before it ends.
    public static let searchBytes = 4 * 1024 * 1024

    /// Bytes of kept words through which one page of hits goes before it ends.
    public static let searchWordBytes = 64 * 1024 * 1024

    /// Points of each kind in one feedback that progress looks at.
    public static let pointsOfFeedback = 50

    /// Unicode scalars of the name of a time zone.
    public static let timeZoneLength = 1...64

    /// Scores that are told one by one.
    public static let scores = 1_000

    /// Points of feedback that recur, of each kind.
    public static let recurringPoints = 20

    /// Bytes of one page's answer.
    public static let pageBytes = 1024 * 1024
}
