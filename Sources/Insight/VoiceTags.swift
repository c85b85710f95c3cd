// Tags with which the text of an agent tells the voices that are to speak it.

enum VoiceTags {
    /// The text without tags that are opened and closed (`<Lena>Hello</Lena>`) and without pauses
    /// (`<break time="1s"/>`). Generic types, such as `Vec<String>`, are no tags: nothing closes them.
    static func removed(from text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        var opened: Set<Substring> = []
        var closed: Set<Substring> = []
        for piece in text.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
            guard let end = piece.firstIndex(of: ">") else { continue }
            let tag = piece[..<end]
            if tag.first == "/" { closed.insert(tag.dropFirst()) } else { opened.insert(tag) }
        }
        let voices = opened.intersection(closed)
        var kept = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            kept += rest[..<open]
            let after = rest[rest.index(after: open)...]
            let tag = after.prefix { $0 != ">" && $0 != "<" }
            if after[tag.endIndex...].first == ">", isTag(tag, of: voices) {
                rest = after[tag.endIndex...].dropFirst()
            } else {
                kept += "<"
                rest = after
            }
        }
        return (kept + rest).trimmed
    }

    private static func isTag(_ tag: Substring, of voices: Set<Substring>) -> Bool {
        if tag.last == "/" { return tag.hasPrefix("break") }
        return voices.contains(tag.first == "/" ? tag.dropFirst() : tag)
    }
}
