// The languages of the page.

/// A language; its raw value is its tag (RFC 5646).
public enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case french = "fr"
}
