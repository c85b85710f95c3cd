// JSON texts as they stand in the file, which answers hold as they are.

internal import Interviews
internal import JSON

extension Row {
    /// A JSON text on one line, with its checksum in the column behind it.
    func json(_ index: Int32) throws(StoreFailure) -> [UInt8]? {
        guard let bytes = optionalBytes(index) else { return nil }
        if isNull(index + 1) {
            try StoredJSON.requireOneLine(bytes)
        } else {
            try expect(Checksum(bytes), index + 1)
        }
        return bytes
    }
}

enum StoredJSON {
    /// Looks through a text that has no checksum, for version 1 kept none: if it was damaged, it could break the line of an
    /// answer, or be none at all.
    static func requireOneLine(_ bytes: [UInt8], _ isAcceptable: (JSONSlice) -> Bool = { _ in true })
        throws(StoreFailure)
    {
        let text: JSONText
        do throws(JSONSyntaxError) { text = try JSONText(bytes[...]) } catch { throw .damaged }
        guard text.isLineSafe, isAcceptable(text.root) else { throw .damaged }
    }

    /// Likewise, for an array of strings.
    static func requireStrings(_ bytes: [UInt8]) throws(StoreFailure) {
        try requireOneLine(bytes) { $0.kind == .array && $0.elements.allSatisfy { $0.kind == .string } }
    }
}
