// The language in which a review is written.

/// A language tag of the form of BCP 47 (RFC 5646 §2.1): subtags of letters and digits, joined by hyphens. Whether its
/// subtags are registered is not checked.
public struct LanguageTag: Equatable, Sendable {
    /// In ASCII (RFC 5646 §4.4.1 expects 35 to be enough).
    public static let longest = 35

    public let text: String

    /// - Returns: nil if the text has another form.
    public init?(_ text: String) {
        let subtags = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = subtags.first, text.utf8.count <= Self.longest, first.allSatisfy(\.isLetter),
            // `x` and `i` begin private and irregular tags, which have more subtags.
            first.count > 1 || (subtags.count > 1 && "xXiI".utf8.contains(first.first ?? 0)),
            subtags.allSatisfy({ 1...8 ~= $0.count && $0.allSatisfy(\.isLetterOrDigit) })
        else { return nil }
        self.text = text
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { 0x41...0x5A ~= self || 0x61...0x7A ~= self }
    fileprivate var isLetterOrDigit: Bool { isLetter || 0x30...0x39 ~= self }
}
