// The error for bytes that are not a JSON text.

/// The first error in bytes that are not one JSON text (RFC 8259) in UTF-8.
public struct JSONSyntaxError: Error, Equatable, Sendable {
    /// The kind of error. The raw value is the end of a sentence.
    public enum Reason: String, Sendable {
        case endOfText = "the text ends unexpectedly"
        case expectedValue = "a value was expected"
        case expectedName = "a member name in double quotes was expected"
        case expectedColon = "a colon was expected after the member name"
        case expectedCommaOrEnd = "a comma or the end of the array or object was expected"
        case afterValue = "unexpected text follows the value"
        case controlCharacter = "a string contains an unescaped control character"
        case badEscape = "a string contains an invalid escape"
        case badNumber = "a number is malformed"
        case badUTF8 = "the bytes are not valid UTF-8"
    }

    public let reason: Reason

    /// The offset of the error in bytes from the beginning of the text.
    public let offset: Int

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
