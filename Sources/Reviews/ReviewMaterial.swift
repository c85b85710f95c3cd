// What a model is given to review: the turns of an interview, and what it was about.

public import Insight
internal import JSON

/// Why there is nothing to review.
public enum NothingToReview: Error, Equatable, Sendable {
    /// The interview has not ended. Whoever knows its status judges that.
    case notEnded

    /// Nothing was saved, or nobody speaks in it.
    case noTranscript

    /// The format of the transcription is unknown.
    case unknownForm

    /// Nobody is known to be the candidate: the transcript names other speakers, or none.
    case unknownSpeakers

    /// - Parameter words: the number of the candidate's words.
    case tooLittleSaid(words: Int)

    /// The name of a reason.
    public enum Reason: String, CaseIterable, Sendable {
        case notEnded, noTranscript, unknownForm, unknownSpeakers, tooLittleSaid
    }

    public var reason: Reason {
        switch self {
        case .notEnded: .notEnded
        case .noTranscript: .noTranscript
        case .unknownForm: .unknownForm
        case .unknownSpeakers: .unknownSpeakers
        case .tooLittleSaid: .tooLittleSaid
        }
    }

    /// The number of the candidate's words, if they are too few.
    public var words: Int? {
        switch self {
        case .notEnded, .noTranscript, .unknownForm, .unknownSpeakers: nil
        case .tooLittleSaid(let words): words
        }
    }
}

/// More was said than one message may contain.
public struct ReviewTooLong: Error, Equatable, Sendable {
    /// The size of the message, in bytes.
    public let bytes: Int
}

/// The two messages that ask a model for a review.
public struct ReviewMessages: Equatable, Sendable {
    /// The rubric. It depends on nothing but the language of the review.
    public let system: String

    /// A JSON object with what was said.
    public let user: String
}

/// The turns of an interview in which the candidate said enough to be reviewed, and what it was about.
public struct ReviewMaterial: Sendable {
    public let turns: [Turn]
    private let technologies: [String]
    private let context: String

    /// - Parameters:
    ///   - technologies: the technologies of the interview.
    ///   - context: the context of the interview; may be empty.
    public init(
        _ conversation: Conversation, technologies: [String], context: String
    ) throws(NothingToReview) {
        guard conversation.source != .unknown else { throw .unknownForm }
        guard !conversation.turns.isEmpty else { throw .noTranscript }
        let speakers = Set(conversation.turns.map(\.speaker))
        guard speakers.contains(.candidate) || !speakers.contains(nil) else { throw .unknownSpeakers }
        let words = conversation.turns.reduce(0) {
            $0 + ($1.speaker == .candidate ? TextCounts.wordsAndCharacters(in: $1.text) : 0)
        }
        guard words >= ReviewLimits.leastWords else { throw .tooLittleSaid(words: words) }
        turns = conversation.turns
        (self.technologies, self.context) = (technologies, context)
    }

    /// - Parameter language: the language of the review; nil for that which the candidate speaks.
    public func messages(language: LanguageTag?) throws(ReviewTooLong) -> ReviewMessages {
        var json = JSONWriter()
        write(to: &json)
        guard json.count <= ReviewLimits.messageBytes else { throw ReviewTooLong(bytes: json.count) }
        return ReviewMessages(
            system: Rubric.text(language: language), user: String(decoding: json.bytes, as: UTF8.self))
    }

    private func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("interview")
        json.beginObject()
        json.name("technologies")
        json.beginArray()
        for technology in technologies { json.string(technology) }
        json.endArray()
        json.member("context", context)
        json.endObject()
        json.name("turns")
        json.beginArray()
        for (index, turn) in turns.enumerated() {
            json.beginObject()
            json.name("turn")
            json.integer(index)
            json.member("speaker", turn.speaker?.rawValue ?? turn.name ?? Self.unknownSpeaker)
            json.member("text", turn.text)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    private static let unknownSpeaker = "unknown"

    /// The review that a model's answer contains.
    /// - Parameter answer: the text of the answer.
    /// - Returns: nil if the answer is not of the form that was asked for.
    public func review(reading answer: String) -> Review? {
        guard let json = EmbeddedJSON.value(in: String(answer.withoutReasoning)) else { return nil }
        var reader = AnswerReader(turns)
        return reader.review(json)
    }
}

extension TextCounts {
    /// The number of words, where each character of a script that is written without spaces counts as one.
    fileprivate static func wordsAndCharacters(in text: String) -> Int {
        let characters = charactersWithoutSpaces(in: text).unspaced
        guard characters > 0 else { return words(in: text) }
        // A piece of such characters is no word in addition to them.
        let others = String.UnicodeScalarView(text.unicodeScalars.map { $0.isUnspacedCharacter ? " " : $0 })
        return characters + words(in: String(others))
    }
}
