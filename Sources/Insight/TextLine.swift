// A line of a transcript that is text: the speaker and the time before what is said.

internal import JSON

/// The forms are `Name: text`, `**Name:** text`, `[00:00:03] Name: text`, `Name (00:03): text`, and, on lines of their
/// own, `Name  0:03` and `[Name] 16:04:04`.
struct TextLine {
    /// The line without white space at both ends.
    let whole: Substring

    /// The name; nil if there is none.
    private(set) var label: String?

    /// The name in lower case.
    private(set) var key: String?

    /// In seconds, from midnight or from the start of the conversation.
    private(set) var start: Double?
    private(set) var end: Double?

    /// What is said after the name and the time.
    private(set) var text: Substring

    /// Whether the name is in bold type, as in Markdown.
    private(set) var isBold = false

    /// Whether Google Meet writes this behind a transcript.
    var endsTranscript: Bool {
        (whole.hasPrefix("Meeting ended after ") || whole.hasPrefix("Transcription ended after "))
            && whole.split(separator: " ").dropFirst(3).first.flatMap { WrittenTime.timeOfDay($0) } != nil
    }

    /// Whether the line ends with the mark of the end of a sentence, of any script.
    var endsSentence: Bool { whole.unicodeScalars.last?.properties.isSentenceTerminal ?? false }

    private static let colons: Set<Character> = [":", "："]
    private static let brackets: [Character: Character] = ["[": "]", "(": ")", "（": "）"]

    init(_ line: Substring) {
        whole = line.withoutSpaceAround
        text = whole
        var rest = Self.withoutListMark(whole)
        let times = Self.leadingTimes(rest)
        if let times { rest = times.rest }
        if let (head, said) = Self.bold(rest) ?? Self.beforeColon(rest) ?? Self.header(rest) {
            let (name, time) = Self.separated(head)
            let isMarked = rest.utf8.starts(with: "**".utf8)
            if let name = SpeakerName.checked(name, isMarked: isMarked) {
                isBold = isMarked
                (label, text) = (isBold ? Markdown.text(ofLine: name[...]) : name, said.withoutSpaceAround)
                key = label?.lowercased()
                (start, end) = (times?.start ?? time, times?.end)
                return
            }
        }
        // Without a name, only brackets, or a line of its own, tell a time from what was said.
        if let times, times.isInBrackets || times.rest.isEmpty { (start, end, text) = (times.start, times.end, rest) }
    }

    private static func withoutListMark(_ line: Substring) -> Substring {
        guard let byte = line.utf8.first, byte == 0xE2 || "-*>#".utf8.contains(byte) else { return line }
        let marks = line.unicodeScalars.prefix { ["-", "*", "•", ">", "#"].contains($0) }
        let rest = line[marks.endIndex...]
        guard !marks.isEmpty, let next = rest.unicodeScalars.first, next.isWhiteSpace else { return line }
        return rest.withoutSpaceAround
    }

    /// The times before the rest of a line, in brackets or not: a start, or a start and an end.
    private static func leadingTimes(
        _ line: Substring
    ) -> (start: Double, end: Double?, isInBrackets: Bool, rest: Substring)? {
        guard let byte = line.utf8.first, byte.isDigit || byte == 0xEF || "[(".utf8.contains(byte),
            let first = line.first, first.isASCIIDigit || brackets[first] != nil
        else { return nil }
        let close = brackets[first]
        let body = close == nil ? line : line.dropFirst()
        let found = body.prefix(40).firstIndex { close == nil ? $0.isWhitespace : $0 == close }
        guard let end = found ?? (close == nil && body.utf8.count <= 40 ? body.endIndex : nil) else { return nil }
        // Whatever else stands before the rest.
        guard body[..<end].utf8.contains(UInt8(ascii: ":")) else { return nil }
        let times = withoutDate(body[..<end]).split { " ->–".contains($0) }.map(WrittenTime.timeOfDay)
        guard 1...2 ~= times.count, let start = times[0], let last = times.last ?? nil else { return nil }
        let rest = close == nil ? body[end...] : body[body.index(after: end)...]
        return (
            start, times.count == 2 ? last : nil, close != nil,
            Substring(rest.unicodeScalars.drop { $0.isWhiteSpace || ["-", "–", "—", "|"].contains($0) })
        )
    }

    /// The time of day of an ISO 8601 date and time, with a space or a `T` between.
    private static func withoutDate(_ time: Substring) -> Substring {
        guard time.utf8.count > 10, time.utf8.dropFirst(4).first == UInt8(ascii: "-"),
            time.utf8.dropFirst(7).first == UInt8(ascii: "-"), let between = time.dropFirst(10).first,
            "T ".contains(between)
        else { return time }
        return time.dropFirst(11).prefix { $0.isASCIIDigit || ":.,".contains($0) }
    }

    /// `**Name:** text`, `**Name**: text` and `**Name** (0:03): text`.
    private static func bold(_ line: Substring) -> (head: Substring, said: Substring)? {
        guard line.utf8.starts(with: "**".utf8), let close = line.asterisks(from: 2) else { return nil }
        let name = line[line.utf8.index(line.startIndex, offsetBy: 2)..<close]
        let after = line[line.utf8.index(close, offsetBy: 2)...]
        if let last = name.last, colons.contains(last) { return (name.dropLast(), after) }
        guard
            let (time, said) = beforeColon(after)
                ?? (after.first.map(colons.contains) ?? false ? ("", after.dropFirst()) : nil),
            time.allSatisfy({ $0.isASCIIDigit || " :()[]".contains($0) })
        else { return nil }
        return (Substring(name + time), said)
    }

    /// What stands before the first colon that ends a name: one with white space after it, a full-width one, or one behind
    /// the name of a role.
    private static func beforeColon(_ line: Substring) -> (head: Substring, said: Substring)? {
        let beginning = line.utf8.prefix(mostBytesOfHead)
        var from = beginning.startIndex
        while let index = beginning[from...].firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == 0xEF }) {
            from = beginning.index(after: index)
            let isFullWidth = line.utf8[index] == 0xEF
            guard !isFullWidth || line[index] == "：" else { continue }
            let said = line[line.index(after: index)...]
            if isFullWidth || said.first?.isWhitespace ?? true || isRole(line[..<index]) {
                return (line[..<index], said)
            }
        }
        return nil
    }

    private static func isRole(_ name: Substring) -> Bool {
        name.utf8.count <= mostBytesOfHead && Role(named: name.withoutSpaceAround).speaker != nil
    }

    /// The length of a name and a time, in bytes.
    private static let mostBytesOfHead = SpeakerName.longest * 4 + 16

    /// A line that is nothing but a name and a time.
    private static func header(_ line: Substring) -> (head: Substring, said: Substring)? {
        guard line.utf8.count <= mostBytesOfHead, separated(line).time != nil else { return nil }
        return (line, "")
    }

    /// A name and the time after it: in brackets, or behind two spaces, a tab or a dash, or behind one space if each
    /// word of the name is capitalised.
    private static func separated(_ head: Substring) -> (name: Substring, time: Double?) {
        let head = head.withoutSpaceAround
        // Only a name that ends with a digit, a bracket or half of the day can have a time.
        guard let end = head.utf8.last, "0123456789Mm)]".utf8.contains(end) else { return (head, nil) }
        if let last = head.last, let open = brackets.first(where: { $0.value == last })?.key,
            let start = head.lastIndex(of: open),
            let time = WrittenTime.timeOfDay(head[start...].dropFirst().dropLast())
        {
            return (head[..<start].withoutSpaceAround, time)
        }
        let half = head.suffix(3).uppercased()
        let body = [" AM", " PM"].contains(half) ? head.dropLast(3) : head
        guard let space = body.lastIndex(where: { $0.isWhitespace || $0 == "|" }),
            let time = WrittenTime.timeOfDay(head[space...].dropFirst())
        else { return (head, nil) }
        let name = head[..<space]
        let isSetOff = head[space] != " " || name.last.map { $0.isWhitespace || "-–—|])".contains($0) } ?? false
        let bare = name.trimmingSuffix { $0.isWhitespace || "-–—|".contains($0) }
        return isSetOff || SpeakerName.isCapitalised(bare) ? (bare, time) : (head, nil)
    }
}

/// What can be the name of a speaker.
enum SpeakerName {
    /// In Unicode scalars.
    static let longest = 40
    private static let mostWords = 3

    /// The name without brackets around it; nil if it cannot be one.
    /// - Parameter isMarked: whether it is in bold type, so that it may begin with a digit.
    static func checked(_ name: Substring, isMarked: Bool = false) -> String? {
        var name = name.withoutSpaceAround
        if name.first == "[", name.last == "]" { name = name.dropFirst().dropLast().withoutSpaceAround }
        guard name.utf8.count <= longest * 4, let first = name.unicodeScalars.first,
            isMarked || (first.isASCII ? first.isPartOfWord && !first.isDigit : first.properties.isAlphabetic),
            name.utf8.last != UInt8(ascii: ","),
            name.unicodeScalars.count <= longest, words(in: name) <= mostWords
        else { return nil }
        return String(name)
    }

    private static func words(in name: Substring) -> Int {
        var words = 0
        var isInWord = false
        for scalar in name.unicodeScalars {
            let isSpace = scalar.isWhiteSpace
            if !isSpace, !isInWord { words += 1 }
            isInWord = !isSpace
        }
        return words
    }

    static func isCapitalised(_ name: Substring) -> Bool {
        name.split(whereSeparator: \.isWhitespace).allSatisfy { $0.first.map { !$0.isLowercase } ?? false }
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { 0x30...0x39 ~= value }
}

extension Substring {
    /// Where the first two asterisks are, from a byte on.
    fileprivate func asterisks(from start: Int) -> Index? {
        let text = utf8.span
        var from = start
        while let at = text.firstIndex(of: UInt8(ascii: "*"), from: from) {
            if at + 1 < text.count, text[at + 1] == UInt8(ascii: "*") { return utf8.index(startIndex, offsetBy: at) }
            from = at + 1
        }
        return nil
    }

    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        guard let last = lastIndex(where: { !predicate($0) }) else { return "" }
        return self[...last]
    }
}
