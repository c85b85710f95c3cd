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

    init(_ source: TranscriptSource, _ turns: [Turn], _ timing: Timing = .none) {
        self.source = source
        self.turns = turns
        self.timing = timing
    }

    /// The conversation of an interview without a transcription.
    public static let none = Conversation(.none, [])
}

extension Conversation {
    /// How deep the values of a transcription are noted when it is parsed; deeper ones are scanned again when read.
    static let outlineDepth = 10

    /// - Parameter transcription: the JSON text that was saved; nil if none was.
    public init(reading transcription: [UInt8]?) {
        guard let transcription else {
            self = .none
            return
        }
        // Only JSON is saved. A text that cannot be parsed has been damaged; its format is unknown.
        do throws(JSONSyntaxError) {
            self.init(reading: try JSONText(transcription[...], outlineDepth: Self.outlineDepth).root)
        } catch {
            self.init(.unknown, [])
        }
    }

    init(reading transcription: JSONSlice) {
        let search = TurnSearch(in: transcription)
        if let found = search.best {
            self.init(found.source, spoken: found.turns)
        } else {
            self = search.isEmpty ? .none : Conversation(.unknown, [])
        }
    }
}
