// The text of a cue of captions, without markup.

internal import JSON

/// What is said in the text of a cue.
enum CueText {
    /// The parts that are spoken by different voices (§4.2.2); a part outside voice tags has no name, and one that is blank
    /// is left out.
    static func voices(in text: String) -> [(name: String?, text: String)] {
        let bytes = text.utf8.span
        var voices: [(name: String?, text: String)] = []
        var name: String?
        var said: [UInt8] = []
        func endVoice() {
            if !said.span.isBlank(said.indices) { voices.append((name, String(decoding: said, as: UTF8.self))) }
            said.removeAll(keepingCapacity: true)
        }
        var at = 0
        while at < bytes.count {
            let end = bytes.endOfPlainText(from: at)
            said.append(copying: bytes.extracting(at..<end))
            at = end
            guard at < bytes.count else { break }
            if bytes[at] == UInt8(ascii: "&") {
                let reference = CharacterReference(bytes, at: at)
                said += reference.character
                at = reference.end
            } else if let tag = bytes.tag(at: at) {
                if let voice = voiceName(bytes, tag) {
                    endVoice()
                    name = voice
                } else if tag.count == 2, bytes[tag.lowerBound] == UInt8(ascii: "/"),
                    bytes[tag.lowerBound + 1] == UInt8(ascii: "v")
                {
                    endVoice()
                    name = nil
                }
                at = tag.upperBound + 1
            } else {
                said.append(bytes[at])
                at += 1
            }
            // One more than a conversation may have tells that there are others.
            guard voices.count <= ReadingLimits.turns else { break }
        }
        endVoice()
        return voices
    }

    /// The annotation of a start tag `v` (§6.5.1).
    private static func voiceName(_ bytes: Span<UInt8>, _ tag: Range<Int>) -> String? {
        guard tag.count > 1, bytes[tag.lowerBound] == UInt8(ascii: "v") else { return nil }
        var at = tag.lowerBound + 1
        guard bytes[at] == UInt8(ascii: ".") || bytes.isWhiteSpace(at: at) else { return nil }
        while at < tag.upperBound, !bytes.isWhiteSpace(at: at) { at += 1 }
        guard at < tag.upperBound else { return nil }
        var name: [UInt8] = []
        while at < tag.upperBound {
            if bytes[at] == UInt8(ascii: "&") {
                let reference = CharacterReference(bytes.extracting(0..<tag.upperBound), at: at)
                name += reference.character
                at = reference.end
            } else {
                name.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: name, as: UTF8.self).onOneLine
    }
}

extension Span<UInt8> {
    /// The end of the run of bytes from `start` that are neither markup nor a reference.
    fileprivate func endOfPlainText(from start: Int) -> Int {
        var at = start
        while at < count, self[at] != UInt8(ascii: "<"), self[at] != UInt8(ascii: "{"), self[at] != UInt8(ascii: "&") {
            at &+= 1
        }
        return at
    }

    /// The inner part of the tag at `start`: of WebVTT, of SubRip's markup (`<i>`, `<font …>`), or of `{\\an8}`.
    fileprivate func tag(at start: Int) -> Range<Int>? {
        let isBrace = self[start] == UInt8(ascii: "{")
        var end = start + 1
        while end < count, !"<>{}".utf8.contains(self[end]) { end &+= 1 }
        guard end < count, self[end] == (isBrace ? UInt8(ascii: "}") : UInt8(ascii: ">")),
            !isBrace || self[start + 1] == UInt8(ascii: "\\")
        else { return nil }
        return start + 1..<end
    }

    /// Whether the byte at `at` begins white space; the other bytes of a scalar do not.
    func isWhiteSpace(at: Int) -> Bool {
        self[at] & 0xC0 != 0x80 && ScalarTraits(scalar(at: at).value).contains(.whiteSpace)
    }
}

/// A character reference of HTML, of which WebVTT's texts use a few (html.spec.whatwg.org §13.5).
private struct CharacterReference {
    /// The character in UTF-8; `&` if it is none.
    let character: [UInt8]

    /// Where what follows it begins.
    let end: Int

    private static let named = [
        "amp": "&", "lt": "<", "gt": ">", "nbsp": "\u{A0}", "lrm": "\u{200E}", "rlm": "\u{200F}", "quot": "\"",
        "apos": "'",
    ]

    /// The length of the longest, in bytes, with its semicolon.
    private static let longest = 10

    private static let ampersand = Array("&".utf8)
    private static let angles = (open: Array("<".utf8), close: Array(">".utf8))

    init(_ bytes: Span<UInt8>, at start: Int) {
        // The most frequent ones, which this program writes itself.
        if start + 3 < bytes.count, bytes[start + 2] == UInt8(ascii: "t"), bytes[start + 3] == UInt8(ascii: ";"),
            bytes[start + 1] == UInt8(ascii: "l") || bytes[start + 1] == UInt8(ascii: "g")
        {
            let isOpen = bytes[start + 1] == UInt8(ascii: "l")
            (character, end) = (isOpen ? Self.angles.open : Self.angles.close, start + 4)
            return
        }
        let most = min(start + 1 + Self.longest, bytes.count)
        var end = start + 1
        while end < most, bytes[end] != UInt8(ascii: ";") { end += 1 }
        guard end < most, let character = Self.character(String(copying: bytes.extracting(start + 1..<end))) else {
            (character, self.end) = (Self.ampersand, start + 1)
            return
        }
        (self.character, self.end) = (Array(character.utf8), end + 1)
    }

    private static func character(_ name: String) -> String? {
        guard name.first == "#" else { return named[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}

extension String {
    fileprivate init(copying bytes: Span<UInt8>) { self.init(decoding: [UInt8](copying: bytes), as: UTF8.self) }
}
