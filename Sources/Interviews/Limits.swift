// The limits of interviews, for parameter types, constraints of the schema and documents.

public enum Limits {
    /// Number of technologies of an interview.
    public static let technologies = 0...50

    /// Length of a technology, in Unicode scalars.
    public static let technologyLength = 1...100

    /// In Unicode scalars.
    public static let contextLength = 0...100_000

    /// Planned duration, in whole minutes.
    public static let duration = 1...480

    /// In Unicode scalars.
    public static let conversationIdLength = 1...255

    /// Size of the list of an interview's conversations as a JSON text, in bytes: more than 200 of them.
    public static let conversationsBytes = 16 * 1024

    /// In bytes of UTF-8.
    public static let userIdBytes = 1...255

    /// Actual duration, in seconds.
    public static let actualDuration = 0...86_400

    public static let score = 0...100

    /// Size of the JSON text as it is stored and returned, in bytes; also of all live turns of an interview, and of all its
    /// vendor records.
    public static let transcriptionBytes = 8 * 1024 * 1024

    /// Size of the JSON text as it is stored and returned, in bytes.
    public static let feedbackBytes = 1024 * 1024

    /// Number of live turns of one call.
    public static let turns = 1...200

    /// What a live turn counts at least for the size of all of an interview, in bytes.
    public static let leastTurnBytes = 256

    /// Length of the key of a live turn, in Unicode scalars.
    public static let turnKeyLength = 1...128

    /// Length of the text of a live turn, in Unicode scalars.
    public static let turnTextLength = 0...20_000

    /// Number of interviews of a page.
    public static let page = 1...1_000

    /// Length of a search query, in Unicode scalars.
    public static let queryLength = 1...200

    /// Number of hits of a page.
    public static let searchPage = 1...100
    public static let defaultSearchPage = 20

    /// Bytes of what was said, and of contexts, that one page of hits reads before it ends.
    public static let searchBytes = 1024 * 1024

    /// Bytes of term lists that one page of hits scans before it ends, and what a list counts at least.
    public static let searchListBytes = 32 * 1024 * 1024
    static let leastListBytes = 2 * 1024

    /// Bytes of interviews that a list reads without finding any, before the page ends, and what an interview counts at
    /// least.
    public static let listBytes = 16 * 1024 * 1024
    static let leastRowBytes = 1024

    /// Number of strengths, and of weak points, in one feedback that progress counts.
    public static let pointsOfFeedback = 50

    /// Length of a strength, or of a weak point, that progress compares and lists, in Unicode scalars.
    public static let pointLength = 300

    /// Number of different strengths, and of weak points, that progress counts.
    static let distinctPoints = 10_000

    /// Bytes of interviews without their transcriptions that progress covers, and what an interview counts at least: at most
    /// 2,048 interviews.
    public static let progressBytes = 8 * 1024 * 1024
    static let leastProgressBytes = 4 * 1024

    /// What a byte of technologies counts among these: to tell them apart takes longer than to read a text.
    static let technologyWeight = 8

    /// Number of technologies that progress lists.
    public static let progressTechnologies = 200

    /// Length of the name of a time zone, in Unicode scalars.
    public static let timeZoneLength = 1...64

    /// Number of scores that progress lists.
    public static let scores = 1_000

    /// Number of recurring strengths, and of weak points, that progress lists.
    public static let recurringPoints = 20

    /// Length of a point in Unicode scalars, up to which the history page compares and lists it among recurring ones.
    public static let recurringPointLength = 10_000

    /// Size of the answer with a page, in bytes.
    public static let pageBytes = 1024 * 1024
}
