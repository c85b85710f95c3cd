// JSON objects as strictly as the wire reads them.

internal import JSON

/// A JSON object of which nothing has to be guessed: no name twice, no half of a surrogate pair, nested no deeper than
/// anything else that is read.
struct StrictObject {
    private let object: JSONSlice

    init?(_ slice: JSONSlice) {
        guard slice.kind == .object, slice.repeatedNames.isEmpty, !slice.hasUnpairedSurrogate else { return nil }
        object = slice
    }

    /// - Parameter bytes: a JSON text.
    init?(_ bytes: [UInt8]) {
        let text: JSONText
        do { text = try JSONText(bytes[...]) } catch { return nil }
        guard !text.isTooDeep else { return nil }
        self.init(text.root)
    }

    subscript(name: String) -> JSONSlice? { object.member(name) }
}
