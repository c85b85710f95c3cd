// Stream-Safe Text Format (Unicode Standard Annex #15 §13): without long runs of combining marks.

package import JSON

extension JSONSlice {
    /// The value of a string in Stream-Safe Text Format; nil for any other value.
    package var safeString: String? { string?.streamSafe }
}

extension String {
    /// How many non-starters can follow each other (UAX15-D3).
    private static let mostNonStarters = 30

    /// The text with U+034F (COMBINING GRAPHEME JOINER) after each 30 of the non-starters that follow each other. To
    /// compare or to decompose a longer run takes Swift a time that grows with its square.
    var streamSafe: String {
        guard utf8.contains(where: { $0 >= 0xCC }), longestRun > Self.mostNonStarters else { return self }
        var safe = UnicodeScalarView()
        var run = 0
        for scalar in unicodeScalars {
            run = scalar.isNonStarter ? run + 1 : 0
            if run > Self.mostNonStarters {
                safe.append("\u{34F}")
                run = 1
            }
            safe.append(scalar)
        }
        return String(safe)
    }

    /// The length of the longest run of non-starters.
    private var longestRun: Int {
        var (longest, run) = (0, 0)
        for scalar in unicodeScalars {
            run = scalar.isNonStarter ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}

extension Unicode.Scalar {
    fileprivate var isNonStarter: Bool {
        switch value {
        // Latin, Cyrillic, punctuation and symbols, Han, Hangul.
        case ..<0x300, 0x400...0x482, 0x2000...0x20CF, 0x3030...0x3098, 0x3400...0x9FFF, 0xAC00...0xD7FF: false
        default: properties.canonicalCombiningClass != .notReordered
        }
    }
}
