// The turns of an interview, read from its transcription. The stored transcription does not change.

internal import JSON

/// The product that a transcript comes from, recognized by its format.
public enum TranscriptSource: String, CaseIterable, Sendable {
    case webClient, elevenLabs, elevenLabsEvents, vapi, retell, openAI, plainText

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
        case .webClient, .elevenLabs, .elevenLabsEvents, .vapi, .retell, .openAI, .turns, .plainText: nil
        }
    }
}

/// The turns of an interview.
public struct Conversation: Equatable, Sendable {
    public let source: TranscriptSource

    /// In the order of the transcript; empty if the format is unknown.
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
    /// The greatest depth at which the formats have members that are read, with their envelopes and the parts of a
    /// turn.
    private static let outlineDepth = 8

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
        var found = Conversation(.unknown, [])
        var mostKnown = 0
        for format in VendorFormat.all {
            for list in format.lists(in: transcription) {
                let (conversation, known) = format.read(list)
                // If all elements of an array are turns of one format, no other format can match more.
                if transcription.kind == .array, known > 0, known == list.elements.count {
                    self = conversation
                    return
                }
                if known > mostKnown { (found, mostKnown) = (conversation, known) }
            }
        }
        if mostKnown == 0, let text = transcription.string ?? transcription.member("transcript")?.string {
            let turns = PlainText.turns(of: text)
            found = Conversation(turns.isEmpty ? .unknown : .plainText, turns)
        }
        self = found.turns.isEmpty && Self.isEmpty(transcription) ? .none : found
    }

    /// Whether nothing was said: the transcription is a blank text, an empty object, or has only empty lists of turns.
    private static func isEmpty(_ transcription: JSONSlice) -> Bool {
        if let text = transcription.string ?? transcription.member("transcript")?.string { return text.isBlank }
        let lists = VendorFormat.all.flatMap { $0.lists(in: transcription) }
        guard lists.isEmpty else { return lists.allSatisfy { $0.elements.count == 0 } }
        return transcription.kind == .object && transcription.members.count == 0
    }
}
