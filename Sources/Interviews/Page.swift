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
        return [hash, id.high ^ mask(hash, 1), id.low ^ mask(hash, 2)].map(Self.hexadecimal).joined()
    }

    func id(of cursor: String) -> InterviewID? {
        let digits = Array(cursor.utf8)
        guard digits.count == 48 else { return nil }
        let words = stride(from: 0, to: 48, by: 16).compactMap {
            UInt64(String(decoding: digits[$0..<$0 + 16], as: UTF8.self), radix: 16)
        }
        // A sign or a capital letter would read as the same number.
        guard words.count == 3, words.map(Self.hexadecimal).joined() == cursor else { return nil }
        let id = InterviewID(high: words[1] ^ mask(words[0], 1), low: words[2] ^ mask(words[0], 2))
        return hash(of: id) == words[0] ? id : nil
    }

    private func hash(of id: InterviewID) -> UInt64 {
        var message: [UInt8] = []
        for field in [
            user.text, filter.statuses?.map(\.rawValue).sorted().joined(separator: ",") ?? "",
            filter.technology.map { "=" + $0.lowercasedASCII } ?? "", filter.startedAfter?.description ?? "",
            filter.startedBefore?.description ?? "", id.description,
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
    fileprivate var lowercasedASCII: String { String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) }
}

extension UInt8 {
    /// A capital of ASCII made small, everything else as it is, as SQLite's NOCASE compares.
    var lowercasedASCII: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}
