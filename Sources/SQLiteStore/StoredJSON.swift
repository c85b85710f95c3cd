// Reads stored JSON texts, which answers contain byte for byte.

internal import Interviews
internal import JSON

extension Row {
    /// A JSON text on one line, verified against its checksum in the column `index + 1`; nil if it is NULL.
    func json(_ index: Int32) throws(StoreFailure) -> [UInt8]? {
        guard let bytes = optionalBytes(index) else {
            guard isNull(index + 1) else { throw .damaged }
            return nil
        }
        if isNull(index + 1) {
            try StoredJSON.requireOneLine(bytes)
        } else {
            try expect(Checksum(bytes.span), index + 1)
        }
        return bytes
    }
}

enum StoredJSON {
    /// Parses a text of schema version 1, which has no checksum: a damaged one could break the line of an answer, or be
    /// invalid JSON.
    /// - Throws: `damaged`.
    static func requireOneLine(_ bytes: [UInt8], _ isAcceptable: (JSONSlice) -> Bool = { _ in true })
        throws(StoreFailure)
    {
        let text: JSONText
        do throws(JSONSyntaxError) { text = try JSONText(bytes[...]) } catch { throw .damaged }
        guard text.isLineSafe, isAcceptable(text.root) else { throw .damaged }
    }

    /// Parses an array of strings that has no checksum.
    /// - Throws: `damaged`.
    static func requireStrings(_ bytes: [UInt8]) throws(StoreFailure) {
        try requireOneLine(bytes) { $0.kind == .array && $0.elements.allSatisfy { $0.kind == .string } }
    }
}
