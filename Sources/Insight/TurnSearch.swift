// Finds the conversation in a transcription, whatever it is wrapped in.

internal import JSON

/// The search for the list or the text that has the conversation.
struct TurnSearch {
    private var list: TurnList?
    private var text: TurnList?
    private let budget: ReadingBudget

    /// Whether there is a member that has a conversation by its name, and whether each such member is empty.
    private var hasConversation = false
    private var isSilent = true

    /// How many members, and arrays in arrays, lead from the transcription to the conversation, at most.
    private static let deepest = 6

    /// How often a text can be JSON with a text that is JSON.
    private static let mostWrappings = 3

    /// What a member has by its name.
    private enum Content: Sendable {
        /// A conversation, even if a text in it names no speakers.
        case conversation

        /// A conversation, if it is a text that names speakers.
        case text

        /// Parts of turns.
        case parts
    }

    private static let contents: NameTable<Content> = {
        let conversations = [
            "transcript", "transcription", "transcripttext", "fulltranscript", "concatenatedtranscript", "turns",
            "messages", "items", "utterances", "segments", "transcripts", "contents", "sentences", "entries",
        ]
        let texts = [
            "text", "content", "body", "message", "data", "output", "result", "conversation", "dialogue", "dialog",
            "vtt", "webvtt", "srt", "captions", "subtitles", "markdown",
        ]
        var contents: [String: Content] = ["words": .parts, "tokens": .parts]
        for name in conversations { contents[name] = .conversation }
        for name in texts { contents[name] = .text }
        return NameTable(contents)
    }()

    init(in transcription: JSONSlice, within budget: ReadingBudget) {
        self.budget = budget
        hasConversation = transcription.kind == .object && transcription.members.first { _ in true } == nil
        look(into: transcription, as: .conversation, depth: 0, wrappings: 0)
        // Whisper's simplest form.
        if list == nil, text == nil, let said = transcription.member("text"), said.kind == .string {
            look(into: said, as: .conversation, depth: 1, wrappings: 0)
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

    private mutating func look(into value: JSONSlice, as content: Content?, depth: Int, wrappings: Int) {
        guard depth <= Self.deepest else { return }
        switch value.kind {
        case .string: look(intoString: value, as: content, depth: depth, wrappings: wrappings)
        case .array: look(intoArray: value, as: content, depth: depth, wrappings: wrappings)
        case .object:
            for (name, value) in value.members {
                switch value.kind {
                case .string, .array, .object:
                    look(into: value, as: Self.contents.value(name), depth: depth + 1, wrappings: wrappings)
                case .number, .true, .false, .null: break
                }
            }
        case .number, .true, .false, .null: break
        }
    }

    private mutating func look(intoArray array: JSONSlice, as content: Content?, depth: Int, wrappings: Int) {
        guard content != .parts else { return }
        let elements = array.elements.count
        note(content, isEmpty: elements == 0)
        if let found = TurnList(reading: array, within: budget) {
            if list.map(found.isBetter) ?? true { list = found }
            // What else such elements have is not the conversation.
            if found.hasRoles, found.turns.count * 2 >= elements || found.isTruncated { return }
        }
        var lines: [String] = []
        budget.isCut = false
        for element in array.elements {
            switch element.kind {
            case .string: lines.append(budget.said(in: element) ?? "")
            case .array: look(into: element, as: nil, depth: depth + 1, wrappings: wrappings)
            case .object: look(into: element, as: nil, depth: depth, wrappings: wrappings)
            case .number, .true, .false, .null: break
            }
        }
        guard !lines.isEmpty else { return }
        let text = lines.joined(separator: "\n")
        let refusals = budget.refusals
        if wrappings < Self.mostWrappings, text.utf8.span.mayHaveJSON, budget.takeWrapped(text.utf8.count),
            let json = EmbeddedJSON.value(in: text, within: budget)
        {
            look(into: json, as: .text, depth: depth, wrappings: wrappings + 1)
        } else if budget.refusals == refusals {
            read(text, as: .text)
        }
    }

    /// Reads a text that is JSON, or has it in a fenced code block, as that JSON, and any other as a conversation.
    private mutating func look(intoString value: JSONSlice, as content: Content?, depth: Int, wrappings: Int) {
        let refusals = budget.refusals
        if wrappings < Self.mostWrappings, value.withContent({ $0.mayHaveJSON }), budget.takeWrapped(value.count),
            let json = EmbeddedJSON.value(inString: value, within: budget)
        {
            look(into: json, as: content, depth: depth, wrappings: wrappings + 1)
            return
        }
        // JSON that is too long is not what was said.
        guard budget.refusals == refusals else { return }
        guard content == .conversation || (content == .text && value.withContent({ $0.mayNameSpeakers })) else {
            return
        }
        budget.isCut = false
        if let text = budget.said(in: value, most: ReadingLimits.transcriptBytes) { read(text, as: content) }
    }

    private mutating func read(_ text: String, as content: Content?) {
        let isBlank = text.isBlank
        note(content, isEmpty: isBlank)
        guard !isBlank, content == .conversation || text.utf8.span.mayNameSpeakers else { return }
        let read = TextTranscript(text, within: budget)
        guard content == .conversation || read.namesSpeakers, !read.turns.isEmpty else { return }
        let found = TurnList(read.source, read.turns, within: budget)
        if self.text.map(found.isBetter) ?? true { self.text = found }
    }

    private mutating func note(_ content: Content?, isEmpty: Bool) {
        guard content == .conversation else { return }
        hasConversation = true
        if !isEmpty { isSilent = false }
    }
}

extension Span<UInt8> {
    /// Whether a text, or a string as it is written, can be JSON, or have it in a fenced code block.
    fileprivate var mayHaveJSON: Bool {
        guard count > 1 else { return false }
        let first = scalar(at: 0).value
        if ScalarTraits(first).contains(.whiteSpace) || [0x22, 0x5B, 0x5C, 0x7B].contains(first) { return true }
        return firstIndex(of: UInt8(ascii: "`"), from: 0) != nil || firstIndex(of: UInt8(ascii: "\\"), from: 0) != nil
    }

    /// Whether a text, or a string as it is written, can have a name before what is said, or a time: there is a colon.
    fileprivate var mayNameSpeakers: Bool {
        firstIndex(of: UInt8(ascii: ":"), from: 0) != nil || firstIndex(of: 0xEF, from: 0) != nil
            || firstIndex(of: UInt8(ascii: "\\"), from: 0) != nil
    }
}
