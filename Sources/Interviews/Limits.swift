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

    /// Bytes of one page's answer.
    public static let pageBytes = 1024 * 1024
}
