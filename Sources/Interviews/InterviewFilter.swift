// What a list is narrowed to, and which interviews it admits.

public import Insight
internal import JSON

/// What a list is narrowed to.
public struct InterviewFilter: Equatable, Sendable {
    /// Nil for any.
    public var statuses: Set<InterviewStatus>?

    /// Equal to one of the interview's technologies, ASCII case aside.
    public var technology: String?

    /// At or after.
    public var startedAfter: Instant?

    /// Before.
    public var startedBefore: Instant?

    public init(
        statuses: Set<InterviewStatus>? = nil, technology: String? = nil, startedAfter: Instant? = nil,
        startedBefore: Instant? = nil
    ) {
        self.statuses = statuses
        self.technology = technology
        self.startedAfter = startedAfter
        self.startedBefore = startedBefore
    }

    /// Whether an interview with this status, created at this time, is admitted, its technologies aside.
    public func admits(_ status: InterviewStatus, _ startedAt: Instant) -> Bool {
        if statuses?.contains(status) == false { return false }
        if let startedAfter, startedAt < startedAfter { return false }
        if let startedBefore, startedAt >= startedBefore { return false }
        return true
    }
}

/// A technology that an interview must have, the case of ASCII letters aside.
public struct WantedTechnology: Sendable {
    private let text: [UInt8]

    /// As it would stand in a JSON array; where this is not found, there is no need to look closer.
    private let encoded: [UInt8]

    public init(_ technology: String) {
        text = technology.utf8.map(\.lowercasedASCII)
        var writer = JSONWriter()
        writer.string(technology)
        encoded = writer.bytes.map(\.lowercasedASCII)
    }

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
    /// A capital of ASCII made small, everything else as it is, as SQLite's NOCASE compares.
    public var lowercasedASCII: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}
