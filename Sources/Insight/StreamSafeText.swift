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
        guard hasLongRun else { return self }
        var safe = UnicodeScalarView()
        var run = 0
        for scalar in unicodeScalars {
            run = ScalarTraits(scalar.value).contains(.nonStarter) ? run + 1 : 0
            if run > Self.mostNonStarters {
                safe.append("\u{34F}")
                run = 1
            }
            safe.append(scalar)
        }
        return String(safe)
    }

    /// Whether more non-starters follow each other.
    private var hasLongRun: Bool {
        guard utf8.count > Self.mostNonStarters * 2 else { return false }
        let text = utf8.span
        var (run, at) = (0, 0)
        while at < text.count {
            // The first non-starter is U+0300, whose first byte is 0xCC.
            guard text[at] >= 0xCC else {
                run = 0
                at &+= 1
                continue
            }
            let (scalar, end) = text.scalar(at: at)
            run = ScalarTraits(scalar).contains(.nonStarter) ? run + 1 : 0
            if run > Self.mostNonStarters { return true }
            at = end
        }
        return false
    }
}
