// Finds the conversation in a transcription, whatever it is wrapped in.

package import JSON

/// The search for the list or the text that has the conversation.
struct TurnSearch {
    private var list: TurnList?
    private var text: TurnList?

    /// Whether there is a member that has a conversation by its name, and whether each such member is empty.
    private var hasConversation = false
    private var isSilent = true

    /// How many members, and arrays in arrays, lead from the transcription to the conversation, at most.
    private static let deepest = 6

    /// How often a text can be JSON with a text that is JSON.
    private static let mostWrappings = 3

    /// Members that have a conversation by their names, even if a text in them names no speakers.
    private static let conversations: Set = [
        "transcript", "transcription", "transcripttext", "fulltranscript", "concatenatedtranscript", "turns",
        "messages", "items", "utterances", "segments", "transcripts", "contents", "sentences", "entries",
    ]

    /// Members in which a text that names speakers is a conversation.
    private static let texts: Set = [
        "text", "content", "body", "message", "data", "output", "result", "conversation", "dialogue", "dialog", "vtt",
        "webvtt",
        "srt", "captions", "subtitles", "markdown",
    ]

    /// Members whose arrays are parts of turns.
    private static let parts: Set = ["words", "tokens"]

    init(in transcription: JSONSlice) {
        isSilent = true
        hasConversation = transcription.kind == .object && transcription.members.count == 0
        look(into: transcription, named: "transcript", depth: 0, wrappings: 0)
        // Whisper's simplest form.
        if list == nil, text == nil, let said = transcription.member("text")?.safeString {
            look(into: said, named: "transcript", depth: 1, wrappings: 0)
        }
    }

    /// The list with the conversation, or else the text; the text also if it has more than twice as much of it.
    var best: TurnList? {
        guard let list else { return text }
        guard let text, text.speech > 2 * list.speech else { return list }
        return text
    }

    /// Whether nothing was said: the transcription is blank, or what should have the conversation is empty.
    var isEmpty: Bool { hasConversation && isSilent }

    private mutating func look(into value: JSONSlice, named name: String, depth: Int, wrappings: Int) {
        guard depth <= Self.deepest else { return }
        switch value.kind {
        case .string: look(into: value.safeString ?? "", named: name, depth: depth, wrappings: wrappings)
        case .array: look(intoArray: value, named: name, depth: depth, wrappings: wrappings)
        case .object:
            for (name, value) in value.members {
                look(into: value, named: (name.safeString ?? "").nameKey, depth: depth + 1, wrappings: wrappings)
            }
        case .number, .true, .false, .null: break
        }
    }

    private mutating func look(intoArray array: JSONSlice, named name: String, depth: Int, wrappings: Int) {
        guard !Self.parts.contains(name) else { return }
        let elements = array.elements.count
        note(name, isEmpty: elements == 0)
        if let found = TurnList(reading: array) {
            if list.map(found.isBetter) ?? true { list = found }
            // What else such elements have is not the conversation.
            if found.hasRoles, found.turns.count * 2 >= elements { return }
        }
        var lines: [String] = []
        for element in array.elements {
            switch element.kind {
            case .string: lines.append(element.safeString ?? "")
            case .array: look(into: element, named: "", depth: depth + 1, wrappings: wrappings)
            case .object: look(into: element, named: "", depth: depth, wrappings: wrappings)
            case .number, .true, .false, .null: break
            }
        }
        guard !lines.isEmpty else { return }
        look(into: lines.joined(separator: "\n"), named: "content", depth: depth, wrappings: wrappings)
    }

    /// Reads a text that is JSON, or has it in a fenced code block, as that JSON, and any other as a conversation.
    private mutating func look(into text: String, named name: String, depth: Int, wrappings: Int) {
        let isConversation = Self.conversations.contains(name)
        if wrappings < Self.mostWrappings, let json = EmbeddedJSON.value(in: text) {
            look(into: json, named: name, depth: depth, wrappings: wrappings + 1)
            return
        }
        note(name, isEmpty: text.isBlank)
        guard isConversation || Self.texts.contains(name), !text.isBlank else { return }
        let read = TextTranscript(text)
        guard isConversation || read.namesSpeakers, !read.turns.isEmpty else { return }
        let found = TurnList(read.source, read.turns)
        if self.text.map(found.isBetter) ?? true { self.text = found }
    }

    private mutating func note(_ name: String, isEmpty: Bool) {
        guard Self.conversations.contains(name) else { return }
        hasConversation = true
        if !isEmpty { isSilent = false }
    }
}

/// JSON that a text has in place of what is meant.
package enum EmbeddedJSON {
    /// The array, the object or the string that the text is, but for white space, the array of the objects that its lines
    /// are, or what stands in its first fenced code block.
    package static func value(in text: String) -> JSONSlice? {
        let whole = text.trimmed
        if let value = parsed(whole) ?? lines(of: whole) { return value }
        let fences = text.ranges(of: "```")
        guard fences.count > 1 else { return nil }
        let block = text[fences[0].upperBound...].drop { $0 != "\n" && !"[{".contains($0) }
        // The JSON may have a fence of its own in a string.
        return [fences[1], fences[fences.count - 1]].lazy.filter { $0.lowerBound > block.startIndex }
            .compactMap { parsed(text[block.startIndex..<$0.lowerBound].trimmed) }.first
    }

    /// The array of the objects that are the lines of JSON Lines (jsonlines.org); the last of them may be cut off.
    private static func lines(of text: String) -> JSONSlice? {
        guard text.first == "{" else { return nil }
        let objects = text.lines.filter { !$0.isBlank }
        guard objects.count > 1, objects.allSatisfy({ $0.withoutSpaceAround.utf8.first == UInt8(ascii: "{") }) else {
            return nil
        }
        return parsed("[" + objects.joined(separator: ",") + "]")
            ?? parsed("[" + objects.dropLast().joined(separator: ",") + "]")
    }

    private static func parsed(_ text: String) -> JSONSlice? {
        guard let first = text.utf8.first, "[{\"".utf8.contains(first) else { return nil }
        do throws(JSONSyntaxError) {
            return try JSONText(Array(text.utf8)[...], outlineDepth: Conversation.outlineDepth).root
        } catch {
            return nil
        }
    }
}
