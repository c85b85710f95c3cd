// Reads what is said in a line of Markdown (CommonMark 0.31).

enum Markdown {
    /// The line without escapes (§2.4) and the mark of a hard line break (§6.7).
    static func text(ofLine line: Substring) -> String {
        guard line.utf8.contains(UInt8(ascii: "\\")) else { return String(line) }
        var text = ""
        var rest = line
        while let backslash = rest.firstIndex(of: "\\") {
            text += rest[..<backslash]
            rest = rest[rest.index(after: backslash)...]
            guard let escaped = rest.first else { break }
            if !isPunctuation(escaped) { text.append("\\") }
            text.append(escaped)
            rest = rest.dropFirst()
        }
        return text + rest
    }

    private static func isPunctuation(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return false }
        return 0x21...0x2F ~= byte || 0x3A...0x40 ~= byte || 0x5B...0x60 ~= byte || 0x7B...0x7E ~= byte
    }
}
