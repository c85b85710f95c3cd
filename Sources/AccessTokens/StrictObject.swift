// JSON objects, checked as strictly as requests.

internal import JSON

/// A JSON object without duplicate names, without unpaired surrogates, and within the limit on nesting depth.
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
