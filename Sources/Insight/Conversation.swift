// The turns of an interview, read from its transcription. The stored transcription does not change.

internal import JSON

/// The product that a transcript comes from, or the format that it has.
public enum TranscriptSource: String, CaseIterable, Sendable {
    case webClient, elevenLabs, elevenLabsEvents, vapi, retell, openAI

    /// A list of turns of any other product.
    case list

    /// Lines of text that may begin with the name of a speaker.
    case plainText

    /// Text with times, as meeting software exports it.
    case textExport
    case webVTT, subRip

    /// The format in which this program returns turns.
    case turns

    /// A transcription in an unknown format.
    case unknown

    /// No transcription was saved, or it is empty.
    case none
}

extension TranscriptSource {
    /// Why the figures of such a transcript are unknown; nil if its format is known.
    public var reason: UnknownReason? {
        switch self {
        case .none: .noTranscript
        case .unknown: .unknownForm
        case .webClient, .elevenLabs, .elevenLabsEvents, .vapi, .retell, .openAI, .list, .plainText, .textExport,
            .webVTT,
            .subRip, .turns:
            nil
        }
    }
}

/// The turns of an interview.
public struct Conversation: Equatable, Sendable {
    public let source: TranscriptSource

    /// In the order in which they were spoken; empty if the format is unknown.
    public let turns: [Turn]
    public let timing: Timing

    /// Whether it has more than is read (`ReadingLimits`): more turns, more in the last of them, or perhaps others.
    public let isTruncated: Bool

    init(_ source: TranscriptSource, _ turns: [Turn], _ timing: Timing = .none, isTruncated: Bool = false) {
        self.source = source
        self.turns = turns
        self.timing = timing
        self.isTruncated = isTruncated
    }

    /// Why no figure about it is known; nil if some can be.
    var reason: UnknownReason? { isTruncated ? .tooLong : source.reason }

    /// The conversation of an interview without a transcription.
    public static let none = Conversation(.none, [])
}

extension Conversation {
    /// - Parameters:
    ///   - transcription: the JSON text that was saved; nil if none was.
    ///   - budget: what may be read of it.
    public init(reading transcription: [UInt8]?, within budget: ReadingBudget = ReadingBudget()) {
        guard let transcription else {
            self = .none
            return
        }
        // Only JSON is saved. A text that cannot be parsed has been damaged; its format is unknown.
        do throws(JSONSyntaxError) {
            guard let text = try budget.parse(transcription[...]) else {
                self.init(.unknown, [], isTruncated: true)
                return
            }
            self.init(reading: text.root, within: budget)
        } catch {
            self.init(.unknown, [])
        }
    }

    private init(reading transcription: JSONSlice, within budget: ReadingBudget) {
        let search = TurnSearch(in: transcription, within: budget)
        if let found = search.best {
            budget.add(found.turns)
            self.init(found.source, spoken: found.turns, isTruncated: found.isTruncated || budget.isExhausted)
        } else if search.isEmpty, !budget.isExhausted {
            self = .none
        } else {
            self.init(.unknown, [], isTruncated: budget.isExhausted)
        }
    }
}
