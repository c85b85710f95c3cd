// Cursors: opaque, authenticated positions at which the next page of a list begins.

internal import Insight

/// Creates and verifies the cursors of one list of one user.
///
/// A cursor is a sequence of 64-bit words, each as 16 hexadecimal digits: a keyed hash (SipHash) over the user, the
/// filters and the position, and then the position, encrypted with a key stream that is derived from the hash and the
/// same key. So a cursor reveals nothing, and a modified one is rejected.
struct CursorSeal {
    /// The secret key of the store.
    private let key: (UInt64, UInt64)

    /// The user and the filters, for which a cursor is valid.
    private let scope: [String]

    init(key: (UInt64, UInt64), user: UserID, filter: InterviewFilter) {
        self.key = key
        let statuses = filter.statuses?.map(\.rawValue).sorted().joined(separator: ",") ?? ""
        let technology = filter.technology.map { "=" + $0.lowercasedASCII } ?? ""
        let times = [filter.startedAfter, filter.startedBefore].map { $0.map { String($0.milliseconds) } ?? "" }
        let fields: [String] = [user.text, statuses, technology] + times
        // Cursors of earlier versions, which had no such filter, stay valid.
        scope = fields + (filter.conversationId.map { [$0] } ?? [])
    }

    init(key: (UInt64, UInt64), user: UserID, query: String) {
        self.key = key
        scope = [user.text, "search", query]
    }

    /// A cursor to a position.
    /// - Parameter offset: a position within the interview, for a search; nil for a list.
    func cursor(to id: InterviewID, offset: UInt64? = nil) -> String {
        let hash = hash(of: id, offset)
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        func append(_ word: UInt64) {
            for shift in stride(from: 60, through: 0, by: -4) {
                digits.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)).hexadecimalDigit)
            }
        }
        append(hash)
        append(id.high ^ mask(hash, 1))
        append(id.low ^ mask(hash, 2))
        if let offset { append(offset ^ mask(hash, 3)) }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The position of a cursor without an offset; nil if it is not a cursor of this list.
    func id(of cursor: String) -> InterviewID? {
        guard let place = words(of: cursor, 2) else { return nil }
        let id = InterviewID(high: place[0], low: place[1])
        // `UInt64(_:radix:)` also accepts a sign and upper-case digits.
        return self.cursor(to: id) == cursor ? id : nil
    }

    /// The position of a cursor with an offset; nil if it is not a cursor of this list.
    func place(of cursor: String) -> (id: InterviewID, offset: UInt64)? {
        guard let place = words(of: cursor, 3) else { return nil }
        let id = InterviewID(high: place[0], low: place[1])
        return self.cursor(to: id, offset: place[2]) == cursor ? (id, place[2]) : nil
    }

    /// The `count` words after the hash, decrypted; nil if the cursor does not have that many.
    private func words(of cursor: String, _ count: Int) -> [UInt64]? {
        let digits = Array(cursor.utf8)
        guard digits.count == 16 * (count + 1) else { return nil }
        let words = stride(from: 0, to: digits.count, by: 16).compactMap {
            UInt64(String(decoding: digits[$0..<$0 + 16], as: UTF8.self), radix: 16)
        }
        guard words.count == count + 1 else { return nil }
        return words.dropFirst().enumerated().map { $1 ^ mask(words[0], UInt64($0 + 1)) }
    }

    private func hash(of id: InterviewID, _ offset: UInt64?) -> UInt64 {
        var message: [UInt8] = []
        message.reserveCapacity(512)
        func append(_ field: String) {
            message.append(contentsOf: field.utf8)
            message.append(0)
        }
        for field in scope { append(field) }
        append(id.description)
        if let offset { append(String(offset)) }
        return SipHash.hash(message, key: key)
    }

    private func mask(_ hash: UInt64, _ index: UInt64) -> UInt64 { SipHash.hash(hash, index, key: key) }
}

extension String {
    fileprivate var lowercasedASCII: String { String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) }
}
