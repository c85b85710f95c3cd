// Transcripts that are plain text: lines that begin with the name of a speaker, or one turn.

enum PlainText {
    /// Names of the two roles in written transcripts, in English and French.
    private static let candidates: Set = ["user", "candidate", "candidat", "me", "moi", "human"]
    private static let interviewers: Set = [
        "ai", "agent", "assistant", "bot", "interviewer", "recruiter", "recruteur", "recruteuse", "intervieweur", "ia",
    ]

    /// The greatest length of a name, in Unicode scalars and in words.
    private static let longestName = 40
    private static let mostWords = 3

    /// Reads `Name: text` lines if the first line is one and either another line is one or its name is that of a role.
    /// Other lines belong to the turn before them. Any other text is one turn of an unknown speaker; a blank text has
    /// no turns.
    static func turns(of text: String) -> [Turn] {
        guard !text.isBlank else { return [] }
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.isBlank }
        let named = lines.map(split)
        guard let first = named.first ?? nil,
            role(of: first.name) != nil || named.dropFirst().contains(where: { $0 != nil })
        else { return [Turn(nil, text.trimmed)] }
        var spoken: [(name: String, lines: [Substring])] = []
        for (line, named) in zip(lines, named) {
            if let (name, rest) = named {
                spoken.append((name, rest.isBlank ? [] : [rest]))
            } else {
                spoken[spoken.count - 1].lines.append(line)
            }
        }
        return spoken.filter { !$0.lines.isEmpty }.map { name, lines in
            let role = role(of: name)
            return Turn(role, name: role == nil ? name : nil, lines.map(\.trimmed).joined(separator: "\n"))
        }
    }

    static func role(of name: String) -> Speaker? {
        let name = name.lowercased()
        if candidates.contains(name) { return .candidate }
        return interviewers.contains(name) ? .interviewer : nil
    }

    /// - Returns: nil if the line does not begin with a name and a colon.
    private static func split(_ line: Substring) -> (name: String, rest: Substring)? {
        guard let colon = line.utf8.prefix(longestName * 4 + 1).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = line[..<colon].trimmed
        let rest = line[line.index(after: colon)...]
        guard let first = name.unicodeScalars.first, first.properties.isAlphabetic,
            name.unicodeScalars.count <= longestName, name.split(separator: " ").count <= mostWords,
            rest.first.map(\.isWhitespace) ?? true
        else { return nil }
        return (name, rest)
    }
}
