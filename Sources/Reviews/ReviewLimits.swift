// The numbers that bound a review.

/// What a review is made of, and how much of it is kept.
enum ReviewLimits {
    /// Number of words of the candidate below which nothing is reviewed.
    static let leastWords = 30

    /// Size of the message with what was said, in bytes.
    static let messageBytes = 1024 * 1024

    static let score = 0...100
    static let strengths = 5
    static let improvements = 5
    static let questions = 50

    /// Number of words below which a quote shows nothing. A character of a script that is written without spaces counts
    /// as a word.
    static let leastQuotedWords = 3

    /// Lengths of the texts that are kept, in Unicode scalars. With them, no stored feedback comes near 1 MiB.
    static let summaryLength = 4_000
    static let textLength = 1_000
    static let modelNameLength = 200
}
