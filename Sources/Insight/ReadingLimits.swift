// How much of an interview is read, so that the time and the memory of a reading do not grow with what is stored.

internal import JSON

/// The limits of one reading of an interview: of all its sources together, of the conversations that are joined, and of the
/// lists and the texts in them among which the conversation is sought. Whoever speaks for three hours, with times for each
/// word, stays far below them.
public enum ReadingLimits {
    /// Number of turns.
    public static let turns = 10_000

    /// Size of what is said in them, and of the names of those who say it, in bytes of UTF-8.
    public static let speechBytes = 512 * 1024

    /// Size of the name of a speaker, in bytes of UTF-8.
    static let nameBytes = 1_024

    /// Number of JSON values and names of members. The outline has 20 bytes for each.
    static let values = 1_000_000

    /// Number of objects that are examined as turns.
    static let elements = 100_000

    /// Number of lines of texts in which speakers are sought.
    static let lines = 50_000

    /// Size of a text with names and times before what is said, in bytes of UTF-8.
    static let transcriptBytes = 2 * speechBytes

    /// Size of strings in which what is said is sought, in bytes of UTF-8: each can have it again.
    static let textBytes = 4 * speechBytes

    /// Size of strings that are JSON, or have it, in bytes.
    static let wrappedBytes = 8 * 1024 * 1024
}

/// What one reading may still look at. What is refused is not read, and the conversation says so.
public final class ReadingBudget {
    /// The turns, and the bytes of speech, that the source that is being read may still add to the conversation.
    private(set) var turns = ReadingLimits.turns
    private(set) var speech = ReadingLimits.speechBytes

    private(set) var values = ReadingLimits.values
    private(set) var elements = ReadingLimits.elements
    private var lines = ReadingLimits.lines
    private(set) var text = ReadingLimits.textBytes
    private var wrapped = ReadingLimits.wrappedBytes

    /// How many texts in JSON, or that may be, were not looked at.
    private(set) var refusals = 0

    /// Whether something was not looked at, which may have been a part of a conversation.
    private(set) var isExhausted = false

    /// Whether the list or the text that is being read has more than is read of it.
    var isCut = false

    public init() {}

    /// Begins another source of the same interview: the conversation has the turns of one source.
    public func beginSource() { (turns, speech) = (ReadingLimits.turns, ReadingLimits.speechBytes) }

    /// Counts the turns of a conversation that was read.
    func add(_ added: [SpokenTurn]) {
        turns -= added.count
        speech -= added.reduce(0) { $0 + $1.bytes }
    }

    /// - Returns: nil if the text has more values than may be looked at.
    func parse(_ json: ArraySlice<UInt8>) throws(JSONSyntaxError) -> JSONText? {
        guard let text = try JSONText(json, mostNodes: values) else {
            refusals += 1
            isExhausted = true
            return nil
        }
        values -= text.nodeCount
        return text
    }

    func takeElements(_ count: Int = 1) -> Bool { take(count, of: &elements) }

    /// The lines of a text that may be read.
    func lines(of text: String) -> ArraySlice<Substring> {
        let all = text.lines(lines)
        let read = all.prefix(lines)
        if read.count < all.count { isExhausted = true }
        // To begin a text is work, too.
        lines -= min(read.count + Self.linesOfText, lines)
        return read
    }

    private static let linesOfText = 4
    private static let elementsOfText = 4

    /// - Returns: how many of these bytes may be decoded as what is said; the others are left out.
    func takeText(_ bytes: Int) -> Int {
        let taken = min(bytes, text)
        if taken < bytes { isExhausted = true }
        text -= taken
        return taken
    }

    /// The beginning of a string, as far as it may be read as what is said; nil for any other value.
    func said(in value: JSONSlice) -> String? { said(in: value, most: ReadingLimits.speechBytes) }

    func said(in value: JSONSlice, most: Int) -> String? {
        guard value.kind == .string else { return nil }
        let most = takeText(min(value.count, most))
        guard let (text, isWhole) = value.beginning(most) else { return nil }
        if !isWhole { isCut = true }
        return text.streamSafe
    }

    /// A string that names somebody or something, or its beginning; nil for any other value.
    func name(in value: JSONSlice) -> String? {
        guard let (name, isWhole) = value.beginning(ReadingLimits.nameBytes) else { return nil }
        if !isWhole { isCut = true }
        return name.streamSafe
    }

    /// Whether a text may be looked at as JSON.
    func takeWrapped(_ bytes: Int) -> Bool {
        // To begin a text is work, too.
        let isTaken = take(bytes, of: &wrapped) && take(Self.elementsOfText, of: &elements)
        if !isTaken { refusals += 1 }
        return isTaken
    }

    private func take(_ count: Int, of left: inout Int) -> Bool {
        guard left >= count else {
            isExhausted = true
            return false
        }
        left -= count
        return true
    }
}
