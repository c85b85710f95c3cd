// The status and the headers of a response.

/// The head of a response, as curl writes it (RFC 9112 §2; the same form for HTTP/2 and HTTP/3).
struct HTTPHead {
    let status: Int
    private let fields: [(name: Substring, value: Substring)]

    /// Parses the heads of all responses to a request; interim ones (RFC 9110 §15.2) precede the final one.
    /// - Returns: nil if there is no final response.
    init?(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        // Only a line at the beginning, or after an empty one: the name of a field can begin so, too.
        let starts = lines.indices.filter { lines[$0].hasPrefix("HTTP/") && ($0 == 0 || lines[$0 - 1].isEmpty) }
        guard let start = starts.last else { return nil }
        let words = lines[start].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]), 200...999 ~= status else { return nil }
        self.status = status
        fields = lines[(start + 1)...].compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon], line[line.index(after: colon)...])
        }
    }

    /// The value of the first field with a name, without white space around it.
    func field(_ name: String) -> String? {
        let name = name.lowercased()
        guard let value = fields.first(where: { $0.name.lowercased() == name })?.value else { return nil }
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let end = value.lastIndex { !isSpace($0) }.map(value.index(after:)) ?? value.startIndex
        return String(value[..<end].drop(while: isSpace))
    }
}
