// Pages of a list, and the cursors that lead from one to the next.

public import Insight

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
    /// With the first one of the next page, if more follow.
    private let found: [Interview]
    private let limit: Int
    private let seal: CursorSeal

    init(_ found: [Interview], limit: Int, seal: CursorSeal) {
        self.found = found
        self.limit = limit
        self.seal = seal
    }

    public var interviews: ArraySlice<Interview> { found.prefix(limit) }

    /// The cursor to what follows the first `count` interviews of this page; nil exactly if nothing does.
    public func nextCursor(after count: Int) -> String? {
        guard count > 0, count < found.count else { return nil }
        return InterviewID(found[count].id).map(seal.cursor)
    }
}

/// Makes cursors that hold only for one user and one filter, and knows its own again.
///
/// A cursor is 48 hexadecimal digits: a keyed hash over the user, the filter and the id of the interview with which the
/// page begins, and that id under a mask made from the hash with the same key. So it tells nothing, and a changed one
/// is not valid.
struct CursorSeal {
    /// The secret of the database file.
    let key: (UInt64, UInt64)
    let user: UserID
    let filter: InterviewFilter

    func cursor(to id: InterviewID) -> String {
        let hash = hash(of: id)
        var digits: [UInt8] = []
        digits.reserveCapacity(48)
        for word in [hash, id.high ^ mask(hash, 1), id.low ^ mask(hash, 2)] {
            for shift in stride(from: 60, through: 0, by: -4) {
                digits.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)).hexadecimalDigit)
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    func id(of cursor: String) -> InterviewID? {
        guard cursor.utf8.count == 48 else { return nil }
        let words = stride(from: 0, to: 48, by: 16).compactMap {
            UInt64(String(decoding: Array(cursor.utf8)[$0..<$0 + 16], as: UTF8.self), radix: 16)
        }
        guard words.count == 3 else { return nil }
        let id = InterviewID(high: words[1] ^ mask(words[0], 1), low: words[2] ^ mask(words[0], 2))
        // A sign or a capital letter would read as the same number.
        return hash(of: id) == words[0] && self.cursor(to: id) == cursor ? id : nil
    }

    private func hash(of id: InterviewID) -> UInt64 {
        var message: [UInt8] = []
        message.reserveCapacity(512)
        func append(_ field: String) {
            message.append(contentsOf: field.utf8)
            message.append(0)
        }
        append(user.text)
        append(filter.statuses?.map(\.rawValue).sorted().joined(separator: ",") ?? "")
        append(filter.technology.map { "=" + $0.lowercasedASCII } ?? "")
        append(filter.startedAfter.map { String($0.milliseconds) } ?? "")
        append(filter.startedBefore.map { String($0.milliseconds) } ?? "")
        append(id.description)
        return SipHash.hash(message, key: key)
    }

    private func mask(_ hash: UInt64, _ index: UInt64) -> UInt64 { SipHash.hash(hash, index, key: key) }
}

extension String {
    fileprivate var lowercasedASCII: String { String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) }
}

extension UInt8 {
    /// A capital of ASCII made small, everything else as it is, as SQLite's NOCASE compares.
    var lowercasedASCII: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}
