// What a transcription says, as far as it is understood; the transcription itself stays as it was given.

internal import JSON

/// From which product a transcript is, told by its form.
public enum TranscriptSource: String, CaseIterable, Sendable {
    case webClient, elevenLabs, elevenLabsEvents, vapi, retell, openAI, plainText

    /// A transcription in a form that is not understood.
    case unknown

    /// No transcription was saved.
    case none
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
        if let text = transcription.string {
            let turns = PlainText.turns(of: text)
            self.init(turns.isEmpty ? .unknown : .plainText, turns)
            return
        }
        var found = Conversation(.unknown, [])
        for shape in TranscriptShape.all {
            for list in shape.lists(in: transcription) {
                let conversation = shape.read(list)
                if conversation.turns.count > found.turns.count { found = conversation }
                // No other form can read more.
                if !found.turns.isEmpty, found.turns.count == list.elements.count {
                    self = found
                    return
                }
            }
        }
        self = found
    }
}
