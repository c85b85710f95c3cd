// The filter of a list.

public import Insight
internal import JSON

/// The conditions that an interview of a list meets, all of them.
public struct InterviewFilter: Equatable, Sendable {
    /// The status is one of these; nil admits every status.
    public var statuses: Set<InterviewStatus>?

    /// One of the technologies equals this, compared without ASCII case; nil admits all.
    public var technology: String?

    /// Started at or after this time.
    public var startedAfter: Instant?

    /// Started before this time.
    public var startedBefore: Instant?

    /// One of the conversations has this id, compared byte for byte; nil admits all.
    public var conversationId: String?

    public init(
        statuses: Set<InterviewStatus>? = nil, technology: String? = nil, startedAfter: Instant? = nil,
        startedBefore: Instant? = nil, conversationId: String? = nil
    ) {
        self.statuses = statuses
        self.technology = technology
        self.startedAfter = startedAfter
        self.startedBefore = startedBefore
        self.conversationId = conversationId
    }

    /// Whether the filter admits this status and time; the technology and the conversation are not checked.
    public func admits(_ status: InterviewStatus, _ startedAt: Instant) -> Bool {
        if statuses?.contains(status) == false { return false }
        if let startedAfter, startedAt < startedAfter { return false }
        if let startedBefore, startedAt >= startedBefore { return false }
        return true
    }
}

/// A technology to look for, compared without ASCII case.
public struct WantedTechnology: Sendable {
    private let text: [UInt8]

    /// The technology as a JSON string: an array that does not contain these bytes need not be parsed.
    private let encoded: [UInt8]

    public init(_ technology: String) {
        text = technology.utf8.map(\.lowercasedASCII)
        var writer = JSONWriter()
        writer.string(technology)
        encoded = writer.bytes.map(\.lowercasedASCII)
    }

    /// Whether `technologies` contains the technology.
    /// - Parameter technologies: a JSON array of strings.
    public func isAmong(_ technologies: Span<UInt8>) -> Bool {
        technologies.contains(lowercased: encoded)
            && Interview.texts(ofArray: [UInt8](copying: technologies)).contains {
                $0.utf8.lazy.map(\.lowercasedASCII).elementsEqual(text)
            }
    }
}

extension Span<UInt8> {
    fileprivate func contains(lowercased sought: [UInt8]) -> Bool {
        var start = 0
        while start + sought.count <= count {
            var length = 0
            while length < sought.count, self[start + length].lowercasedASCII == sought[length] { length += 1 }
            if length == sought.count { return true }
            start += 1
        }
        return false
    }
}

extension UInt8 {
    /// An ASCII letter in lower case; any other byte unchanged, as in SQLite's collation NOCASE.
    public var lowercasedASCII: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}
