// Tags with which the text of an agent tells the voices that are to speak it.

enum VoiceTags {
    /// The text without tags that are opened and closed (`<Lena>Hello</Lena>`) and without pauses
    /// (`<break time="1s"/>`). Generic types, such as `Vec<String>`, are no tags: nothing closes them.
    static func removed(from text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        let utf8 = Array(text.utf8)
        var (opened, closed): (Set<String>, Set<String>) = ([], [])
        var tags = Tags()
        while let tag = tags.next(in: utf8) {
            let name = utf8[tag]
            if name.first == UInt8(ascii: "/") {
                closed.insert(String(decoding: name.dropFirst(), as: UTF8.self))
            } else {
                opened.insert(String(decoding: name, as: UTF8.self))
            }
        }
        let voices = opened.intersection(closed)
        var kept: [UInt8] = []
        kept.reserveCapacity(utf8.count)
        var from = 0
        tags = Tags()
        while let tag = tags.next(in: utf8) {
            guard isTag(utf8[tag], of: voices) else { continue }
            kept += utf8[from..<tag.lowerBound - 1]
            from = tag.upperBound + 1
        }
        kept += utf8[from...]
        return String(decoding: kept, as: UTF8.self).trimmed
    }

    private static func isTag(_ tag: ArraySlice<UInt8>, of voices: Set<String>) -> Bool {
        if tag.last == UInt8(ascii: "/") { return tag.starts(with: "break".utf8) }
        return voices.contains(
            String(decoding: tag.first == UInt8(ascii: "/") ? tag.dropFirst() : tag, as: UTF8.self))
    }

    /// What stands between a `<` and a `>` without a `<` between them.
    private struct Tags {
        private var at = 0

        mutating func next(in text: [UInt8]) -> Range<Int>? {
            var start: Int?
            while at < text.count {
                defer { at += 1 }
                if text[at] == UInt8(ascii: "<") {
                    start = at + 1
                } else if text[at] == UInt8(ascii: ">"), let start {
                    return start..<at
                }
            }
            return nil
        }
    }
}
