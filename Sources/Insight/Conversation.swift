// What a transcription says, as far as it is understood; the transcription itself stays as it was given.

internal import JSON

/// From which product a transcript is, told by its form.
public enum TranscriptSource: String, CaseIterable, Sendable {
    case webClient, elevenLabs, elevenLabsEvents, vapi, retell, openAI, plainText

    /// As this program gives turns.
    case turns

    /// A transcription in a form that is not understood.
    case unknown

    /// No transcription was saved, or an empty one.
    case none
}

extension TranscriptSource {
    /// Why nothing is known of such a transcript; nil for one that is understood.
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

    /// In the order of the transcript; none for one that is not understood.
    public let turns: [Turn]
    public let timing: Timing

    init(_ source: TranscriptSource, _ turns: [Turn], _ timing: Timing = .none) {
        self.source = source
        self.turns = turns
        self.timing = timing
    }

    /// Before anything was saved.
    public static let none = Conversation(.none, [])
}

extension Conversation {
    /// How deep transcripts are nested, at most, with their envelopes and the parts of a turn.
    private static let outlineDepth = 8

    /// - Parameter transcription: the JSON text that was saved; nil if none was.
    public init(reading transcription: [UInt8]?) {
        guard let transcription else {
            self = .none
            return
        }
        // What was saved was JSON; what no longer is, is no form that is understood.
        do throws(JSONSyntaxError) {
            self.init(reading: try JSONText(transcription[...], outlineDepth: Self.outlineDepth).root)
        } catch {
            self.init(.unknown, [])
        }
    }

    init(reading transcription: JSONSlice) {
        var found = Conversation(.unknown, [])
        var mostKnown = 0
        for shape in VendorFormat.all {
            for list in shape.lists(in: transcription) {
                let (conversation, known) = shape.read(list)
                // Of a list by itself no other form can read more.
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

    /// Whether nothing was said: it is an empty list, text or object, or one with empty lists of turns, or an empty text.
    private static func isEmpty(_ transcription: JSONSlice) -> Bool {
        if let text = transcription.string ?? transcription.member("transcript")?.string { return text.isBlank }
        let lists = VendorFormat.all.flatMap { $0.lists(in: transcription) }
        guard lists.isEmpty else { return lists.allSatisfy { $0.elements.count == 0 } }
        return transcription.kind == .object && transcription.members.count == 0
    }
}
