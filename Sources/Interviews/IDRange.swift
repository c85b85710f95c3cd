// Ranges of interview ids.

/// The ids in the half-open range (`after`, `through`], compared as text.
public struct IDRange: Sendable {
    public var after: String
    public var through: String

    /// Greater than every id.
    static let end = "g"

    static let all = IDRange(after: "", through: end)

    public init(after: String, through: String) {
        self.after = after
        self.through = through
    }

    /// The ids that begin with `prefix`.
    /// - Returns: nil if `prefix` has a character that no id has.
    init?(beginningWith prefix: String) {
        guard prefix.utf8.allSatisfy({ "0123456789abcdef-".utf8.contains($0) }) else { return nil }
        let before = prefix.unicodeScalars.last.flatMap { Unicode.Scalar($0.value - 1) }
        after = before.map { String(prefix.dropLast()) + String($0) + Self.end } ?? ""
        through = prefix + Self.end
    }

    /// The ids that begin with a time that `filter` admits.
    public init(startedIn filter: InterviewFilter) {
        after = filter.startedAfter.map(InterviewID.beginning) ?? ""
        through = filter.startedBefore.map(InterviewID.beginning) ?? Self.end
    }

    public var isEmpty: Bool { after >= through }

    public func intersection(_ other: IDRange) -> IDRange {
        IDRange(after: max(after, other.after), through: min(through, other.through))
    }
}
