// Texts put on one line, or on several, without characters that a parser could read as other line ends.

extension StringProtocol {
    /// Whether the text consists of white space and control characters only.
    var isBlank: Bool { unicodeScalars.allSatisfy { ScalarTraits($0.value).isBlank } }

    /// The text without white space at both ends.
    var trimmed: String { String(Substring(self).withoutSpaceAround) }

    /// The text as names of members and roles are compared: in lower case, without what joins words.
    var nameKey: String { String(decoding: lowercased().utf8.filter { !" _-.".utf8.contains($0) }, as: UTF8.self) }

    /// The words of the text separated by single spaces, without line breaks and control characters.
    var onOneLine: String { folded { _ in UInt8(ascii: " ") } }

    /// The lines of the text that are not blank, each like `onOneLine`, separated by line feeds.
    package var paragraph: String { folded { $0.endsLine ? UInt8(ascii: "\n") : UInt8(ascii: " ") } }

    /// Replaces each run of white space and control characters by the lowest byte that `gap` returns for them, and
    /// removes the runs at both ends.
    private func folded(_ gap: (Unicode.Scalar) -> UInt8) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var between: UInt8?
        for scalar in unicodeScalars {
            if ScalarTraits(scalar.value).isBlank {
                between = bytes.isEmpty ? nil : Swift.min(between ?? .max, gap(scalar))
            } else {
                if let between { bytes.append(between) }
                between = nil
                if scalar.isASCII {
                    bytes.append(UInt8(scalar.value))
                } else {
                    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text with ASCII characters replaced; `replacement` returns nil for a character that stays.
    func replacing(_ replacement: (UInt8) -> String?) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + utf8.count / 8)
        for byte in utf8 {
            if byte < 0x80, let replacement = replacement(byte) {
                bytes.append(contentsOf: replacement.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    /// The text without white space at both ends.
    var withoutSpaceAround: Substring {
        guard let first = utf8.first, let last = utf8.last else { return self }
        if 0x21...0x7E ~= first, 0x21...0x7E ~= last { return self }
        let scalars = unicodeScalars.drop(while: \.isWhiteSpace)
        guard let end = scalars.lastIndex(where: { !$0.isWhiteSpace }) else { return "" }
        return self[scalars.startIndex...end]
    }
}

extension String {
    /// The first lines of the text, whatever ends them.
    /// - Parameter most: how many of them there may be; one more tells that there are others.
    func lines(_ most: Int) -> [Substring] {
        let span = utf8.span
        var ranges = UTF8Lines(of: 0..<span.count)
        var lines: [Substring] = []
        while lines.count <= most, let range = ranges.next(in: span) {
            let start = utf8.index(startIndex, offsetBy: range.lowerBound)
            lines.append(self[start..<utf8.index(start, offsetBy: range.count)])
        }
        return lines
    }
}

extension Unicode.Scalar {
    var isWhiteSpace: Bool { ScalarTraits(value).contains(.whiteSpace) }

    /// Whether some parser reads it as a line end: LF, VT, FF, CR, U+001C to U+001E, U+0085, U+2028 or U+2029.
    fileprivate var endsLine: Bool {
        0x0A...0x0D ~= value || 0x1C...0x1E ~= value || value == 0x85 || value == 0x2028 || value == 0x2029
    }
}
