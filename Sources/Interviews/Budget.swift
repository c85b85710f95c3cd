// The work that one request may cause.

internal import JSON

/// What a request may still read, in bytes. The last record may exceed it, so that each page makes progress.
public struct Budget: Sendable {
    private var bytes: Int

    /// The least that a record is charged, in bytes: a short one is work, too.
    private let least: Int

    public init(_ bytes: Int, least: Int) {
        self.bytes = bytes
        self.least = least
    }

    /// For commands, which delay nobody.
    public static let unlimited = Budget(.max, least: 0)

    public var isLeft: Bool { bytes > 0 }

    /// Charges a record of `count` bytes.
    public mutating func spend(_ count: Int) { bytes -= max(count, least) }

    mutating func spend(on whole: WholeInterview) { spend(whole.spokenBytes + whole.interview.contextText.count) }
}
