// Pages of a list, and the cursors that lead from one to the next.

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
}

/// Interviews of a list, newest first; how many of them an answer has room for is for its writer to say.
public struct InterviewPage: Sendable {
    public let interviews: [Interview]
    let hasMore: Bool
    let seal: CursorSeal

    /// The cursor to what follows the first `count` interviews of this page; nil exactly if nothing does.
    public func nextCursor(after count: Int) -> String? {
        guard count > 0, hasMore || count < interviews.count else { return nil }
        let last = interviews[count - 1]
        return seal.cursor(to: Position(startedAt: last.startedAt, key: last.key))
    }
}

/// A place in the order of a list, which is by creation, the newest first.
struct Position: Equatable {
    let startedAt: Instant
    let key: Int

    /// Before the first.
    static let top = Position(startedAt: Instant(milliseconds: .max), key: .max)
}

/// Makes cursors that hold only for one user and one filter, and knows its own again.
///
/// A cursor is 48 hexadecimal digits: a keyed hash over the user, the filter and the position, and the position itself
/// under a mask made from that hash with the same key. So it tells nothing, and a changed one is not valid.
struct CursorSeal {
    /// The secret of the database file.
    let key: (UInt64, UInt64)
    let user: UserID
    let filter: InterviewFilter

    func cursor(to position: Position) -> String {
        let hash = hash(of: position)
        return [
            hash, UInt64(bitPattern: Int64(position.startedAt.milliseconds)) ^ mask(hash, 1),
            UInt64(bitPattern: Int64(position.key)) ^ mask(hash, 2),
        ].map(Self.hexadecimal).joined()
    }

    func position(of cursor: String) -> Position? {
        let digits = Array(cursor.utf8)
        guard digits.count == 48 else { return nil }
        let words = stride(from: 0, to: 48, by: 16).compactMap {
            UInt64(String(decoding: digits[$0..<$0 + 16], as: UTF8.self), radix: 16)
        }
        // A sign or a capital letter would read as the same number.
        guard words.count == 3, words.map(Self.hexadecimal).joined() == cursor else { return nil }
        let position = Position(
            startedAt: Instant(milliseconds: Int(Int64(bitPattern: words[1] ^ mask(words[0], 1)))),
            key: Int(Int64(bitPattern: words[2] ^ mask(words[0], 2))))
        return hash(of: position) == words[0] ? position : nil
    }

    private func hash(of position: Position) -> UInt64 {
        var message: [UInt8] = []
        for field in [
            user.text, filter.statuses?.map(\.rawValue).sorted().joined(separator: ",") ?? "",
            filter.technology.map { "=" + $0.lowercasedASCII } ?? "", filter.startedAfter?.description ?? "",
            filter.startedBefore?.description ?? "", String(position.startedAt.milliseconds), String(position.key),
        ] {
            message += Array(field.utf8) + [0]
        }
        return SipHash.hash(message, key: key)
    }

    private func mask(_ hash: UInt64, _ index: UInt64) -> UInt64 {
        SipHash.hash(Array("\(hash) \(index)".utf8), key: key)
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

extension String {
    /// The capitals of ASCII made small, everything else as it is, as SQLite's NOCASE compares.
    fileprivate var lowercasedASCII: String {
        String(decoding: utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
